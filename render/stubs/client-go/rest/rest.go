// Package rest stands in for k8s.io/client-go/rest: a module that renders has no cluster.
package rest

// Config leads to no cluster.
type Config struct{}
