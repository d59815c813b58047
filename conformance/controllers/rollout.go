// Package controllers runs the workload controllers of Kubernetes, unmodified and in virtual time, against an adversary,
// and holds what comes out against the numbers of a review. See ../README.md.
package controllers

import (
	"encoding/json"
	"fmt"
)

// Rollout is one change of one workload, with everything that decides how it goes.
type Rollout struct {
	// Seed draws the adversary's choices; the same seed gives the same rollout
	Seed uint64 `json:"seed"`
	Kind string `json:"kind"`
	// Spec is what the manifest says besides replicas, selector and template
	Spec map[string]any `json:"spec"`
	// Before and After are replicas, or nodes
	Before int  `json:"before"`
	After  int  `json:"after"`
	Gated  bool `json:"gated"`
	// Startup is seconds from a container's start until it serves; null where that is not known
	Startup *int `json:"startup"`
	// MaxUnavailableGate is the feature gate MaxUnavailableStatefulSet, on by default in 1.37
	MaxUnavailableGate bool `json:"maxUnavailableGate"`
	// Adversary names how its choices are drawn
	Adversary string `json:"adversary"`
}

func (r Rollout) minReadySeconds() int {
	switch seconds := r.Spec["minReadySeconds"].(type) {
	case int:
		return seconds
	case float64:
		return int(seconds)
	}
	return 0
}

// overspends is whether the DaemonSet controller takes more pods than it may where kubelets write to pods that it has
// deleted: it counts each such write as one more of the deletions that it waits for (daemon_controller.go: updatePod), and so
// goes on with a cache that does not show the others. It needs two deletions at once.
func (r Rollout) overspends() bool {
	return r.Kind == "DaemonSet" && r.strategy() == "RollingUpdate without surge"
}

// manifest is the workload as a user applies it.
func (r Rollout) manifest(replicas int, image string) []byte {
	container := map[string]any{"name": "app", "image": image, "ports": []any{map[string]any{"containerPort": 8080}}}
	if r.Gated {
		container["readinessProbe"] = map[string]any{"httpGet": map[string]any{"path": "/ready", "port": 8080}}
	}
	labels := map[string]any{"app": "web"}
	spec := map[string]any{
		"selector": map[string]any{"matchLabels": labels},
		"template": map[string]any{
			"metadata": map[string]any{"labels": labels},
			"spec":     map[string]any{"containers": []any{container}},
		},
	}
	if r.Kind != "DaemonSet" {
		spec["replicas"] = replicas
	}
	if r.Kind == "StatefulSet" {
		spec["serviceName"] = "web"
	}
	for field, value := range r.Spec {
		spec[field] = value
	}
	encoded, err := json.Marshal(map[string]any{
		"apiVersion": "apps/v1",
		"kind":       r.Kind,
		"metadata":   map[string]any{"name": "web"},
		"spec":       spec,
	})
	if err != nil {
		panic(err)
	}
	return encoded
}

func (r Rollout) String() string {
	encoded, err := json.Marshal(r)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(encoded)
}

// Outcome is what one rollout came to.
type Outcome struct {
	// Loss is the most pods that did not serve at one moment, against Before or After, the smaller of the two
	Loss int
	// LossOfAfter is the same against After
	LossOfAfter int
	// Serving is the fewest pods that served at one moment
	Serving int
	// Refused is the API server's answer where it refused the manifest
	Refused error
	// Done is whether all pods came to be of the new template and served
	Done bool
	// Seconds is how long it took in virtual time
	Seconds float64
	// Steps counts what the driver let through
	Steps int
}
