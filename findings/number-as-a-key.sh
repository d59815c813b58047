#!/usr/bin/env bash
# A key that looks like a number, as kubectl reads it. Needs Go 1.26.
# Guess, before it ran: keys of a ConfigMap are text, so `1.10:` stays "1.10"; or it is refused, as the API server refuses a
# label whose value is an unquoted 1.10. And the same text always gives the same object.
# Came out: the key becomes a number and then text again, and kubectl's reader says nothing. `1.10` is the key "1.1", so of
# `1.1` and `1.10` one entry is lost; a fraction passes through 32 bits: `20261129.5` is "2.026113e+07". And `1` and `1.0` are two keys
# for YAML and one as text: which entry stays changes from one read of the same text to the next, and reading it strictly is no
# error. As annotations of a pod template they roll the pods now and then, with no change.
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
	"k8s.io/apimachinery/pkg/util/yaml"
	strict "sigs.k8s.io/yaml"
)

// data gives what kubectl reads the entries of a ConfigMap as.
func data(entries string) string {
	text := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: versions}\ndata: {" + entries + "}\n"
	var object corev1.ConfigMap
	if err := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096).Decode(&object); err != nil {
		return err.Error()
	}
	return fmt.Sprint(object.Data)
}

func main() {
	fmt.Println("k8s.io/apimachinery v0.37.2 (kubectl's reader), sigs.k8s.io/yaml v1.6.0")
	asFound := true
	for _, row := range []struct{ entries, want string }{
		{`"1.1": one, "1.10": ten`, "map[1.1:one 1.10:ten]"},
		{"1.1: one, 1.10: ten", "map[1.1:ten]"},
		{"20261129.5: a", "map[2.026113e+07:a]"},
	} {
		fmt.Printf("%-24s  %s\n", row.entries, data(row.entries))
		asFound = asFound && data(row.entries) == row.want
	}
	seen := map[string]int{}
	for range 1000 {
		seen[data("1: whole, 1.0: fraction")]++
		var object map[string]string
		if err := strict.UnmarshalStrict([]byte("{1: whole, 1.0: fraction}"), &object); err != nil {
			fmt.Println("read strictly:", err)
			asFound = false
		}
	}
	fmt.Printf("%-24s  of 1,000 times: %v\n", "1: whole, 1.0: fraction", seen)
	if !asFound || len(seen) != 2 || seen["map[1:whole]"] == 0 || seen["map[1:fraction]"] == 0 {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get k8s.io/api@v0.37.2 k8s.io/apimachinery@v0.37.2 sigs.k8s.io/yaml@v1.6.0 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
