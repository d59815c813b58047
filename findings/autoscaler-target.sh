#!/usr/bin/env bash
# A HorizontalPodAutoscaler's scaleTargetRef. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: its `apiVersion` is optional, as the API reference has it, so that `kind: Deployment` and a name are enough;
# and what is refused in a new object is refused in an update.
# Came out: so it was up to 1.33. From 1.34 on a new autoscaler must name an API group there, unless it scales a
# ReplicationController: none at all or `v1` is refused for a Deployment, while the version behind the group may be any. An update
# that keeps kind and apiVersion is accepted: the same manifest goes on working where it is and is refused in a new cluster.
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

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
)

const manifest = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: default, resourceVersion: "1"}
spec:
  scaleTargetRef: {%s, name: web}
  minReplicas: 2
  maxReplicas: %d
`

// read gives the object with the API server's defaults.
func read(target string, most int) runtime.Object {
	object, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), fmt.Appendf(nil, manifest, target, most))
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	return object
}

const accepted = "accepted"

func answer(errors field.ErrorList) string {
	if len(errors) == 0 {
		return accepted
	}
	return errors.ToAggregate().Error()
}

func main() {
	version := os.Args[1]
	fmt.Println("k8s.io/kubernetes", version)
	ctx, strategy := context.Background(), horizontalpodautoscaler.Strategy
	const refused = `spec.scaleTargetRef.apiVersion: Invalid value: %q: apiVersion must specify API group`
	asFound := true
	for _, row := range []struct{ target, since string }{
		{"apiVersion: apps/v1, kind: Deployment", accepted},
		{"apiVersion: apps/v9, kind: Deployment", accepted},
		{"apiVersion: v1, kind: Deployment", fmt.Sprintf(refused, "v1")},
		{"kind: Deployment", fmt.Sprintf(refused, "")},
		{"kind: ReplicationController", accepted},
	} {
		created := answer(strategy.Validate(ctx, read(row.target, 5)))
		updated := answer(strategy.ValidateUpdate(ctx, read(row.target, 9), read(row.target, 5)))
		fmt.Printf("  %-38s new: %s; another maxReplicas: %s\n", row.target, created, updated)
		if version == "v1.33.6" {
			row.since = accepted
		}
		asFound = asFound && created == row.since && updated == accepted
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
