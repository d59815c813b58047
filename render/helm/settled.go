package helm

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"
	"time"
)

// The functions that a bracketed template calls at its beginning and end.
const (
	nameBegin = "surefootBegin"
	nameEnd   = "surefootEnd"
)

const (
	longestRandom = 1 << 16 // characters
	longestRepeat = 1 << 20 // bytes
)

// recorder notes which rendered file asked for what Helm would have made anew. A file that includes another by its path,
// as checksums do, has asked for what that one asks for.
type recorder struct {
	open []int
	used map[int]map[string]bool
	any  bool
}

func (r *recorder) note(function string) {
	r.any = true
	for _, file := range r.open {
		if r.used[file] == nil {
			r.used[file] = map[string]bool{}
		}
		r.used[file][function] = true
	}
}

func (r *recorder) of(file int) []string { return slices.Sorted(maps.Keys(r.used[file])) }

// bracket makes a template's text note its beginning and its end.
func bracket(file int, text string) string {
	return fmt.Sprintf("{{%s %d}}%s{{%s}}", nameBegin, file, text, nameEnd)
}

type certificate struct{ Cert, Key string }

var (
	epoch   = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	settled = certificate{
		Cert: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
		Key:  "-----BEGIN RSA PRIVATE KEY-----\nAA==\n-----END RSA PRIVATE KEY-----\n",
	}
	hashed = "$2a$10$" + strings.Repeat("a", 53)
)

// functions replaces what Helm makes anew at every call by constants, so that both sides of a change render alike, and
// notes that it was asked. lookup answers as it does without a cluster.
func functions() (template.FuncMap, *recorder) {
	r := &recorder{used: map[int]map[string]bool{}}
	letters := func(name, letter string) func(int) string {
		return func(count int) string {
			r.note(name)
			return strings.Repeat(letter, min(max(count, 0), longestRandom))
		}
	}
	made := func(name string) certificate {
		r.note(name)
		return settled
	}
	return template.FuncMap{
		nameBegin: func(file int) string {
			r.open = append(r.open, file)
			return ""
		},
		nameEnd: func() string {
			r.open = r.open[:len(r.open)-1]
			return ""
		},
		"lookup": func(string, string, string, string) (map[string]any, error) {
			r.note("lookup")
			return map[string]any{}, nil
		},
		"randAlphaNum": letters("randAlphaNum", "a"),
		"randAlpha":    letters("randAlpha", "a"),
		"randAscii":    letters("randAscii", "a"),
		"randNumeric":  letters("randNumeric", "1"),
		"randBytes": func(count int) (string, error) {
			r.note("randBytes")
			return base64.StdEncoding.EncodeToString(make([]byte, min(max(count, 0), longestRandom))), nil
		},
		"randInt": func(low, _ int) int {
			r.note("randInt")
			return low
		},
		"shuffle": func(text string) string {
			r.note("shuffle")
			return text
		},
		"uuidv4": func() string {
			r.note("uuidv4")
			return "00000000-0000-4000-8000-000000000000"
		},
		"now": func() time.Time {
			r.note("now")
			return epoch
		},
		"ago": func(any) string {
			r.note("ago")
			return "0s"
		},
		"bcrypt": func(string) string {
			r.note("bcrypt")
			return hashed
		},
		"htpasswd": func(user, _ string) string {
			r.note("htpasswd")
			return user + ":" + hashed
		},
		// Always the same, and slow on purpose.
		"derivePassword": func(uint32, string, string, string, string) string { return "derived" },
		"encryptAES": func(string, string) (string, error) {
			r.note("encryptAES")
			return "encrypted", nil
		},
		"genPrivateKey": func(string) string {
			r.note("genPrivateKey")
			return settled.Key
		},
		"genCA":             func(string, int) (certificate, error) { return made("genCA"), nil },
		"genCAWithKey":      func(string, int, string) (certificate, error) { return made("genCAWithKey"), nil },
		"genSelfSignedCert": func(string, []any, []any, int) (certificate, error) { return made("genSelfSignedCert"), nil },
		"genSelfSignedCertWithKey": func(string, []any, []any, int, string) (certificate, error) {
			return made("genSelfSignedCertWithKey"), nil
		},
		"genSignedCert": func(string, []any, []any, int, any) (certificate, error) { return made("genSignedCert"), nil },
		"genSignedCertWithKey": func(string, []any, []any, int, any, string) (certificate, error) {
			return made("genSignedCertWithKey"), nil
		},
		"buildCustomCert": buildCustomCert,
		// In any order, as Go has a map: here in one.
		"keys": func(dicts ...map[string]any) []string {
			keys := []string{}
			for _, dict := range dicts {
				keys = append(keys, slices.Sorted(maps.Keys(dict))...)
			}
			return keys
		},
		"values": func(dict map[string]any) []any {
			values := []any{}
			for _, key := range slices.Sorted(maps.Keys(dict)) {
				values = append(values, dict[key])
			}
			return values
		},
		// strings.Repeat panics, or takes all memory, where the chart says so.
		"repeat": func(count int, text string) (string, error) {
			if count > 0 && count*len(text) > longestRepeat {
				return "", fmt.Errorf("repeat of %d bytes, above the %d that are rendered", count*len(text), longestRepeat)
			}
			return strings.Repeat(text, max(count, 0)), nil
		},
	}, r
}

// buildCustomCert is given a certificate and a key in base64, as of sprig, and gives them back; that they belong together
// is not checked.
func buildCustomCert(cert, key string) (certificate, error) {
	certText, err := base64.StdEncoding.DecodeString(cert)
	if err != nil {
		return certificate{}, fmt.Errorf("unable to decode base64 certificate: %w", err)
	}
	keyText, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return certificate{}, fmt.Errorf("unable to decode base64 private key: %w", err)
	}
	return certificate{string(certText), string(keyText)}, nil
}
