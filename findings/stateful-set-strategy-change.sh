#!/usr/bin/env bash
# kubectl apply (client-side) and a strategy that changes its type. Needs Go 1.26; compiles for about a minute.
# Guess, before it ran: a StatefulSet can be turned to OnDelete as a Deployment can be turned to Recreate: kubectl's patch
# leaves the settings of the old type behind.
# Came out: only the Deployment's strategy is patched with retainKeys. The StatefulSet keeps the rollingUpdate that its
# defaults filled in, and the API server refuses that beside OnDelete (seen with the real handlers of 1.34.4 and 1.37.2).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

// patched gives the live object after kubectl's three-way patch from one manifest to the next.
func patched(old, next, live string, kind interface{}) string {
	meta, err := strategicpatch.NewPatchMetaFromStruct(kind)
	if err == nil {
		var patch, result []byte
		patch, err = strategicpatch.CreateThreeWayMergePatch([]byte(old), []byte(next), []byte(live), meta, true)
		if err == nil {
			result, err = strategicpatch.StrategicMergePatch([]byte(live), patch, kind)
			if err == nil {
				return string(result)
			}
		}
	}
	fmt.Println(err)
	os.Exit(2)
	return ""
}

func main() {
	deployment := patched(`{"spec":{}}`, `{"spec":{"strategy":{"type":"Recreate"}}}`,
		`{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%"}}}}`, appsv1.Deployment{})
	statefulSet := patched(`{"spec":{}}`, `{"spec":{"updateStrategy":{"type":"OnDelete"}}}`,
		`{"spec":{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}}}}`, appsv1.StatefulSet{})
	fmt.Println("k8s.io/apimachinery v0.37.2")
	fmt.Println("Deployment to Recreate: ", deployment)
	fmt.Println("StatefulSet to OnDelete:", statefulSet)
	if deployment != `{"spec":{"strategy":{"type":"Recreate"}}}` ||
		statefulSet != `{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0},"type":"OnDelete"}}}` {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/api@v0.37.2 k8s.io/apimachinery@v0.37.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
