#!/usr/bin/env bash
# A DaemonSet's maxUnavailable of 2. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: the controller never takes more than two pods at once, whatever the timing: it waits until it has seen its
# own deletions before it decides anew.
# Came out: it counts every update of a pod that is on its way out as one more deletion seen, without asking which pod it was. Where
# the kubelet reports on the first pod before the event of the second deletion has come, two are "seen", the second pod still
# looks available in the cache, and a third one goes. No request fails, nothing is lost, the event is late by 20 ms. With
# maxUnavailable 1 there is no second deletion to miss; the ReplicaSet controller keeps the UIDs that it waits for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > budget_test.go <<'GO'
package finding

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/daemon"
)

const nodes = 6

// cluster is the API server and the kubelets, as far as pods are concerned: it decides when the controller sees what.
type cluster struct {
	client        *fake.Clientset
	events        *watch.RaceFreeFakeWatcher
	versions      int
	created       int
	going         []string
	kubeletWrites bool
	lag           time.Duration
}

// store keeps a pod as the API server does, under a new resource version.
func (c *cluster) store(pod *corev1.Pod) *corev1.Pod {
	c.versions++
	pod = pod.DeepCopy()
	pod.ResourceVersion = strconv.Itoa(c.versions)
	resource := corev1.SchemeGroupVersion.WithResource("pods")
	if err := c.client.Tracker().Update(resource, pod, pod.Namespace); err != nil {
		panic(err)
	}
	return pod
}

func ready(pod *corev1.Pod, status corev1.ConditionStatus) *corev1.Pod {
	pod = pod.DeepCopy()
	pod.Status.Phase = corev1.PodRunning
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: status, LastTransitionTime: metav1.Now()}}
	return pod
}

// create puts a pod on the node that it is made for. Those of the old template are ready at once, those of the new one never.
func (c *cluster) create(action clienttesting.Action) (bool, runtime.Object, error) {
	pod := action.(clienttesting.CreateAction).GetObject().(*corev1.Pod).DeepCopy()
	c.created++
	pod.Name, pod.Namespace = fmt.Sprintf("web-%d", c.created), action.GetNamespace()
	pod.UID = types.UID(pod.Name)
	terms := pod.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	pod.Spec.NodeName = terms[0].MatchFields[0].Values[0]
	if pod.Spec.Containers[0].Image == "web:1" {
		pod = ready(pod, corev1.ConditionTrue)
	}
	if err := c.client.Tracker().Add(pod); err != nil {
		return true, nil, err
	}
	pod = c.store(pod)
	c.events.Add(pod)
	return true, pod, nil
}

// remove marks a pod; it stays until its time to end has passed, which is longer than we look.
func (c *cluster) remove(action clienttesting.Action) (bool, runtime.Object, error) {
	name := action.(clienttesting.DeleteAction).GetName()
	object, err := c.client.Tracker().Get(action.GetResource(), action.GetNamespace(), name)
	if err != nil {
		return true, nil, err
	}
	pod, now := object.(*corev1.Pod).DeepCopy(), metav1.Now()
	pod.DeletionTimestamp = &now
	pod = c.store(pod)
	c.going = append(c.going, pod.Spec.NodeName)
	if len(c.going) == 2 && c.lag > 0 {
		time.AfterFunc(c.lag, func() { c.events.Modify(pod) })
	} else {
		c.events.Modify(pod)
	}
	if len(c.going) == 1 && c.kubeletWrites {
		c.events.Modify(c.store(ready(pod, corev1.ConditionFalse)))
	}
	return true, nil, nil
}

