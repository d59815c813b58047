// Command render renders charts with Helm's engine and builds kustomizations with kustomize's: one JSON request a line
// comes in, one JSON answer a line goes out, in the same order. README.md describes both.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"surefoot/render/helm"
	"surefoot/render/kustomize"
)

// Request has one of its fields.
type Request struct {
	Helm      *helm.Request      `json:"helm"`
	Kustomize *kustomize.Request `json:"kustomize"`
}

// Answer has the field that the request has, or says why the request was not understood.
type Answer struct {
	Helm      *helm.Answer      `json:"helm,omitempty"`
	Kustomize *kustomize.Answer `json:"kustomize,omitempty"`
	Error     string            `json:"error,omitempty"`
}

// restBytes may stay uncollected between two requests.
const restBytes = 32 << 20

func main() {
	// Both log what they find odd in a chart; its author has no use for it here.
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	// A rendering's memory is garbage at its end. WebAssembly has one thread, which the collector gets when this one
	// waits for it: collecting on the way would take longer and fall behind. GOMEMLIMIT is for those that need more.
	debug.SetGCPercent(-1)
	used := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	renderer := &helm.Renderer{}
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := write.Encode(answer(renderer, line)); err != nil {
				os.Exit(1)
			}
			if err := out.Flush(); err != nil {
				os.Exit(1)
			}
			if metrics.Read(used); used[0].Value.Uint64() > restBytes {
				runtime.GC()
			}
		}
		if err != nil {
			return
		}
	}
}

func answer(renderer *helm.Renderer, line []byte) Answer {
	var request Request
	if err := json.Unmarshal(line, &request); err != nil {
		return Answer{Error: err.Error()}
	}
	switch {
	case request.Helm != nil:
		rendered := renderer.Render(request.Helm)
		return Answer{Helm: &rendered}
	case request.Kustomize != nil:
		built := kustomize.Build(request.Kustomize)
		return Answer{Kustomize: &built}
	}
	return Answer{Error: "a request names helm or kustomize"}
}
