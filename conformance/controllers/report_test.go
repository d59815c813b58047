package controllers

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// report prints a line for each class, and fails for a configuration that no rollout brought to its number. Where a change
// resizes as well the numbers are bounds, and not all of them are reached.
func report(t *testing.T, all []*tested) {
	classes := map[string][]*tested{}
	var total tested
	refused := 0
	for _, c := range all {
		if c.refused != nil {
			refused++
			continue
		}
		total.rollouts += c.rollouts
		total.finished += c.finished
		total.steps += c.steps
		total.seconds += c.seconds
		classes[c.class()] = append(classes[c.class()], c)
	}
	t.Logf("%-75s %8s  %-12s  %s", "class", "rollouts", "came to W", "resized: came to what is promised")
	var came, resized share
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		rollouts := 0
		var here, hereResized share
		for _, c := range classes[class] {
			rollouts += c.rollouts
			reached := c.serving == c.promised()
			if c.isResized() {
				hereResized.count(reached)
				resized.count(reached)
				continue
			}
			here.count(reached)
			came.count(reached)
			if !reached {
				t.Errorf("%d pods serve at the worst moment, and the numbers allow %d: %s", c.serving, c.promised(), c.Rollout)
			}
		}
		t.Logf("%-75s %8d  %-12s  %s", class, rollouts, here, hereResized)
		if here.reached+hereResized.reached == 0 {
			t.Errorf("no rollout came to the number of: %s", class)
		}
	}
	t.Logf("%d rollouts of %d configurations in %d classes; of those that keep their size %s came to W exactly, of the others %s",
		total.rollouts, came.of+resized.of, len(classes), came, resized)
	t.Logf("%d rollouts ended with every pod new and serving; %d steps, %.0f hours of virtual time",
		total.finished, total.steps, total.seconds/3600)
	t.Logf("%d more configurations were refused by the API server, and by Surefoot", refused)
}

// share is how many of how many.
type share struct{ reached, of int }

func (s *share) count(reached bool) {
	s.of++
	if reached {
		s.reached++
	}
}

func (s share) String() string { return fmt.Sprintf("%d of %d", s.reached, s.of) }