func daemonSet(image string, generation int64) *appsv1.DaemonSet {
	labels, history, budget := map[string]string{"app": "web"}, int32(10), intstr.FromInt32(2)
	return &appsv1.DaemonSet{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default", UID: "web", Generation: generation},
		Spec: appsv1.DaemonSetSpec{
			Selector:             &metav1.LabelSelector{MatchLabels: labels},
			RevisionHistoryLimit: &history,
			UpdateStrategy: appsv1.DaemonSetUpdateStrategy{
				Type:          appsv1.RollingUpdateDaemonSetStrategyType,
				RollingUpdate: &appsv1.RollingUpdateDaemonSet{MaxUnavailable: &budget},
			},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: image}}},
			},
		},
	}
}

// rollOut changes the image and gives how many nodes have lost their pod before any new one was ready.
func rollOut(t *testing.T, kubeletWrites bool, lag time.Duration) int {
	ctx, cancel := context.WithCancel(klog.NewContext(context.Background(), logr.Discard()))
	defer cancel()
	c := &cluster{client: fake.NewClientset(), events: watch.NewRaceFreeFake(), kubeletWrites: kubeletWrites, lag: lag}
	c.client.PrependReactor("*", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		if written, ok := action.(interface{ GetObject() runtime.Object }); ok {
			if object, err := meta.Accessor(written.GetObject()); err == nil {
				c.versions++
				object.SetResourceVersion(strconv.Itoa(c.versions))
			}
		}
		return false, nil, nil
	})
	c.client.PrependReactor("create", "pods", c.create)
	c.client.PrependReactor("delete", "pods", c.remove)
	c.client.PrependWatchReactor("pods", clienttesting.DefaultWatchReactor(c.events, nil))
	for i := range nodes {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%d", i)}}
		if _, err := c.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	sets := c.client.AppsV1().DaemonSets("default")
	factory := informers.NewSharedInformerFactory(c.client, 0)
	controller, err := daemon.NewDaemonSetsController(ctx, factory.Apps().V1().DaemonSets(), factory.Apps().V1().ControllerRevisions(),
		factory.Core().V1().Pods(), factory.Core().V1().Nodes(), c.client, flowcontrol.NewBackOff(time.Second, 15*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	factory.Start(ctx.Done())
	go controller.Run(ctx, 2)
	time.Sleep(time.Second)
	if _, err := sets.Create(ctx, daemonSet("web:1", 1), metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Second)
	if c.created != nodes || len(c.going) != 0 {
		t.Fatalf("%d pods made, %d taken before the change", c.created, len(c.going))
	}
	if _, err := sets.Update(ctx, daemonSet("web:2", 2), metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Second)
	cancel()
	factory.Shutdown()
	return len(c.going)
}

func TestBudget(t *testing.T) {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	// One of these handlers sleeps by a clock that all runs share.
	utilruntime.ErrorHandlers = nil
	fmt.Printf("k8s.io/kubernetes v1.37.2 (pkg/controller/daemon), %d nodes, maxUnavailable 2\n", nodes)
	for _, row := range []struct {
		words         string
		kubeletWrites bool
		lag           time.Duration
		gone          int
	}{
		{"no word of the kubelet, second event late", false, 20 * time.Millisecond, 2},
		{"a word of the kubelet, second event at once", true, 0, 2},
		{"a word of the kubelet, second event late", true, 20 * time.Millisecond, 3},
	} {
		synctest.Test(t, func(t *testing.T) {
			gone := rollOut(t, row.kubeletWrites, row.lag)
			fmt.Printf("%-44s pods gone at once: %d\n", row.words, gone)
			if gone != row.gone {
				t.Errorf("%d was found", row.gone)
			}
		})
	}
}
GO
go mod init finding >/dev/null 2>&1
listed=$(go mod download -json k8s.io/kubernetes@v1.37.2 | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
# shellcheck disable=SC2046 # one word a module
go mod edit -require k8s.io/kubernetes@v1.37.2 \
  $(sed -n 's#^\tk8s.io/\([a-z-]*\) => ./staging.*#-replace k8s.io/\1=k8s.io/\1@v0.37.2#p' "$listed")
go test -mod=mod -vet=off -v . 2>errors || { status=$?; cat errors; exit $status; }
