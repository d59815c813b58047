// Package kubernetes stands in for k8s.io/client-go/kubernetes. Helm imports it for the version of its module alone.
package kubernetes
