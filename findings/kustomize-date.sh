#!/usr/bin/env bash
# An unquoted date in a manifest that kustomize builds. Needs Go 1.26; compiles for about a minute.
# Guess, before it ran: `released: 2026-11-29` stays the text that it is, as `kubectl apply -f` reads it; `apply -k` of a kustomization
# that only lists the file applies the same object.
# Came out: kustomize makes a moment of it, "2026-11-29T00:00:00Z", in labels and in data, even where no transformer touches the
# object. The API server refuses such a label (a colon); elsewhere the value is another one, and in a pod template that is a
# rollout. Annotations keep their text, and so does a date with a time that has a blank in it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const manifest = `apiVersion: v1
kind: ConfigMap
metadata:
  name: release
  labels: {released: 2026-11-29}
  annotations: {released: 2026-11-29}
data: {released: 2026-11-29, built: 2026-11-29 10:00:00}
`

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

// values gives the dates of the manifest as kubectl hands them to the API server.
func values(text string) (label string, all string) {
	var object unstructured.Unstructured
	check(yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096).Decode(&object.Object))
	data, _, err := unstructured.NestedStringMap(object.Object, "data")
	check(err)
	label = object.GetLabels()["released"]
	return label, fmt.Sprintf("label %s, annotation %s, data %s and %s", label, object.GetAnnotations()["released"], data["released"], data["built"])
}

func main() {
	files := filesys.MakeFsInMemory()
	check(errors.Join(
		files.WriteFile("kustomization.yaml", []byte("resources: [release.yaml]\n")),
		files.WriteFile("release.yaml", []byte(manifest))))
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, ".")
	check(err)
	text, err := resources.AsYaml()
	check(err)
	_, read := values(manifest)
	label, built := values(string(text))
	fmt.Println("sigs.k8s.io/kustomize/api v0.21.2, k8s.io/apimachinery v0.37.2")
	fmt.Println("apply -f:", read)
	fmt.Println("apply -k:", built)
	fmt.Println("the label is", validation.IsValidLabelValue(label))
	if read != "label 2026-11-29, annotation 2026-11-29, data 2026-11-29 and 2026-11-29 10:00:00" ||
		built != "label 2026-11-29T00:00:00Z, annotation 2026-11-29, data 2026-11-29T00:00:00Z and 2026-11-29 10:00:00" ||
		len(validation.IsValidLabelValue(label)) == 0 {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/apimachinery@v0.37.2 sigs.k8s.io/kustomize/api@v0.21.2 sigs.k8s.io/kustomize/kyaml@v0.21.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
