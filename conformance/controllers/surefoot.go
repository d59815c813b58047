package controllers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
)

// Numbers are what a review says of a rollout. Without a worst case it says that the manifest is refused.
type Numbers struct {
	WorstCase *int `json:"worstCase"`
	// Guaranteed is pods that serve all the time, only where it is not what the worst case leaves of Before or After
	Guaranteed *int `json:"guaranteed"`
}

// askSurefoot gives the numbers of each rollout, from the review of the same manifests.
func askSurefoot(rollouts []Rollout) ([]Numbers, error) {
	var questions bytes.Buffer
	lines := json.NewEncoder(&questions)
	for _, rollout := range rollouts {
		policy := map[string]any{"kubernetes": rollout.version()}
		if rollout.Startup != nil {
			policy["startupSeconds"] = *rollout.Startup
		}
		if rollout.Kind == "DaemonSet" {
			policy["nodes"] = rollout.After
		}
		question := map[string]any{
			"before": string(rollout.manifest(rollout.Before, oldImage)),
			"after":  string(rollout.manifest(rollout.After, newImage)),
			"policy": policy,
		}
		if err := lines.Encode(question); err != nil {
			return nil, err
		}
	}
	command := exec.Command("npx", "tsx", "surefoot-numbers.ts")
	var answers, said bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = &questions, &answers, &said
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("surefoot-numbers.ts: %w\n%s", err, said.String())
	}
	numbers := make([]Numbers, len(rollouts))
	read := json.NewDecoder(&answers)
	for i := range numbers {
		if err := read.Decode(&numbers[i]); err != nil {
			return nil, fmt.Errorf("answer %d of %d: %w", i, len(rollouts), err)
		}
	}
	return numbers, nil
}

// version is what the policy says of the cluster. 1.37's controllers with the gate off count as those of 1.36, where it
// is off by default.
func (r Rollout) version() string {
	if r.MaxUnavailableGate {
		return "1.37"
	}
	return "1.36"
}
