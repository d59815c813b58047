#!/usr/bin/env bash
# Two objects in brackets, one below the other, with no `---` between them. Needs Go 1.26; compiles for about a minute.
# Guess, before it ran: kubectl applies both, as it does with two JSON objects, or says that the second is in the wrong place;
# and kustomize sees what kubectl sees.
# Came out: behind a bracket that closes the document the readers stop and report no error. kubectl takes two JSON objects,
# but only the first of two that are YAML (KYAML, too); kustomize takes the first of either. The second is never applied.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// kubectl names the objects that kubectl's reader finds in a text.
func kubectl(text string) string {
	var names []string
	for decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096); ; {
		var object unstructured.Unstructured
		if err := decoder.Decode(&object.Object); errors.Is(err, io.EOF) {
			return strings.Join(names, " and ")
		} else if err != nil {
			return err.Error()
		}
		names = append(names, object.GetName())
	}
}

// kustomize names the objects that a kustomization of one file has.
func kustomize(text string) string {
	files := filesys.MakeFsInMemory()
	err := errors.Join(
		files.WriteFile("kustomization.yaml", []byte("resources: [objects.yaml]\n")),
		files.WriteFile("objects.yaml", []byte(text)))
	if err != nil {
		return err.Error()
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, ".")
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, id := range built.AllIds() {
		names = append(names, id.Name)
	}
	return strings.Join(names, " and ")
}

func main() {
	json := `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}}`
	kyaml := "{\n  apiVersion: \"v1\",\n  kind: \"ConfigMap\",\n  metadata: {\n    name: \"one\",\n  },\n}"
	other := func(text string) string { return strings.Replace(text, "one", "two", 1) }
	fmt.Println("k8s.io/apimachinery v0.37.2 (kubectl's reader), sigs.k8s.io/kustomize/api v0.21.2")
	asFound := true
	for _, row := range []struct{ words, text, kubectl, kustomize string }{
		{"JSON, then JSON", json + "\n" + other(json), "one and two", "one"},
		{"KYAML, then KYAML", "---\n" + kyaml + "\n" + other(kyaml), "one", "one"},
		{"KYAML, then a block", kyaml + "\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}", "one", "one"},
		{"KYAML, ---, KYAML", "---\n" + kyaml + "\n---\n" + other(kyaml), "one and two", "one and two"},
	} {
		applied, built := kubectl(row.text+"\n"), kustomize(row.text+"\n")
		fmt.Printf("%-20s  kubectl: %-12s  kustomize: %s\n", row.words, applied, built)
		asFound = asFound && applied == row.kubectl && built == row.kustomize
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/apimachinery@v0.37.2 sigs.k8s.io/kustomize/api@v0.21.2 sigs.k8s.io/kustomize/kyaml@v0.21.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
