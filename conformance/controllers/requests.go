package controllers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// receive takes the requests that came at this moment. Goroutines send them in any order, so they are put into one.
func (w *world) receive() {
	calls := w.api.takeCalls()
	slices.SortStableFunc(calls, func(a, b *call) int { return strings.Compare(w.sortKey(a), w.sortKey(b)) })
	for _, c := range calls {
		w.after(w.adversary.request(), func() {
			obj, err := w.serve(c)
			w.note("%s %s %s %s/%s: %v", c.controller, c.verb, c.resource, c.name, c.subresource, err)
			w.after(w.adversary.reply(), func() {
				w.note("%s is answered", c.controller)
				c.respond(obj, err)
			})
		})
	}
}

func (w *world) serve(c *call) (runtime.Object, error) {
	if c.verb == http.MethodPost && c.resource == "pods" && w.adversary.random.Float64() < w.adversary.refuses {
		return nil, apierrors.NewForbidden(schema.GroupResource{Resource: "pods"}, "web", fmt.Errorf("exceeded quota"))
	}
	obj, err := w.api.serve(c)
	if err == nil && w.adversary.random.Float64() < w.adversary.loses {
		return nil, apierrors.NewTimeoutError("the answer is lost", 0)
	}
	return obj, err
}

// sortKey orders requests by what they are about. A DaemonSet takes nodes in the order of a map, so a node counts by
// when it was first used, and not by its name: until then one is like another.
func (w *world) sortKey(c *call) string {
	about := c.name
	if c.body != nil && about == "" {
		about = accessor(c.body).GetName() + accessor(c.body).GetGenerateName()
		if pod, ok := c.body.(*corev1.Pod); ok && w.rollout.Kind == "DaemonSet" {
			about = w.nodeKey(wantedNode(pod))
		}
	} else if life := w.pods[c.name]; c.resource == "pods" && life != nil && w.rollout.Kind == "DaemonSet" {
		about = w.nodeKey(life.node)
	}
	return strings.Join([]string{c.controller, c.verb, c.resource, c.subresource, about}, " ")
}

func (w *world) nodeKey(node string) string {
	if w.changed {
		if used, ok := w.nodes[node]; ok {
			return fmt.Sprintf("%05d", used)
		}
	}
	return "untouched"
}

// touch notes that something happened on a node.
func (w *world) touch(node string) {
	if _, ok := w.nodes[node]; !ok && w.changed {
		w.nodes[node] = len(w.nodes)
	}
}
