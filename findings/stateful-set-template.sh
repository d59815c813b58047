#!/usr/bin/env bash
# The pod template of a StatefulSet in the API server. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: the API server refuses a StatefulSet whose container has no image as it refuses such a Deployment, in every
# version.
# Came out: up to 1.33 it does not look into the `spec` of a StatefulSet's template. The StatefulSet is accepted and each of its pods
# is refused: the apply succeeds and the rollout cannot. From 1.34 on such a StatefulSet is refused, but where the stored one is
# wrong already, the template that an update brings is not looked into either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
)

const manifest = `apiVersion: apps/v1
kind: %s
metadata: {name: web, namespace: default, resourceVersion: "1"}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [%s]
`

// read gives the object with the API server's defaults.
func read(kind, containers string) runtime.Object {
	object, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), fmt.Appendf(nil, manifest, kind, containers))
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	return object
}

func main() {
	version := os.Args[1]
	fmt.Println("k8s.io/kubernetes", version)
	ctx := context.Background()
	withImage, without, others := "{name: web, image: nginx}", "{name: web}", "{name: web}, {name: log}"
	set := read("StatefulSet", without).(*apps.StatefulSet)
	pod := &core.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "web-0", Namespace: "default", Labels: set.Spec.Template.Labels},
		Spec:       set.Spec.Template.Spec,
	}
	const accepted, ofPod, ofTemplate = "accepted", "spec.containers[0].image: Required value", "spec.template.spec.containers[0].image: Required value"
	since := accepted
	if version != "v1.33.6" {
		since = ofTemplate
	}
	asFound := true
	for _, row := range []struct {
		words  string
		errors field.ErrorList
		found  string
	}{
		{"Deployment without an image", deployment.Strategy.Validate(ctx, read("Deployment", without)), ofTemplate},
		{"StatefulSet without an image", statefulset.Strategy.Validate(ctx, set), since},
		{"its pod", validation.ValidatePodCreate(pod, validation.PodValidationOptions{}), ofPod},
		{"StatefulSet that loses its image", statefulset.Strategy.ValidateUpdate(ctx, set, read("StatefulSet", withImage)), since},
		{"StatefulSet that had none, with two such containers", statefulset.Strategy.ValidateUpdate(ctx, read("StatefulSet", others), set), accepted},
	} {
		answer := accepted
		if len(row.errors) > 0 {
			answer = row.errors.ToAggregate().Error()
		}
		fmt.Printf("  %-52s %s\n", row.words, answer)
		asFound = asFound && answer == row.found
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
for version in 33.6 34.4 37.2; do
  rm -f go.mod go.sum
  go mod init finding >/dev/null 2>&1
  listed=$(go mod download -json "k8s.io/kubernetes@v1.$version" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
  # shellcheck disable=SC2046 # one word a module
  go mod edit -require "k8s.io/kubernetes@v1.$version" \
    $(sed -n "s#^\tk8s.io/\([a-z-]*\) => ./staging.*#-replace k8s.io/\1=k8s.io/\1@v0.$version#p" "$listed")
  go run -mod=mod . "v1.$version" 2>errors || { status=$?; cat errors; exit $status; }
done
