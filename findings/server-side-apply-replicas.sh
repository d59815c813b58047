#!/usr/bin/env bash
# Server-side apply, replicas and an autoscaler. Needs Go 1.26.
# Guess, before it ran: once an autoscaler has written `replicas`, the manifest can drop the field and the number stays; and a template
# that leaves `replicas:` empty drops it, too.
# Came out: a write that does not change the value makes nobody an owner. Where the autoscaler last wrote the number that the
# manifest has, dropping the field takes it away, and the default of 1 comes in; where it wrote another number, it stays. An empty
# `replicas:` is a value, null, that the applier claims: a conflict with the autoscaler (the real handlers of 1.37.2 say so as well), and
# the way of a client-side apply, back to 1, with force. That is the contrary of a null where a mapping belongs, which changes nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/merge"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

const schema = `types:
- name: workload
  map:
    fields:
    - name: image
      type: {scalar: string}
    - name: replicas
      type: {scalar: numeric}
`

// oneVersion is an API with a single version: nothing is ever converted.
type oneVersion struct{}

func (oneVersion) Convert(object *typed.TypedValue, _ fieldpath.APIVersion) (*typed.TypedValue, error) {
	return object, nil
}

func (oneVersion) IsMissingVersionError(error) bool { return false }

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}

// played applies a manifest, lets an autoscaler write a number, applies the next manifest, and gives the replicas that are then there.
func played(first, scaled, next string, force bool) string {
	parser, err := typed.NewParser(schema)
	check(err)
	object := func(text string) *typed.TypedValue {
		read, err := parser.Type("workload").FromYAML(typed.YAMLObject(text))
		check(err)
		return read
	}
	updater := (&merge.UpdaterBuilder{Converter: oneVersion{}}).BuildUpdater()
	live, managers, err := updater.Apply(object("{}"), object(first), "v1", fieldpath.ManagedFields{}, "git", false)
	check(err)
	live, managers, err = updater.Update(live, object(scaled), "v1", managers, "autoscaler")
	check(err)
	merged, _, err := updater.Apply(live, object(next), "v1", managers, "git", force)
	if _, conflict := err.(merge.Conflicts); conflict {
		return "a conflict"
	}
	check(err)
	if merged == nil {
		merged = live
	}
	replicas, there := merged.AsValue().AsMap().Get("replicas")
	if !there {
		return "none"
	}
	return value.ToString(replicas)
}

func main() {
	fmt.Println("structured-merge-diff v6.4.2")
	asFound := true
	for _, row := range []struct {
		first, scaled, next string
		force               bool
		want                string
	}{
		{"{image: a, replicas: 3}", "{image: a, replicas: 5}", "{image: a}", false, "5"},
		{"{image: a, replicas: 3}", "{image: a, replicas: 3}", "{image: a}", false, "none"},
		{"{image: a}", "{image: a, replicas: 5}", "{image: a}", false, "5"},
		{"{image: a}", "{image: a, replicas: 5}", "{image: a, replicas: }", false, "a conflict"},
		{"{image: a}", "{image: a, replicas: 5}", "{image: a, replicas: }", true, "null"},
	} {
		got := played(row.first, row.scaled, row.next, row.force)
		fmt.Printf("applied %-24s written %-24s applied %-24s force %-5t  replicas: %s\n", row.first, row.scaled, row.next, row.force, got)
		asFound = asFound && got == row.want
	}
	if !asFound {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
go get sigs.k8s.io/structured-merge-diff/v6@v6.4.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
go run .
