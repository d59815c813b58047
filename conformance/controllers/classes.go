package controllers

import (
	"fmt"
	"strings"
)

// class is what a rollout is one of many of: kind, strategy, policy, gate and version.
func (r Rollout) class() string {
	words := []string{r.Kind, r.strategy()}
	if r.Kind == "StatefulSet" {
		words = append(words, r.policy())
	}
	words = append(words, r.gate())
	if r.Kind == "StatefulSet" && !r.MaxUnavailableGate {
		words = append(words, "gate off")
	}
	return strings.Join(words, ", ")
}

func (r Rollout) isResized() bool { return r.Before != r.After }

func (r Rollout) strategy() string {
	field := "updateStrategy"
	if r.Kind == "Deployment" {
		field = "strategy"
	}
	strategy, _ := r.Spec[field].(map[string]any)
	if kind, ok := strategy["type"].(string); ok && kind != "RollingUpdate" {
		return kind
	}
	limits, _ := strategy["rollingUpdate"].(map[string]any)
	switch r.Kind {
	case "Deployment":
		return fmt.Sprintf("RollingUpdate %s", surges(limits, "25%"))
	case "DaemonSet":
		return fmt.Sprintf("RollingUpdate %s", surges(limits, 0))
	}
	if limits["maxUnavailable"] != nil {
		return "RollingUpdate with maxUnavailable"
	}
	return "RollingUpdate"
}

func surges(limits map[string]any, byDefault any) string {
	surge := limits["maxSurge"]
	if surge == nil {
		surge = byDefault
	}
	if text := fmt.Sprint(surge); text == "0" || text == "0%" {
		return "without surge"
	}
	return "with surge"
}

func (r Rollout) policy() string {
	if policy, ok := r.Spec["podManagementPolicy"].(string); ok {
		return policy
	}
	return "OrderedReady"
}

func (r Rollout) gate() string {
	switch {
	case r.Gated:
		return "gated"
	case r.Startup == nil:
		return "ungated, start-up unknown"
	case r.minReadySeconds() == 0:
		return "ungated, no minReadySeconds"
	}
	return "ungated, start-up known"
}
