package controllers

import (
	"context"
	"io"
	"time"

	"github.com/go-logr/logr"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/daemon"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/replicaset"
	"k8s.io/kubernetes/pkg/controller/statefulset"
)

// workers is how many keys a controller works on at once: enough that one ReplicaSet never waits for another.
const workers = 3

func init() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	// The handlers print, and the one that slows errors down reads one clock for all rollouts.
	utilruntime.ErrorHandlers = nil
}

// startControllers runs the controllers of one kind as kube-controller-manager does, with one difference: each has caches
// of its own, so that one may see an event long before another. The function it gives back waits for their end.
func startControllers(ctx context.Context, api *apiServer, kind string) (stopped func()) {
	ctx = klog.NewContext(ctx, logr.Discard())
	var factories []informers.SharedInformerFactory
	begin := func(controller string, build func(kubernetes.Interface, informers.SharedInformerFactory) func(context.Context, int)) {
		client := kubernetes.NewForConfigOrDie(&rest.Config{
			Host:          "http://cluster",
			QPS:           -1,
			Transport:     transport{api, controller},
			ContentConfig: rest.ContentConfig{ContentType: mediaType, AcceptContentTypes: mediaType},
		})
		factory := informers.NewSharedInformerFactory(client, 0)
		run := build(client, factory)
		factory.Start(ctx.Done())
		factories = append(factories, factory)
		go run(ctx, workers)
	}
	switch kind {
	case "Deployment":
		begin("deployment", func(client kubernetes.Interface, from informers.SharedInformerFactory) func(context.Context, int) {
			apps := from.Apps().V1()
			built, err := deployment.NewDeploymentController(ctx, apps.Deployments(), apps.ReplicaSets(), from.Core().V1().Pods(), client)
			if err != nil {
				panic(err)
			}
			return built.Run
		})
		begin("replicaset", func(client kubernetes.Interface, from informers.SharedInformerFactory) func(context.Context, int) {
			return replicaset.NewReplicaSetController(ctx, from.Apps().V1().ReplicaSets(), from.Core().V1().Pods(), client, replicaset.BurstReplicas).Run
		})
	case "StatefulSet":
		begin("statefulset", func(client kubernetes.Interface, from informers.SharedInformerFactory) func(context.Context, int) {
			apps, core := from.Apps().V1(), from.Core().V1()
			return statefulset.NewStatefulSetController(ctx, core.Pods(), apps.StatefulSets(), core.PersistentVolumeClaims(), apps.ControllerRevisions(), client).Run
		})
	case "DaemonSet":
		begin("daemonset", func(client kubernetes.Interface, from informers.SharedInformerFactory) func(context.Context, int) {
			apps, core := from.Apps().V1(), from.Core().V1()
			// As cmd/kube-controller-manager/app/apps.go has it.
			backoff := flowcontrol.NewBackOff(time.Second, 15*time.Minute)
			built, err := daemon.NewDaemonSetsController(ctx, apps.DaemonSets(), apps.ControllerRevisions(), core.Pods(), core.Nodes(), client, backoff)
			if err != nil {
				panic(err)
			}
			return built.Run
		})
	default:
		panic("no controller of " + kind)
	}
	return func() {
		for _, factory := range factories {
			factory.Shutdown()
		}
	}
}
