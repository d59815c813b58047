// Package yaml stands in for k8s.io/apimachinery/pkg/util/yaml, of which Helm's chart loader uses this one reader.
package yaml

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// YAMLReader gives the documents of a stream one after the other.
type YAMLReader struct{ lines *bufio.Reader }

// NewYAMLReader reads from r.
func NewYAMLReader(r *bufio.Reader) *YAMLReader { return &YAMLReader{lines: r} }

// Read gives the next document, or io.EOF. As in apimachinery's decoder.go: a line that begins with "---" ends a document
// that has begun, and is a part of one that has not; after the dashes only a comment may follow. Lines end in "\n"
// whatever they ended in.
func (y *YAMLReader) Read() ([]byte, error) {
	var document bytes.Buffer
	for {
		line, err := y.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		atEnd := err != nil
		if after, found := bytes.CutPrefix(line, []byte("---")); found {
			after = bytes.TrimSpace(after)
			if len(after) > 0 && after[0] != '#' {
				return nil, fmt.Errorf("invalid Yaml document separator: %s", after)
			}
			if document.Len() > 0 {
				return document.Bytes(), nil
			}
		}
		if atEnd {
			if document.Len() > 0 {
				return document.Bytes(), nil
			}
			return nil, io.EOF
		}
		document.Write(line)
		document.WriteByte('\n')
	}
}

// line gives the next line without its end; with io.EOF it is empty, since a last line that does not end comes before.
func (y *YAMLReader) line() ([]byte, error) {
	line, err := y.lines.ReadBytes('\n')
	if errors.Is(err, io.EOF) && len(line) > 0 {
		err = nil
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), err
}
