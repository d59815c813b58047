// A program that says what the API server of one Kubernetes version answers to manifests. It reads one JSON value a
// line and answers each with one; README.md has the shapes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/klog/v2"
)

type ask struct {
	ID     json.RawMessage `json:"id"`
	Text   *string         `json:"text"`
	Base64 []byte          `json:"base64"`
	Before *string         `json:"before"`
	After  *string         `json:"after"`
	Steps  []step          `json:"steps"`
	Full   bool            `json:"full"`
	Read   bool            `json:"read"`
}

type step struct {
	Verb            string `json:"verb"`
	Text            string `json:"text"`
	FieldValidation string `json:"fieldValidation"`
	Manager         string `json:"manager"`
	Force           bool   `json:"force"`
	// Raw sends the text itself, in YAML, and not what kubectl makes of it.
	Raw bool `json:"raw"`
}

type reply struct {
	ID          json.RawMessage `json:"id"`
	Documents   []answer        `json:"documents,omitempty"`
	Steps       [][]answer      `json:"steps,omitempty"`
	Bodies      []string        `json:"bodies,omitempty"`
	StreamError string          `json:"streamError,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	klog.SetLogger(klog.Logger{})
	server, err := newAPIServer()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 256*1024*1024)
	out := bufio.NewWriterSize(os.Stdout, 1024*1024)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var asked ask
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("a line is no question: %w", err)
		}
		if err := encoder.Encode(server.answerTo(asked)); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

func (s *apiServer) answerTo(asked ask) reply {
	answered := reply{ID: asked.ID}
	s.stored.clear()
	switch {
	case asked.Before != nil && asked.After != nil:
		steps := []step{{Verb: "create", Text: *asked.Before}, {Verb: "update", Text: *asked.After}}
		answered.Steps, answered.StreamError = s.takeSteps(steps, asked.Full)
	case len(asked.Steps) > 0:
		answered.Steps, answered.StreamError = s.takeSteps(asked.Steps, asked.Full)
	default:
		file := asked.Base64
		if asked.Text != nil {
			file = []byte(*asked.Text)
		}
		documents, fault := readManifests(file)
		answered.StreamError = fault
		if asked.Read {
			for _, each := range documents {
				if _, served := resources[each.kind]; served {
					answered.Bodies = append(answered.Bodies, string(each.body))
				}
			}
			return answered
		}
		answered.Documents = []answer{}
		for index, each := range documents {
			answered.Documents = append(answered.Documents, s.judge(index, each, asked.Full))
		}
	}
	return answered
}

func (s *apiServer) takeSteps(steps []step, full bool) ([][]answer, string) {
	all := [][]answer{}
	applied := map[string][]byte{}
	for _, each := range steps {
		documents, fault := readManifests([]byte(each.Text))
		answers := []answer{}
		for index, document := range documents {
			answers = append(answers, s.take(index, each, document, applied, full))
		}
		all = append(all, answers)
		if fault != "" {
			return all, fault
		}
	}
	return all, ""
}
