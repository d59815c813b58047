package controllers

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
)

// specStrategy is Kubernetes' own code for the creation and the change of one kind: dropped fields, generation, validation.
type specStrategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

// resource is one collection of the API server.
type resource struct {
	kind     schema.GroupVersionKind
	strategy specStrategy
	// status is the strategy of the status subresource
	status rest.RESTUpdateStrategy
}

func core(kind string) *resource {
	return &resource{kind: corev1.SchemeGroupVersion.WithKind(kind)}
}

func workload(kind string, strategy specStrategy, status rest.RESTUpdateStrategy) *resource {
	return &resource{kind: appsv1.SchemeGroupVersion.WithKind(kind), strategy: strategy, status: status}
}

var resources = map[string]*resource{
	"pods":                   core("Pod"),
	"nodes":                  core("Node"),
	"persistentvolumeclaims": core("PersistentVolumeClaim"),
	"controllerrevisions":    workload("ControllerRevision", nil, nil),
	"deployments":            workload("Deployment", deployment.Strategy, deployment.StatusStrategy),
	"replicasets":            workload("ReplicaSet", replicaset.Strategy, replicaset.StatusStrategy),
	"statefulsets":           workload("StatefulSet", statefulset.Strategy, statefulset.StatusStrategy),
	"daemonsets":             workload("DaemonSet", daemonset.Strategy, daemonset.StatusStrategy),
}

// internalApps is the version in which Kubernetes' strategies work.
var internalApps = apps.SchemeGroupVersion
