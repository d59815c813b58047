#!/usr/bin/env bash
# A HorizontalPodAutoscaler whose limits change. Needs Go 1.26; compiles for some minutes the first time.
# Guess, before it ran: `behavior` bounds every step that the autoscaler makes. So with "one pod a minute" a maxReplicas that falls
# from 20 to 5 takes a quarter of an hour, and with `selectPolicy: Disabled` for scaling down it takes no pod at all.
# Came out: `behavior` is asked only for numbers that come from metrics. Where the current number is outside of the limits, the
# autoscaler writes the limit at once: 20 pods become 5 in one step, without a policy, without a stabilization window, even where
# scaling down is disabled. A minReplicas that rises does the same upwards.
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
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	scalefake "k8s.io/client-go/scale/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

// queue is a metric that stays the same. Its target is one for each pod, so it asks for as many pods as it is long.
type queue struct {
	metrics.MetricsClient
	length int64
}

func (q queue) GetExternalMetric(string, string, labels.Selector) ([]int64, time.Time, error) {
	return []int64{q.length * 1000}, time.Now(), nil
}

// step is the number of replicas that the autoscaler writes first, or the current one where it looks three times and writes none.
func step(current, low, high int32, length int64, selected autoscalingv2.ScalingPolicySelect) int32 {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	one, noWindow := resource.MustParse("1"), int32(0)
	rules := &autoscalingv2.HPAScalingRules{
		StabilizationWindowSeconds: &noWindow,
		SelectPolicy:               &selected,
		Policies:                   []autoscalingv2.HPAScalingPolicy{{Type: autoscalingv2.PodsScalingPolicy, Value: 1, PeriodSeconds: 60}},
	}
	client := fake.NewClientset(&autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default"},
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "web"},
			MinReplicas:    &low,
			MaxReplicas:    high,
			Behavior:       &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleUp: rules, ScaleDown: rules},
			Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.ExternalMetricSourceType, External: &autoscalingv2.ExternalMetricSource{
				Metric: autoscalingv2.MetricIdentifier{Name: "queue"},
				Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: &one},
			}}},
		},
	})
	looked, written := make(chan bool), make(chan int32, 1)
	scales := &scalefake.FakeScaleClient{}
	scales.AddReactor("get", "deployments", func(clienttesting.Action) (bool, runtime.Object, error) {
		select {
		case looked <- true:
		case <-ctx.Done():
		}
		return true, &autoscalingv1.Scale{
			ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default"},
			Spec:       autoscalingv1.ScaleSpec{Replicas: current},
			Status:     autoscalingv1.ScaleStatus{Replicas: current, Selector: "app=web"},
		}, nil
	})
	scales.AddReactor("update", "deployments", func(action clienttesting.Action) (bool, runtime.Object, error) {
		scale := action.(clienttesting.UpdateAction).GetObject().(*autoscalingv1.Scale)
		select {
		case written <- scale.Spec.Replicas:
		default:
		}
		return true, scale, nil
	})
	apps := schema.GroupVersion{Group: "apps", Version: "v1"}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{apps})
	mapper.Add(apps.WithKind("Deployment"), meta.RESTScopeNamespace)
	factory := informers.NewSharedInformerFactory(client, 0)
	controller := podautoscaler.NewHorizontalController(ctx, client.CoreV1(), scales, client.AutoscalingV2(), mapper, queue{length: length},
		factory.Autoscaling().V2().HorizontalPodAutoscalers(), factory.Core().V1().Pods(),
		50*time.Millisecond, 5*time.Minute, 0.1, 5*time.Minute, 30*time.Second)
	factory.Start(ctx.Done())
	go controller.Run(ctx, 1)
	// One worker looks for the fourth time only when it is done with the third.
	for range 4 {
		select {
		case replicas := <-written:
			return replicas
		case <-looked:
		case <-time.After(time.Minute):
			fmt.Println("the autoscaler does not look at the scale")
			os.Exit(2)
		}
	}
	select {
	case replicas := <-written:
		return replicas
	default:
		return current
	}
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	fmt.Println("k8s.io/kubernetes v1.37.2 (pkg/controller/podautoscaler)")
	asFound := true
	for _, row := range []struct {
		words              string
		current, low, high int32
		length             int64
		perMinute, never   int32
	}{
		{"the metric asks for 5 of 20", 20, 1, 20, 5, 19, 20},
		{"maxReplicas falls to 5 of 20", 20, 1, 5, 5, 5, 5},
		{"the metric asks for 20 of 5", 5, 1, 20, 20, 6, 5},
		{"minReplicas rises to 20 of 5", 5, 20, 20, 20, 20, 20},
	} {
		perMinute := step(row.current, row.low, row.high, row.length, autoscalingv2.MaxChangePolicySelect)
		never := step(row.current, row.low, row.high, row.length, autoscalingv2.DisabledPolicySelect)
		fmt.Printf("%-28s  first step with one pod a minute: to %2d; with Disabled: to %2d\n", row.words, perMinute, never)
		asFound = asFound && perMinute == row.perMinute && never == row.never
	}
	if !asFound {
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
