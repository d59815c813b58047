package controllers

import "testing"

func TestSameSeedSameRollout(t *testing.T) {
	for number := range 60 {
		rollout := generate(5, uint64(number))
		rollout.Adversary, rollout.Seed = "random", uint64(number)
		setGate(t, rollout.MaxUnavailableGate)
		first, second := runOne(t, rollout), runOne(t, rollout)
		first.Refused, second.Refused = nil, nil
		if first != second {
			t.Errorf("%+v, and then %+v: %s", first, second, rollout)
		}
	}
}

// TestBeyondTheModel holds what the model leaves out, and why: these rollouts come to more than the numbers say. Where one
// fails, Kubernetes has mended it, and the adversary may do that too from then on.
func TestBeyondTheModel(t *testing.T) {
	limits := func(of map[string]any) map[string]any { return map[string]any{"rollingUpdate": of} }
	for name, rollout := range map[string]Rollout{
		"a DaemonSet counts a kubelet's word on a pod that it has deleted as another deletion": {
			Kind: "DaemonSet", Before: 12, After: 12, Gated: true, Adversary: "echoing",
			Spec: map[string]any{"updateStrategy": limits(map[string]any{"maxUnavailable": 3})},
		},
		"controllers forget a deletion whose answer is lost": {
			Kind: "DaemonSet", Before: 6, After: 6, Gated: true, Adversary: "lossy",
			Spec: map[string]any{"updateStrategy": limits(map[string]any{"maxUnavailable": 1})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			rollout.MaxUnavailableGate = true
			setGate(t, true)
			numbers, err := askSurefoot([]Rollout{rollout})
			if err != nil {
				t.Fatal(err)
			}
			over, most := 0, 0
			const rollouts = 100
			for seed := range rollouts {
				rollout.Seed = uint64(seed)
				loss := runOne(t, rollout).Loss
				most = max(most, loss)
				if loss > *numbers[0].WorstCase {
					over++
				}
			}
			t.Logf("%d of %d rollouts came to more than %d, the worst to %d", over, rollouts, *numbers[0].WorstCase, most)
			if over == 0 {
				t.Error("this does not happen any more")
			}
		})
	}
}

func TestKubeletsOnTheirWayOutHarmNothingElse(t *testing.T) {
	for _, limits := range []map[string]any{{"maxUnavailable": 1}, {"maxSurge": 3, "maxUnavailable": 0}} {
		rollout := Rollout{
			Kind: "DaemonSet", Before: 12, After: 12, Gated: true, MaxUnavailableGate: true, Adversary: "echoing",
			Spec: map[string]any{"updateStrategy": map[string]any{"rollingUpdate": limits}},
		}
		setGate(t, true)
		numbers, err := askSurefoot([]Rollout{rollout})
		if err != nil {
			t.Fatal(err)
		}
		for seed := range 100 {
			rollout.Seed = uint64(seed)
			check(t, rollout, numbers[0], runOne(t, rollout))
		}
	}
}
