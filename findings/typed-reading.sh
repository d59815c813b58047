#!/usr/bin/env bash
# A manifest read into the Go types of Kubernetes as a test of it. Needs Go 1.26; compiles for about a minute.
# Guess, before it ran: `yaml.UnmarshalStrict` of sigs.k8s.io/yaml into appsv1.Deployment refuses what the API server's decoder refuses,
# since both are made of the same structs and the same YAML library: a number or a boolean where a text belongs is an error.
# Came out: it sees that the field is a string and turns the number into one, strictly or not: a `value: 8080`, a label `yes`, a tag
# 1.10 that becomes "1.1". The way of kubectl (to JSON first, then the API server's strict decoder) refuses all of them. So a
# tool that reads manifests so calls good what no cluster takes, and sees values that nobody wrote.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: LABELS}
spec: {containers: [{name: web, image: web, env: [{name: SETTING, value: VALUE}]}]}
`

// direct reads a manifest straight into the struct.
func direct(text string) string {
	var read corev1.Pod
	if err := yaml.UnmarshalStrict([]byte(text), &read); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("accepted, %v and %q", read.Labels, read.Spec.Containers[0].Env[0].Value)
}

// applied reads it as kubectl and the API server do together.
func applied(text string) string {
	body, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return err.Error()
	}
	decoder := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, json.SerializerOptions{Strict: true})
	if _, err := runtime.Decode(decoder, body); err != nil {
		return "refused"
	}
	return "accepted"
}

func main() {
	fmt.Println("sigs.k8s.io/yaml v1.6.0, k8s.io/apimachinery v0.37.2")
	asFound := true
	for _, row := range []struct{ labels, value, direct, applied string }{
		{`{app: web}`, `"8080"`, `accepted, map[app:web] and "8080"`, "accepted"},
		{`{app: web}`, `8080`, `accepted, map[app:web] and "8080"`, "refused"},
		{`{app: web}`, `1234567.89`, `accepted, map[app:web] and "1.2345679e+06"`, "refused"},
		{`{version: 1.10}`, `x`, `accepted, map[version:1.1] and "x"`, "refused"},
		{`{public: yes}`, `0123`, `accepted, map[public:true] and "83"`, "refused"},
	} {
		text := strings.NewReplacer("LABELS", row.labels, "VALUE", row.value).Replace(pod)
		fmt.Printf("labels %-15s value %-10s  applied: %-8s  read: %s\n", row.labels, row.value, applied(text), direct(text))
		asFound = asFound && direct(text) == row.direct && applied(text) == row.applied
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/api@v0.37.2 k8s.io/client-go@v0.37.2 k8s.io/apimachinery@v0.37.2 sigs.k8s.io/yaml@v1.6.0 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
