// Package kustomize builds a kustomization out of memory with kustomize's own code, and says of each object which file it
// came from and what changed it on the way. What a build would fetch, or run, is named before anything is built.
package kustomize

import "sigs.k8s.io/kustomize/api/types"

// Request is one build.
type Request struct {
	// Files are texts by their path in the repository: all that the kustomization reaches.
	Files map[string]string `json:"files"`
	// Root is the folder of the kustomization, "" for the repository's root.
	Root string `json:"root"`
	// Charts are what an earlier answer asked for.
	Charts []Rendered `json:"charts"`
}

// Rendered is a chart's rendering, in place of an entry of helmCharts.
type Rendered struct {
	Kustomization string `json:"kustomization"`
	Index         int    `json:"index"`
	Text          string `json:"text"`
}

// Answer is a build, or why there is none.
type Answer struct {
	Objects []Object `json:"objects"`
	// Refused are what would be fetched, run or is not there; nothing was built.
	Refused []Refusal `json:"refused,omitempty"`
	// Charts are entries of helmCharts that no rendering was given for; nothing was built.
	Charts []Chart `json:"charts,omitempty"`
	// Emptied are files of secretGenerators that the repository does not have. They counted as empty.
	Emptied []Emptied `json:"emptied,omitempty"`
	// Reached are the kustomization files and all files that they name, in the order of their paths.
	Reached []string `json:"reached,omitempty"`
	// Missing are files and folders that they name and that the request does not have.
	Missing []string `json:"missing,omitempty"`
	// Unrestricted tells that a file outside of its kustomization's folder was loaded, which kustomize allows where it is
	// told to (LoadRestrictionsNone).
	Unrestricted bool   `json:"unrestricted,omitempty"`
	Error        string `json:"error,omitempty"`
}

// Object is one object of the build.
type Object struct {
	YAML string `json:"yaml"`
	// Origin is the file that it came from, "" where a generator made it.
	Origin string `json:"origin,omitempty"`
	// Generator is what made it.
	Generator *Configured `json:"generator,omitempty"`
	// Transformers are what changed it, in this order.
	Transformers []Configured `json:"transformers,omitempty"`
	// Chart is the entry of helmCharts that it came from.
	Chart *Entry `json:"chart,omitempty"`
}

// Configured is a generator or transformer: a field of a kustomization, or an object of its own.
type Configured struct {
	In   string `json:"in"`
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"`
}

// Entry is an item of a list in a kustomization.
type Entry struct {
	Kustomization string `json:"kustomization"`
	Index         int    `json:"index"`
}

// Refusal is something that a build would need.
type Refusal struct {
	// Reason is remote, outside, missing, plugin or unreadable.
	Reason        string `json:"reason"`
	Kustomization string `json:"kustomization"`
	Field         string `json:"field"`
	Value         string `json:"value"`
}

// Chart is an entry of helmCharts, with kustomize's own names.
type Chart struct {
	Entry
	ChartHome string          `json:"chartHome"`
	Chart     types.HelmChart `json:"chart"`
}

// Emptied is a file that a secretGenerator reads and that the repository does not have.
type Emptied struct {
	Kustomization string `json:"kustomization"`
	Generator     string `json:"generator"`
	File          string `json:"file"`
}
