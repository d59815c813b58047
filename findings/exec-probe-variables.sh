#!/usr/bin/env bash
# $(NAME) in the command of an exec probe. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: the kubelet replaces it as it does in the container's own `command` and `args`; or, as there is no shell, never.
# Came out: only a variable with a plain `value` is replaced, and that value is not looked into. One that comes from a field, a
# Secret or a ConfigMap is replaced by nothing: the same `$(POD_IP)` is an address for the container and an empty word for its
# probe, which then asks something else or fails. A name that is not in `env` stays as it is written, for both, and so does one that
# `envFrom` brings, for the probe alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
	"k8s.io/kubernetes/pkg/kubelet/status"
)

// runner stands for the container runtime: it keeps the command that it is to run.
type runner chan []string

func (r runner) RunInContainer(_ context.Context, _ container.ContainerID, command []string, _ time.Duration) ([]byte, error) {
	select {
	case r <- command:
	default:
	}
	return nil, nil
}

// statuses knows one pod, whose container runs.
type statuses struct{ status.Manager }

func (statuses) GetPodStatus(types.UID) (corev1.PodStatus, bool) {
	started := true
	running := corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
	containers := []corev1.ContainerStatus{{Name: "web", ContainerID: "test://web", Started: &started, State: running}}
	return corev1.PodStatus{Phase: corev1.PodRunning, ContainerStatuses: containers}, true
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	command := []string{"check", "--port=$(PORT)", "--host=$(POD_IP)", "--url=$(URL)", "--mode=$(MODE)", "$(ABSENT)"}
	web := corev1.Container{
		Name:    "web",
		Command: command,
		Env: []corev1.EnvVar{
			{Name: "PORT", Value: "8080"},
			{Name: "POD_IP", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "status.podIP"}}},
			{Name: "URL", Value: "http://localhost:$(PORT)"},
		},
		EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "modes"}}}},
		ReadinessProbe: &corev1.Probe{
			ProbeHandler:  corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: command}},
			PeriodSeconds: 1, TimeoutSeconds: 1, SuccessThreshold: 1, FailureThreshold: 1,
		},
	}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "web", UID: "1"}, Spec: corev1.PodSpec{Containers: []corev1.Container{web}}}
	// The variables as the kubelet has resolved them by the time that it starts the container; MODE is an entry of the ConfigMap.
	started, _ := container.ExpandContainerCommandAndArgs(&web, []container.EnvVar{
		{Name: "MODE", Value: "full"}, {Name: "PORT", Value: "8080"}, {Name: "POD_IP", Value: "10.0.0.7"}, {Name: "URL", Value: "http://localhost:8080"},
	})
	runs := make(runner, 1)
	probes := prober.NewManager(statuses{}, results.NewManager(), results.NewManager(), results.NewManager(), runs, record.NewFakeRecorder(100))
	probes.AddPod(context.Background(), pod)
	var probed []string
	select {
	case probed = <-runs:
	case <-time.After(time.Minute):
		fmt.Println("the probe was not run")
		os.Exit(2)
	}
	fmt.Println("k8s.io/kubernetes v1.37.2 (the kubelet's prober)")
	fmt.Printf("container: %q\nprobe:     %q\n", started, probed)
	if !reflect.DeepEqual(started, []string{"check", "--port=8080", "--host=10.0.0.7", "--url=http://localhost:8080", "--mode=full", "$(ABSENT)"}) ||
		!reflect.DeepEqual(probed, []string{"check", "--port=8080", "--host=", "--url=http://localhost:$(PORT)", "--mode=$(MODE)", "$(ABSENT)"}) {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1
listed=$(go mod download -json k8s.io/kubernetes@v1.37.2 | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
# shellcheck disable=SC2046 # one word a module
go mod edit -require k8s.io/kubernetes@v1.37.2 \
  $(sed -n 's#^\tk8s.io/\([a-z-]*\) => ./staging.*#-replace k8s.io/\1=k8s.io/\1@v0.37.2#p' "$listed")
go run -mod=mod . 2>errors || { status=$?; cat errors; exit $status; }
