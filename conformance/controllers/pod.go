package controllers

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
)

// podLife is what a pod does, whatever the API server knows of it.
type podLife struct {
	name  string
	node  string
	fresh bool
	// serves from its start-up on, deleted from the mark on
	serves, deleted, gone bool
}

// onPod is the scheduler and the kubelet: it follows what the API server says of a pod.
func (w *world) onPod(kind watch.EventType, pod *corev1.Pod) {
	switch {
	case kind == watch.Added:
		life := &podLife{name: pod.Name, node: wantedNode(pod), fresh: pod.Spec.Containers[0].Image == newImage}
		w.pods[pod.Name] = life
		w.born++
		born := w.born
		w.after(w.adversary.bind(), func() { w.bind(life, born) })
	case kind == watch.Deleted:
		life := w.pods[pod.Name]
		life.deleted, life.gone = true, true
		w.touch(life.node)
	case pod.DeletionTimestamp != nil:
		life := w.pods[pod.Name]
		if life.deleted {
			return
		}
		life.deleted = true
		w.touch(life.node)
		if ends := w.adversary.ends(); ends != never {
			w.after(ends, func() {
				w.edit(life, func(pod *corev1.Pod) { setReady(pod, false, time.Now()) })
			})
		}
		w.after(w.adversary.stop(), func() {
			if !life.gone {
				w.api.remove("pods", life.name)
			}
		})
	}
}

// bind gives a pod its node. A DaemonSet's pod names it itself; of the others, those from before the change share one.
func (w *world) bind(life *podLife, born int) {
	if life.gone || life.deleted {
		return
	}
	if life.node == "" {
		life.node = fmt.Sprintf("node-of-%05d", born)
		if w.adversary.random.Float64() < w.adversary.beside {
			life.node = "node-of-the-old"
		}
	}
	w.touch(life.node)
	w.edit(life, func(pod *corev1.Pod) { pod.Spec.NodeName = life.node })
	start := time.Now().Add(w.adversary.start())
	if w.adversary.late {
		if within := start.Sub(start.Truncate(time.Second)); within < lateInSecond {
			start = start.Add(lateInSecond - within)
		}
	}
	w.at(start, func() { w.start(life) })
}

func (w *world) start(life *podLife) {
	if life.gone || life.deleted {
		return
	}
	a := w.adversary
	warm, gated := a.warm(), w.rollout.Gated
	started := time.Now()
	w.after(a.report(), func() {
		w.edit(life, func(pod *corev1.Pod) {
			pod.Status.Phase = corev1.PodRunning
			setReady(pod, !gated, started)
		})
		if !gated {
			w.wakeWhenAvailable(life, started)
		}
	})
	if warm == never {
		return
	}
	if !gated {
		w.after(warm, func() { life.serves = true })
		return
	}
	probe := a.probe()
	if probe == never {
		return
	}
	// Traffic comes to a gated pod once its probe has succeeded.
	w.after(warm+probe, func() {
		if life.gone || life.deleted {
			return
		}
		life.serves = true
		ready := time.Now()
		w.after(a.report(), func() {
			w.edit(life, func(pod *corev1.Pod) {
				pod.Status.Phase = corev1.PodRunning
				setReady(pod, true, ready)
			})
			w.wakeWhenAvailable(life, ready)
		})
	})
}

// wakeWhenAvailable writes to a pod at the moment in which it becomes available, so that its controller looks at once.
func (w *world) wakeWhenAvailable(life *podLife, ready time.Time) {
	if !w.adversary.wakes || w.rollout.minReadySeconds() == 0 {
		return
	}
	w.at(ready.Truncate(time.Second).Add(time.Duration(w.rollout.minReadySeconds())*time.Second), func() {
		w.edit(life, func(pod *corev1.Pod) { pod.Status.PodIP = "10.0.0.1" })
	})
}

func (w *world) edit(life *podLife, change func(*corev1.Pod)) {
	if life.gone {
		return
	}
	old := w.api.objects["pods"][life.name]
	pod := old.(*corev1.Pod).DeepCopy()
	change(pod)
	w.api.change("pods", old, pod)
}

// setReady writes the conditions that the kubelet derives (status/generate.go); a condition keeps its time until it turns.
func setReady(pod *corev1.Pod, ready bool, at time.Time) {
	status := corev1.ConditionFalse
	if ready {
		status = corev1.ConditionTrue
	}
	for i := range pod.Status.Conditions {
		if pod.Status.Conditions[i].Status == status {
			return
		}
	}
	pod.Status.Conditions = nil
	for _, kind := range []corev1.PodConditionType{corev1.ContainersReady, corev1.PodReady} {
		pod.Status.Conditions = append(pod.Status.Conditions, corev1.PodCondition{
			Type: kind, Status: status, LastTransitionTime: metav1.NewTime(at),
		})
	}
}

// wantedNode is the node that a DaemonSet's pod names in its affinity (daemon/util: ReplaceDaemonSetPodNodeNameNodeAffinity).
func wantedNode(pod *corev1.Pod) string {
	if pod.Spec.Affinity == nil || pod.Spec.Affinity.NodeAffinity == nil {
		return pod.Spec.NodeName
	}
	required := pod.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	return required.NodeSelectorTerms[0].MatchFields[0].Values[0]
}

func newNode(name string) *corev1.Node {
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelHostname: name}},
		Status:     corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}},
	}
}
