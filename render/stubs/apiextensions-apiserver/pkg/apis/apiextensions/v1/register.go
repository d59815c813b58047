// Package v1 stands in for k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1: the name of the API version alone.
package v1

import "k8s.io/client-go/kubernetes/scheme"

// AddToScheme makes the API version known.
func AddToScheme(versions *scheme.Versions) error {
	versions.Add("apiextensions.k8s.io/v1")
	return nil
}
