// Reads manifests with the code that kubectl and kustomize read them with, and tells the values. One JSON string a
// line comes in, base64 of a file's bytes; one line of JSON goes out for each.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// answer holds the documents that are read, in order, and why the stream ends before its last one.
type answer struct {
	Documents []json.RawMessage `json:"documents"`
	Refused   string            `json:"refused,omitempty"`
}

// kubectl reads a file as cli-runtime does (pkg/resource/visitor.go, FileVisitor and StreamVisitor).
func kubectl(file []byte) (result answer) {
	result.Documents = []json.RawMessage{}
	defer func() {
		if fault := recover(); fault != nil {
			result.Refused = fmt.Sprint("panic: ", fault)
		}
	}()
	reader := transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
	decoder := utilyaml.NewYAMLOrJSONDecoder(reader, 4096)
	for {
		extension := runtime.RawExtension{}
		err := decoder.Decode(&extension)
		if err == io.EOF {
			return result
		}
		if err != nil {
			result.Refused = err.Error()
			return result
		}
		raw := bytes.TrimSpace(extension.Raw)
		if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
			continue
		}
		result.Documents = append(result.Documents, compact(raw))
	}
}

// kustomize builds a kustomization that names the file, and kubectl reads what it wrote.
func kustomize(file []byte) (result answer) {
	result.Documents = []json.RawMessage{}
	defer func() {
		if fault := recover(); fault != nil {
			result.Refused = fmt.Sprint("panic: ", fault)
		}
	}()
	disk := filesys.MakeFsInMemory()
	for name, content := range map[string][]byte{
		"kustomization.yaml": []byte("resources: [file.yaml]\n"),
		"file.yaml":          file,
	} {
		if err := disk.WriteFile(name, content); err != nil {
			result.Refused = err.Error()
			return result
		}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(disk, ".")
	if err == nil {
		var written []byte
		if written, err = built.AsYaml(); err == nil {
			return kubectl(written)
		}
	}
	result.Refused = err.Error()
	return result
}

func compact(raw []byte) json.RawMessage {
	var buffer bytes.Buffer
	if err := json.Compact(&buffer, raw); err != nil {
		quoted, _ := json.Marshal(string(raw))
		return quoted
	}
	return buffer.Bytes()
}

func main() {
	read := kubectl
	if len(os.Args) > 1 && os.Args[1] == "kustomize" {
		read = kustomize
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			file, fault := base64.StdEncoding.DecodeString(string(line))
			if fault != nil {
				fmt.Fprintln(os.Stderr, fault)
				os.Exit(1)
			}
			if fault := encoder.Encode(read(file)); fault != nil {
				fmt.Fprintln(os.Stderr, fault)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
