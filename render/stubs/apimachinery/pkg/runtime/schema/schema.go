// Package schema stands in for k8s.io/apimachinery/pkg/runtime/schema: names of kinds, for Helm's lookup.
package schema

import "strings"

// GroupVersion is an API version such as apps/v1.
type GroupVersion struct{ Group, Version string }

// String gives what a manifest writes: the core group has no name.
func (g GroupVersion) String() string {
	if g.Group == "" {
		return g.Version
	}
	return g.Group + "/" + g.Version
}

// GroupVersionKind is a kind.
type GroupVersionKind struct{ Group, Version, Kind string }

// GroupVersionResource is a kind by its name in a URL.
type GroupVersionResource struct{ Group, Version, Resource string }

// GroupVersion is the API version of the kind.
func (k GroupVersionKind) GroupVersion() GroupVersion { return GroupVersion{k.Group, k.Version} }

// String is for messages.
func (k GroupVersionKind) String() string { return k.GroupVersion().String() + ", Kind=" + k.Kind }

// FromAPIVersionAndKind splits what a manifest writes.
func FromAPIVersionAndKind(apiVersion, kind string) GroupVersionKind {
	group, version, found := strings.Cut(apiVersion, "/")
	if !found {
		group, version = "", apiVersion
	}
	return GroupVersionKind{group, version, kind}
}
