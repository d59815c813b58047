// Package trace tells for every line of a rendered template where it came from. It rewrites a template so that what it
// prints carries marks, has Helm's own engine render the rewritten text beside the original one, and reads the marks. It
// knows Go's templates and the functions of Helm by name, and nothing of charts or of Kubernetes.
package trace

import (
	"strings"
	"unicode/utf8"
)

// A mark is two characters of the private-use planes, one of plane 15 and one of plane 16 behind it. Icon fonts use
// plane 15 alone, so a chart that prints such a character is not taken for a marked one.
const (
	firstHigh = 0xF0000
	firstLow  = 0x100000
	bits      = 15
	endHigh   = firstHigh + 1<<bits
	maxMarks  = 1 << (2 * bits)
	// Every character of plane 15 begins with this byte in UTF-8.
	leadByte = 0xF3
)

const endMark = string(rune(endHigh)) + string(rune(firstLow))

func startMark(id int) string {
	return string([]rune{rune(firstHigh + id>>bits), rune(firstLow + id&(1<<bits-1))})
}

// markAt reads the mark that text begins with: its id, or -1 for the end of one, and its length; the length is 0 where
// text begins otherwise.
func markAt(text string) (id, length int) {
	if len(text) == 0 || text[0] != leadByte {
		return 0, 0
	}
	high, n := utf8.DecodeRuneInString(text)
	low, m := utf8.DecodeRuneInString(text[n:])
	if high < firstHigh || high > endHigh || low < firstLow || low >= firstLow+1<<bits {
		return 0, 0
	}
	if high == endHigh {
		return -1, n + m
	}
	return int(high-firstHigh)<<bits | int(low-firstLow), n + m
}

// Strip gives text without its marks.
func Strip(text string) string {
	next := strings.IndexByte(text, leadByte)
	if next < 0 {
		return text
	}
	var out strings.Builder
	from := 0
	for i := next; i < len(text); {
		if _, length := markAt(text[i:]); length > 0 {
			out.WriteString(text[from:i])
			i += length
			from = i
		} else {
			i++
		}
		next := strings.IndexByte(text[i:], leadByte)
		if next < 0 {
			break
		}
		i += next
	}
	if from == 0 {
		return text
	}
	out.WriteString(text[from:])
	return out.String()
}

// around puts the marks next to the first and the last visible character: whitespace and nothing at all stay what they
// are, so that a template that asks whether something is empty gets the same answer.
func around(id int, text string) string {
	body := strings.TrimSpace(text)
	if body == "" {
		return text
	}
	at := strings.Index(text, body)
	return text[:at] + startMark(id) + body + endMark + text[at+len(body):]
}

// stripDeep gives value without marks, and value itself where it has none: a template may change a map that it passes to
// a function, and it must be the same map.
func stripDeep(value any) any {
	clean, _ := withoutMarks(value)
	return clean
}

// stripText gives a text without marks and leaves everything else alone, for functions that do not look into a map.
func stripText(value any) any {
	if text, ok := value.(string); ok {
		return Strip(text)
	}
	return value
}

func withoutMarks(value any) (any, bool) {
	switch value := value.(type) {
	case string:
		clean := Strip(value)
		return clean, len(clean) != len(value)
	case map[string]any:
		var changed map[string]any
		for key, old := range value {
			if clean, marked := withoutMarks(old); marked {
				if changed == nil {
					changed = make(map[string]any, len(value))
				}
				changed[key] = clean
			}
		}
		if changed == nil {
			return value, false
		}
		for key, old := range value {
			if _, done := changed[key]; !done {
				changed[key] = old
			}
		}
		return changed, true
	case []any:
		var changed []any
		for i, old := range value {
			if clean, marked := withoutMarks(old); marked {
				if changed == nil {
					changed = append([]any(nil), value...)
				}
				changed[i] = clean
			}
		}
		if changed == nil {
			return value, false
		}
		return changed, true
	case []string:
		var changed []string
		for i, old := range value {
			if clean := Strip(old); len(clean) != len(old) {
				if changed == nil {
					changed = append([]string(nil), value...)
				}
				changed[i] = clean
			}
		}
		if changed == nil {
			return value, false
		}
		return changed, true
	}
	return value, false
}
