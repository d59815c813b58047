package helm

import (
	"regexp"
	"strconv"
	"strings"
)

// failure is an error with the stage at which it happened.
type failure struct {
	stage string
	err   error
}

const longestMessage = 4000 // bytes

// bounded cuts a message that repeats the chart's own text, which can be of any length.
func bounded(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= longestMessage {
		return text
	}
	return strings.ToValidUTF8(text[:longestMessage], "") + "…"
}

var (
	// What required and fail say: engine.go, reformatExecErrorMsg.
	refusal = regexp.MustCompile(`^execution error at \(([^()\n]+?):(\d+)(?::(\d+))?\): `)
	// A fault in the text of a template: engine.go, cleanupParseError.
	syntax = regexp.MustCompile(`^parse error at \(([^()\n]+?):(\d+)(?::(\d+))?\): `)
	// Everything else, as text/template says it or as Helm writes it anew, one frame below the other.
	frames = regexp.MustCompile(`^(?:template: )?([^:\n]+):(\d+)(?::(\d+))?(?:: |\n)`)
	// The frames before the cause.
	executing = regexp.MustCompile(`(?s)^.*\bexecuting "[^"\n]*" at <[^\n]*?>:\s+`)
	indents   = regexp.MustCompile(`\n\s+`)
)

func (f *failure) answer(file func(template string) *string) *Error {
	text := f.err.Error()
	stage := f.stage
	for _, pattern := range []*regexp.Regexp{refusal, syntax, frames} {
		match := pattern.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		if pattern == syntax {
			stage = "parse"
		}
		message := text[len(match[0]):]
		if pattern == frames {
			message = executing.ReplaceAllString(message, "")
		}
		line, _ := strconv.Atoi(match[2])
		column, _ := strconv.Atoi(match[3])
		if pattern == refusal || pattern == syntax || file(match[1]) != nil {
			return &Error{stage, bounded(indents.ReplaceAllString(message, "\n")), &At{match[1], file(match[1]), line, column}}
		}
	}
	return &Error{Stage: stage, Message: bounded(text)}
}
