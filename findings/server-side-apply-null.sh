#!/usr/bin/env bash
# Server-side apply and a null. Needs Go 1.26.
# Guess, before it ran: `rollingUpdate: null` beside `type: Recreate` takes the live rollingUpdate away, as it does in a
# merge patch, so that a Deployment whose defaults were filled in can be turned to Recreate by a server-side apply.
# Came out: the merge of an applied null into a live mapping keeps the mapping's entries. The API server then finds
# rollingUpdate under Recreate and refuses the object (seen with the real handlers of Kubernetes 1.34.4 and 1.37.2).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"reflect"

	"sigs.k8s.io/structured-merge-diff/v6/typed"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

const schema = `types:
- name: strategy
  map:
    fields:
    - name: type
      type: {scalar: string}
    - name: rollingUpdate
      type: {namedType: limits}
- name: limits
  map:
    fields:
    - name: maxSurge
      type: {scalar: string}
    - name: maxUnavailable
      type: {scalar: string}
`

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

func main() {
	parser, err := typed.NewParser(schema)
	check(err)
	kind := parser.Type("strategy")
	live, err := kind.FromYAML(`{type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}`)
	check(err)
	applied, err := kind.FromYAML(`{type: Recreate, rollingUpdate: null}`)
	check(err)
	merged, err := live.Merge(applied)
	check(err)
	fmt.Println("structured-merge-diff v6.4.2")
	fmt.Println("merged:", value.ToString(merged.AsValue()))
	limits := map[string]interface{}{"maxSurge": "25%", "maxUnavailable": "25%"}
	got := merged.AsValue().Unstructured().(map[string]interface{})
	if got["type"] != "Recreate" || !reflect.DeepEqual(got["rollingUpdate"], limits) {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get sigs.k8s.io/structured-merge-diff/v6@v6.4.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
