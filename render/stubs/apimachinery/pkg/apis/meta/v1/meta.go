// Package v1 stands in for k8s.io/apimachinery/pkg/apis/meta/v1: the types that Helm's lookup passes on.
package v1

// GetOptions has no options here.
type GetOptions struct{}

// ListOptions has no options here.
type ListOptions struct{}

// APIResource is a kind that an API server has.
type APIResource struct {
	Group, Version, Name, Kind string
	Namespaced                 bool
}

// APIResourceList is what an API server has of one API version.
type APIResourceList struct{ APIResources []APIResource }
