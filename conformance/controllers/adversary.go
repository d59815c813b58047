package controllers

import (
	"math/rand/v2"
	"time"
)

// adversary chooses everything that Kubernetes' controllers do not.
type adversary struct {
	random *rand.Rand
	// request and reply are how long a request takes to the API server and back
	request, reply func() time.Duration
	// lag is how long an event takes to a controller; events of one watch keep their order
	lag func(controller, resource string) time.Duration
	// bind is from a pod's creation to its node, start from there to its containers
	bind, start func() time.Duration
	// late moves each start to the end of its second, since a second is all that Kubernetes keeps
	late bool
	// report is from what happens in a pod to the kubelet's word of it
	report func() time.Duration
	// warm is from a container's start until it serves; negative for never
	warm func() time.Duration
	// probe is from then until its probe has succeeded; negative for never. Only of gated pods
	probe func() time.Duration
	// stop is how long a pod takes to end
	stop func() time.Duration
	// ends is from the mark until the kubelet says that the containers have stopped, where the pod stays longer; negative
	// for never
	ends func() time.Duration
	// refuses is the share of pod creations that the API server refuses
	refuses float64
	// loses is the share of requests that are done and come back as a failure
	loses float64
	// wakes writes to a pod at the very moment in which it becomes available
	wakes bool
	// beside is the share of new pods that come to the node of the oldest
	beside float64
}

const never = -time.Second

func none() time.Duration { return 0 }

// calm is the adversary of the time before the change: everything is done at once.
func calm(seed uint64) *adversary {
	return &adversary{
		random: rand.New(rand.NewPCG(seed, 0)), request: none, reply: none,
		lag:  func(string, string) time.Duration { return 0 },
		bind: none, start: none, report: none, warm: none, probe: none, ends: func() time.Duration { return never }, stop: none, beside: 1,
	}
}

// lateInSecond is the last moment that still counts as the second's beginning.
const lateInSecond = 999 * time.Millisecond

// newAdversary draws how one rollout is made difficult.
func newAdversary(rollout Rollout) *adversary {
	a := calm(rollout.Seed)
	random := rand.New(rand.NewPCG(rollout.Seed, 1))
	a.random = random
	a.beside = 0
	longest := never
	if rollout.Startup != nil {
		longest = time.Duration(*rollout.Startup) * time.Second
	}
	a.warm = func() time.Duration { return longest }
	a.wakes = true
	switch rollout.Adversary {
	case "worst":
		// Nothing takes time but the start, new pods of a gated workload never get ready, and all of it is late in its second.
		a.late = true
		a.probe = func() time.Duration { return never }
	case "crowded":
		// As the worst, with the pod that serves beside a new one: the ReplicaSet removes from a crowd first.
		a.late = true
		a.probe = func() time.Duration { return never }
		a.beside = 0.3
	case "random":
		a.randomly(rollout, longest)
	case "lossy":
		// Beyond the model: requests that are done and come back as failures.
		a.randomly(rollout, longest)
		a.loses = []float64{0.05, 0.3}[random.IntN(2)]
	case "echoing":
		// Beyond the model of a DaemonSet: kubelets that write to pods on their way out, all within some milliseconds.
		const ms = time.Millisecond
		a.request, a.ends = a.evenly(20*ms), a.evenly(10*ms)
		lag := a.evenly(20 * ms)
		a.lag = func(string, string) time.Duration { return lag() }
		a.stop = func() time.Duration { return time.Second }
	default:
		panic("no adversary is called " + rollout.Adversary)
	}
	return a
}

// within draws a duration up to a limit, often none at all and often a small one.
func (a *adversary) within(limit time.Duration) func() time.Duration {
	if limit == 0 {
		return none
	}
	return func() time.Duration {
		switch a.random.IntN(4) {
		case 0:
			return 0
		case 1:
			return time.Duration(a.random.Int64N(int64(limit)/20 + 1))
		default:
			return time.Duration(a.random.Int64N(int64(limit) + 1))
		}
	}
}

func (a *adversary) evenly(limit time.Duration) func() time.Duration {
	return func() time.Duration { return time.Duration(a.random.Int64N(int64(limit))) }
}

func (a *adversary) oneOf(limits ...time.Duration) func() time.Duration {
	return a.within(limits[a.random.IntN(len(limits))])
}

func (a *adversary) randomly(rollout Rollout, longest time.Duration) {
	const ms = time.Millisecond
	a.request = a.oneOf(0, 0, 5*ms, 100*ms, 1500*ms)
	a.reply = a.oneOf(0, 0, 5*ms, 300*ms)
	lags := map[string]func() time.Duration{}
	a.lag = func(controller, resource string) time.Duration {
		key := controller + "/" + resource
		if lags[key] == nil {
			lags[key] = a.oneOf(0, 0, 10*ms, 400*ms, 5*time.Second)
		}
		return lags[key]()
	}
	a.bind = a.oneOf(0, 0, 50*ms, 4*time.Second)
	a.start = a.oneOf(0, 100*ms, 3*time.Second, 20*time.Second)
	a.report = a.oneOf(0, 0, 30*ms, 2*time.Second)
	a.stop = a.oneOf(0, 100*ms, 5*time.Second, 30*time.Second)
	if !rollout.overspends() {
		a.ends = a.oneOf(0, 20*ms, 5*time.Second)
	}
	a.late = a.random.IntN(2) == 0
	a.wakes = a.random.IntN(2) == 0
	a.beside = []float64{0, 0, 0.3, 1}[a.random.IntN(4)]
	a.refuses = []float64{0, 0, 0.05, 0.3}[a.random.IntN(4)]
	broken := []float64{0, 0.1, 0.5, 1}[a.random.IntN(4)]
	shorter := a.random.IntN(2) == 0
	switch {
	case rollout.Startup == nil:
		upTo := a.oneOf(time.Second, 10*time.Second, time.Minute)
		a.warm = func() time.Duration {
			if !rollout.Gated && a.random.Float64() < broken {
				return never
			}
			return upTo()
		}
	case shorter:
		a.warm = a.within(longest)
	}
	ready := a.oneOf(0, time.Second, 15*time.Second)
	a.probe = func() time.Duration {
		if a.random.Float64() < broken {
			return never
		}
		return ready()
	}
}
