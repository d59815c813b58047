// Package version stands in for k8s.io/apimachinery/pkg/util/version, by which Helm reads the version of a cluster.
package version

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Version is at least two numbers.
type Version struct{ components []uint }

var leading = regexp.MustCompile(`^\s*v?([0-9]+(?:\.[0-9]+)*)`)

// ParseGeneric reads two or more numbers with dots between them, a "v" before them and anything behind them. As in
// apimachinery's version.go: only the first number must not begin with a zero.
func ParseGeneric(text string) (*Version, error) {
	match := leading.FindStringSubmatch(text)
	if match == nil || strings.Contains(text[len(match[0]):], "\n") {
		return nil, fmt.Errorf("could not parse %q as version", text)
	}
	parts := strings.Split(match[1], ".")
	if len(parts) < 2 {
		return nil, fmt.Errorf("illegal version string %q", text)
	}
	if parts[0] != "0" && strings.HasPrefix(parts[0], "0") {
		return nil, fmt.Errorf("illegal zero-prefixed version component %q in %q", parts[0], text)
	}
	components := make([]uint, len(parts))
	for i, part := range parts {
		number, err := strconv.ParseUint(part, 10, 0)
		if err != nil {
			return nil, fmt.Errorf("illegal non-numeric version component %q in %q: %v", part, text, err)
		}
		components[i] = uint(number)
	}
	return &Version{components}, nil
}

// Major is the first number.
func (v *Version) Major() uint { return v.components[0] }

// Minor is the second number.
func (v *Version) Minor() uint { return v.components[1] }

// String gives the numbers with dots between them.
func (v *Version) String() string {
	parts := make([]string, len(v.components))
	for i, component := range v.components {
		parts[i] = strconv.FormatUint(uint64(component), 10)
	}
	return strings.Join(parts, ".")
}
