package controllers

import (
	"container/heap"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
)

// Trace is where a rollout tells what happens in it; nowhere where it is nil.
var Trace io.Writer

// world drives one rollout. It alone lets anything happen, one thing after another: a request reaches the API server, an
// answer or an event reaches a controller, a pod starts. In between it waits until every controller has nothing left to do
// without it, so the order of goroutines decides nothing.
type world struct {
	api       *apiServer
	adversary *adversary
	rollout   Rollout
	due       actions
	order     int
	steps     int
	lastEvent map[*stream]time.Time
	pods      map[string]*podLife
	born      int
	nodes     map[string]int
	// template is the image of the template in force, once the change is applied
	changed bool
	outcome Outcome
}

type action struct {
	at    time.Time
	order int
	run   func()
}

type actions []action

func (a actions) Len() int { return len(a) }
func (a actions) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].order < a[j].order
}
func (a actions) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *actions) Push(x any)   { *a = append(*a, x.(action)) }
func (a *actions) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// note tells what happens, for a developer who looks at one rollout.
func (w *world) note(words string, values ...any) {
	if Trace != nil && w.changed {
		fmt.Fprintf(Trace, "%s %s\n", time.Now().Format("04:05.000000"), fmt.Sprintf(words, values...))
	}
}

func (w *world) after(wait time.Duration, run func()) {
	w.at(time.Now().Add(wait), run)
}

func (w *world) at(at time.Time, run func()) {
	w.order++
	heap.Push(&w.due, action{at, w.order, run})
}

// Run drives one rollout in virtual time. It has to be called within a synctest bubble.
func Run(rollout Rollout) Outcome {
	ctx, cancel := context.WithCancel(context.Background())
	w := &world{
		api: newAPIServer(), adversary: calm(rollout.Seed), rollout: rollout,
		lastEvent: map[*stream]time.Time{}, pods: map[string]*podLife{}, nodes: map[string]int{},
	}
	w.api.changed = w.onEvent
	w.api.restarts = func() int32 { return w.adversary.random.Int32N(1 << 30) }
	stopped := startControllers(ctx, w.api, rollout.Kind)
	defer func() {
		cancel()
		stopped()
	}()
	// Controllers look every 100 ms whether their caches are there, so some find them a moment later than others.
	time.Sleep(time.Second)
	synctest.Wait()
	slices.SortFunc(w.api.streams, func(a, b *stream) int {
		return strings.Compare(a.controller+"/"+a.resource, b.controller+"/"+b.resource)
	})
	w.play()
	return w.outcome
}

const (
	oldImage = "registry.example/web:1"
	newImage = "registry.example/web:2"
)

// play brings the old workload to rest, applies the change, and watches until nothing happens any more.
func (w *world) play() {
	if w.rollout.Kind == "DaemonSet" {
		for i := range w.rollout.After {
			if _, err := w.api.create("nodes", newNode(fmt.Sprintf("node-%02d", i))); err != nil {
				panic(err)
			}
		}
	}
	resource := strings.ToLower(w.rollout.Kind) + "s"
	if _, err := w.api.create(resource, w.read(w.rollout.Before, oldImage)); err != nil {
		w.outcome.Refused = err
		return
	}
	quiet := time.Duration(w.rollout.minReadySeconds()+3) * time.Second
	w.run(quiet)
	if serving := w.serving(); serving != w.rollout.Before {
		panic(fmt.Sprintf("%d pods serve before the change: %s", serving, w.rollout))
	}
	w.adversary = newAdversary(w.rollout)
	time.Sleep(time.Duration(w.adversary.random.Int64N(int64(100 * time.Second))))
	w.outcome.Serving = w.rollout.Before
	began := time.Now()
	w.changed = true
	if _, err := w.api.update(target{resource, "web", ""}, w.read(w.rollout.After, newImage)); err != nil {
		w.outcome.Refused = err
		return
	}
	w.measure()
	// Long enough for every wake-up that a controller has set itself.
	w.run(quiet + 20*time.Second)
	w.outcome.Done = w.done()
	w.outcome.Seconds = time.Since(began).Seconds()
	w.outcome.Steps = w.steps
}

func (w *world) read(replicas int, image string) runtime.Object {
	obj, err := decode(w.rollout.manifest(replicas, image))
	if err != nil {
		panic(err)
	}
	return obj
}

// mostSteps is far above what any rollout takes; one that never ends is a fault of this program.
const mostSteps = 200_000

// run lets things happen until nothing has for a while.
func (w *world) run(quiet time.Duration) {
	rest := time.Now().Add(quiet)
	for {
		synctest.Wait()
		w.receive()
		now := time.Now()
		if len(w.due) > 0 && !w.due[0].at.After(now) {
			heap.Pop(&w.due).(action).run()
			w.measure()
			rest = time.Now().Add(quiet)
			if w.steps++; w.steps > mostSteps {
				panic(fmt.Sprintf("no end: %s", w.rollout))
			}
			continue
		}
		next := rest
		if len(w.due) > 0 {
			next = w.due[0].at
		} else if !now.Before(rest) {
			return
		}
		timer := time.NewTimer(next.Sub(now))
		select {
		case <-timer.C:
		case <-w.api.arrived:
		}
		timer.Stop()
	}
}

// onEvent sends what has changed to everybody who watches, and to the node.
func (w *world) onEvent(resource string, kind watch.EventType, obj runtime.Object, frame []byte) {
	for _, s := range w.api.streams {
		if s.resource != resource {
			continue
		}
		at := time.Now().Add(w.adversary.lag(s.controller, s.resource))
		if last := w.lastEvent[s]; at.Before(last) {
			at = last
		}
		w.lastEvent[s] = at
		w.at(at, func() {
			w.note("%s sees %s %s", s.controller, kind, accessor(obj).GetName())
			s.frames <- frame
		})
	}
	if pod, ok := obj.(*corev1.Pod); ok {
		w.onPod(kind, pod)
	}
}

func (w *world) serving() int {
	serving := 0
	for _, life := range w.pods {
		if life.serves && !life.deleted {
			serving++
		}
	}
	return serving
}

func (w *world) measure() {
	if !w.changed {
		return
	}
	serving := w.serving()
	w.outcome.Serving = min(w.outcome.Serving, serving)
	w.outcome.Loss = max(w.outcome.Loss, min(w.rollout.Before, w.rollout.After)-serving)
	w.outcome.LossOfAfter = max(w.outcome.LossOfAfter, w.rollout.After-serving)
}

func (w *world) done() bool {
	serving := 0
	for _, life := range w.pods {
		if life.serves && !life.deleted && life.fresh {
			serving++
		}
	}
	return serving == w.rollout.After
}
