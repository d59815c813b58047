package controllers

import (
	"fmt"
	"math/rand/v2"
)

// mostPods is the largest workload that is drawn.
const mostPods = 12

// generate draws one configuration. The same number gives the same one.
func generate(seed, number uint64) Rollout {
	g := generator{rand.New(rand.NewPCG(seed, number))}
	rollout := Rollout{MaxUnavailableGate: true}
	switch {
	case number%20 < 9:
		rollout.Kind, rollout.Spec = "Deployment", g.deployment()
	case number%20 < 16:
		rollout.Kind, rollout.Spec = "StatefulSet", g.statefulSet()
		rollout.MaxUnavailableGate = g.IntN(4) > 0
	default:
		rollout.Kind, rollout.Spec = "DaemonSet", g.daemonSet()
	}
	if m := g.IntN(7); m > 0 {
		rollout.Spec["minReadySeconds"] = m
	}
	rollout.After = g.pods()
	rollout.Before = rollout.After
	if rollout.Kind == "DaemonSet" {
		rollout.After = max(1, rollout.After)
		rollout.Before = rollout.After
	} else if g.IntN(4) == 0 {
		rollout.Before = g.pods()
	}
	switch g.IntN(10) {
	case 0, 1, 2:
		rollout.Gated = true
	case 3, 4:
		// it is not known how long it takes to start
	default:
		startup := g.IntN(10)
		rollout.Startup = &startup
	}
	return rollout
}

type generator struct{ *rand.Rand }

// pods prefers sizes at which there is something to lose.
func (g generator) pods() int {
	if g.IntN(3) == 0 {
		return g.IntN(mostPods + 1)
	}
	return 1 + g.IntN(8)
}

func (g generator) amount() any {
	switch g.IntN(3) {
	case 0:
		return g.IntN(4)
	case 1:
		return g.IntN(mostPods + 2)
	default:
		return fmt.Sprintf("%d%%", []int{0, 1, 10, 25, 33, 34, 50, 75, 100}[g.IntN(9)])
	}
}

func (g generator) deployment() map[string]any {
	strategy := map[string]any{}
	switch g.IntN(12) {
	case 0:
		return map[string]any{}
	case 1:
		strategy["type"] = "Recreate"
	default:
		limits := map[string]any{}
		if g.IntN(5) > 0 {
			limits["maxSurge"] = g.amount()
		}
		if g.IntN(5) > 0 {
			limits["maxUnavailable"] = g.amount()
		}
		strategy["rollingUpdate"] = limits
	}
	return map[string]any{"strategy": strategy}
}

func (g generator) statefulSet() map[string]any {
	spec := map[string]any{}
	if g.IntN(2) == 0 {
		spec["podManagementPolicy"] = "Parallel"
	}
	if g.IntN(16) == 0 {
		spec["updateStrategy"] = map[string]any{"type": "OnDelete"}
		return spec
	}
	limits := map[string]any{}
	if g.IntN(3) > 0 {
		limits["maxUnavailable"] = g.amount()
	}
	if g.IntN(3) == 0 {
		limits["partition"] = g.IntN(5)
	}
	switch {
	case g.IntN(8) == 0:
		// Its rollingUpdate stays empty then (SetDefaults_StatefulSet), and the controller goes another way.
		spec["updateStrategy"] = map[string]any{"type": "RollingUpdate"}
	case len(limits) > 0:
		spec["updateStrategy"] = map[string]any{"rollingUpdate": limits}
	}
	return spec
}

func (g generator) daemonSet() map[string]any {
	limits := map[string]any{}
	switch g.IntN(12) {
	case 0:
		return map[string]any{"updateStrategy": map[string]any{"type": "OnDelete"}}
	case 1:
		return map[string]any{}
	case 2, 3, 4, 5, 6:
		limits["maxSurge"], limits["maxUnavailable"] = g.amount(), 0
	default:
		limits["maxUnavailable"] = g.amount()
	}
	return map[string]any{"updateStrategy": map[string]any{"rollingUpdate": limits}}
}
