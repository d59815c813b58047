package controllers

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
)

var (
	configurations = flag.Int("configurations", 1300, "how many configurations are drawn")
	seed           = flag.Uint64("seed", 1, "what they are drawn from")
	again          = flag.String("rollout", "", "one rollout, as a failure prints it, to be run again")
)

// atOnce is how many rollouts run side by side.
const atOnce = 2

func runOne(t *testing.T, rollout Rollout) (outcome Outcome) {
	synctest.Test(t, func(*testing.T) { outcome = Run(rollout) })
	return outcome
}

func setGate(t *testing.T, on bool) {
	if err := utilfeature.DefaultMutableFeatureGate.Set(fmt.Sprintf("MaxUnavailableStatefulSet=%t", on)); err != nil {
		t.Fatal(err)
	}
}

// tested is one configuration, what the review says of it, and what its rollouts came to.
type tested struct {
	Rollout
	Numbers
	rollouts, finished, steps int
	seconds                   float64
	// serving is the fewest pods of all its rollouts
	serving int
	refused error
}

// attempts are the adversaries that a configuration meets.
func (c *tested) attempts() []string {
	adversaries := []string{"worst", "random", "random"}
	if c.Before < c.After {
		adversaries = append(adversaries, "crowded", "crowded", "crowded")
	}
	return adversaries
}

// promised is how many pods serve at every moment, by the numbers of the review. Pods that a change adds are waited for
// where they are gated, and none of the old ones has to make up for them.
func (c *tested) promised() int {
	switch {
	case c.Guaranteed != nil:
		return *c.Guaranteed
	case c.Gated:
		return min(c.Before, c.After-*c.WorstCase)
	}
	return max(0, min(c.Before, c.After)-*c.WorstCase)
}

func TestRollouts(t *testing.T) {
	if *again != "" {
		var rollout Rollout
		if err := json.Unmarshal([]byte(*again), &rollout); err != nil {
			t.Fatal(err)
		}
		numbers, err := askSurefoot([]Rollout{rollout})
		if err != nil {
			t.Fatal(err)
		}
		setGate(t, rollout.MaxUnavailableGate)
		Trace = os.Stdout
		check(t, rollout, numbers[0], runOne(t, rollout))
		return
	}
	began := time.Now()
	drawn := make([]Rollout, *configurations)
	for i := range drawn {
		drawn[i] = generate(*seed, uint64(i))
	}
	numbers, err := askSurefoot(drawn)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]*tested, len(drawn))
	for i := range all {
		all[i] = &tested{Rollout: drawn[i], Numbers: numbers[i], serving: drawn[i].Before}
	}
	// The gate is one for the whole process.
	for _, gate := range []bool{true, false} {
		setGate(t, gate)
		inTurns(all, func(i int, c *tested) {
			if c.MaxUnavailableGate == gate {
				c.try(t, uint64(i))
			}
		})
	}
	report(t, all)
	t.Logf("in %s", time.Since(began).Round(time.Second))
}

func inTurns(all []*tested, each func(int, *tested)) {
	next := make(chan int)
	var busy sync.WaitGroup
	for range atOnce {
		busy.Go(func() {
			for i := range next {
				each(i, all[i])
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	busy.Wait()
}

func (c *tested) try(t *testing.T, number uint64) {
	for attempt, adversary := range c.attempts() {
		rollout := c.Rollout
		rollout.Adversary, rollout.Seed = adversary, *seed<<32|number<<8|uint64(attempt)
		outcome := runOne(t, rollout)
		c.refused = outcome.Refused
		if !check(t, rollout, c.Numbers, outcome) || outcome.Refused != nil {
			return
		}
		c.rollouts++
		c.steps += outcome.Steps
		c.seconds += outcome.Seconds
		c.serving = min(c.serving, outcome.Serving)
		if outcome.Done {
			c.finished++
		}
	}
}

// check holds one rollout against the numbers.
func check(t *testing.T, rollout Rollout, numbers Numbers, outcome Outcome) bool {
	if *again != "" {
		said, _ := json.Marshal(numbers)
		t.Logf("the review says %s, the controllers %+v", said, outcome)
	}
	fail := func(words string, values ...any) bool {
		t.Errorf("%s\n  go test -vet=off -v -run Rollouts . -rollout '%s'", fmt.Sprintf(words, values...), rollout)
		return false
	}
	switch {
	case outcome.Refused != nil && numbers.WorstCase != nil:
		return fail("the API server refuses it, and the worst case is %d: %v", *numbers.WorstCase, outcome.Refused)
	case outcome.Refused != nil:
		return true
	case numbers.WorstCase == nil:
		return fail("the API server accepts it, and there is no worst case")
	}
	if outcome.Loss > *numbers.WorstCase {
		return fail("%d pods do not serve, and the worst case is %d", outcome.Loss, *numbers.WorstCase)
	}
	if numbers.Guaranteed != nil && outcome.Serving < *numbers.Guaranteed {
		return fail("%d pods serve, and %d are guaranteed", outcome.Serving, *numbers.Guaranteed)
	}
	return true
}

func TestMain(m *testing.M) {
	// Most of what a rollout makes is waste at its end.
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
