package helm

import (
	"encoding/json"
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"
)

// mergeValues does what Helm's command line does with --values and --set: pkg/cli/values, options.go.
func mergeValues(all []Values) (map[string]any, error) {
	merged := map[string]any{}
	for _, values := range all {
		var err error
		switch {
		case values.YAML != nil:
			var more map[string]any
			more, err = loader.LoadValues(strings.NewReader(*values.YAML))
			merged = loader.MergeMaps(merged, more)
		case values.SetJSON != nil && strings.HasPrefix(strings.TrimSpace(*values.SetJSON), "{"):
			more := map[string]any{}
			err = json.Unmarshal([]byte(*values.SetJSON), &more)
			merged = loader.MergeMaps(merged, more)
		case values.SetJSON != nil:
			err = strvals.ParseJSON(*values.SetJSON, merged)
		case values.Set != nil:
			err = strvals.ParseInto(*values.Set, merged)
		case values.SetString != nil:
			err = strvals.ParseIntoString(*values.SetString, merged)
		case values.SetLiteral != nil:
			err = strvals.ParseLiteralInto(*values.SetLiteral, merged)
		case values.SetFile != nil:
			text := values.SetFile.Text
			err = strvals.ParseIntoFile(values.SetFile.Key+"=file", merged, func([]rune) (any, error) { return text, nil })
		}
		if err != nil && values.Name != "" {
			return nil, fmt.Errorf("%s: %w", values.Name, err)
		}
		if err != nil {
			return nil, err
		}
	}
	return merged, nil
}
