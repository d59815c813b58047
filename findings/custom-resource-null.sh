#!/usr/bin/env bash
# An empty entry in the pod template of a custom resource. Needs Go 1.26; compiles for about a minute.
# Guess, before it ran: a `-` or a `value:` with nothing behind it means the same to an Argo Rollout as to the Deployment that it
# stands for, as its pod template has the same fields and types: an empty string in both.
# Came out: only the Deployment is decoded into Go structs, where a null string is "". The Rollout is held against a schema in which
# no string may be null. Before that its nulls are taken away, but only those of mappings: `value:` comes to the same for both, while
# the `-` of a list stays and has the whole object refused. So a manifest that a cluster takes can fail once its kind turns from
# Deployment to Rollout.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"sigs.k8s.io/yaml"
)

const manifest = `
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: nginx
`

const inMapping = manifest + `
        env:
        - name: LEVEL
          value:
`

const inList = manifest + `
        args:
        - --quiet
        -
`

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

// containers gives those of a pod template, in JSON.
func containers(object any) string {
	var read struct {
		Spec struct {
			Template struct{ Spec struct{ Containers json.RawMessage } }
		}
	}
	data, err := json.Marshal(object)
	check(err)
	check(json.Unmarshal(data, &read))
	return string(read.Spec.Template.Spec.Containers)
}

// decoded reads a Deployment as the API server does.
func decoded(text string) string {
	deployment := appsv1.Deployment{}
	check(yaml.UnmarshalStrict([]byte("apiVersion: apps/v1\nkind: Deployment"+text), &deployment))
	return containers(deployment)
}

// created follows the create of a custom resource: nulls are dropped, defaults filled in, and the schema asked.
func created(text string, rules *schema.Structural, validator validation.SchemaValidator) string {
	rollout := map[string]any{}
	check(yaml.Unmarshal([]byte("apiVersion: argoproj.io/v1alpha1\nkind: Rollout"+text), &rollout))
	defaulting.PruneNonNullableNullsWithoutDefaults(rollout, rules)
	defaulting.Default(rollout, rules)
	if errs := validation.ValidateCustomResource(nil, rollout, validator); len(errs) > 0 {
		return "refused, " + errs.ToAggregate().Error()
	}
	return "accepted, " + containers(rollout)
}

func main() {
	file, err := os.ReadFile(os.Args[1] + "/manifests/crds/rollout-crd.yaml")
	check(err)
	definition := apiextensionsv1.CustomResourceDefinition{}
	check(yaml.Unmarshal(file, &definition))
	written := apiextensions.JSONSchemaProps{}
	check(apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(
		definition.Spec.Versions[0].Schema.OpenAPIV3Schema, &written, nil))
	rules, err := schema.NewStructural(&written)
	check(err)
	validator, _, err := validation.NewSchemaValidator(&written)
	check(err)
	fmt.Println("k8s.io/api v0.37.2, k8s.io/apiextensions-apiserver v0.37.2, the Rollout's definition of argo-rollouts v1.10.1")
	asFound := true
	for _, row := range []struct{ words, text, deployment, rollout string }{
		{"value: with nothing", inMapping, `[{"name":"web","image":"nginx","env":[{"name":"LEVEL"}],"resources":{}}]`,
			`accepted, [{"env":[{"name":"LEVEL"}],"image":"nginx","name":"web"}]`},
		{"- with nothing", inList, `[{"name":"web","image":"nginx","args":["--quiet",""],"resources":{}}]`,
			`refused, spec.template.spec.containers[0].args[1]: Invalid value: "null": ` +
				`spec.template.spec.containers[0].args[1] in body must be of type string: "null"`},
	} {
		deployment, rollout := decoded(row.text), created(row.text, rules, validator)
		fmt.Printf("%s\n  Deployment: %s\n  Rollout:    %s\n", row.words, deployment, rollout)
		asFound = asFound && deployment == row.deployment && rollout == row.rollout
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/api@v0.37.2 k8s.io/apiextensions-apiserver@v0.37.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
argo=$(go mod download -json github.com/argoproj/argo-rollouts@v1.10.1 | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
go run . "$argo"
