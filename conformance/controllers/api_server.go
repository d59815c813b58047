package controllers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

const namespace = "shop"

// apiServer keeps objects as a cluster does: resource versions, conflicts, graceful deletion, and Kubernetes' own
// defaulting, dropping of fields and validation. It decides nothing in time: requests wait for the driver, and so do events.
type apiServer struct {
	mu       sync.Mutex
	revision int64
	uids     int
	names    int
	objects  map[string]map[string]runtime.Object
	calls    []*call
	streams  []*stream
	// arrived has a value where a request may have come
	arrived chan struct{}
	// restarts is how often a new pod's container is said to have started again. ReplicaSets order pods by it where they are
	// alike in all else, so that the adversary chooses there, and not the order of a map in the controller
	restarts func() int32
	// changed is told of every event, in order; set by the driver
	changed func(resource string, kind watch.EventType, obj runtime.Object, frame []byte)
}

func newAPIServer() *apiServer {
	return &apiServer{revision: 1, objects: map[string]map[string]runtime.Object{}, arrived: make(chan struct{}, 1)}
}

// serve answers one request as the API server does.
func (s *apiServer) serve(c *call) (runtime.Object, error) {
	switch c.verb {
	case http.MethodGet:
		return s.get(c.resource, c.name)
	case http.MethodPost:
		return s.create(c.resource, c.body)
	case http.MethodPut:
		return s.update(c.target, c.body)
	case http.MethodDelete:
		return s.delete(c.resource, c.name)
	}
	return nil, fmt.Errorf("no controller is expected to %s %s/%s", c.verb, c.resource, c.name)
}

func (s *apiServer) get(name, object string) (runtime.Object, error) {
	if found, ok := s.objects[name][object]; ok {
		return found, nil
	}
	return nil, apierrors.NewNotFound(schema.GroupResource{Group: resources[name].kind.Group, Resource: name}, object)
}

func (s *apiServer) create(name string, sent runtime.Object) (runtime.Object, error) {
	kept := sent.DeepCopyObject()
	about := accessor(kept)
	s.uids++
	about.SetUID(types.UID(fmt.Sprintf("uid-%06d", s.uids)))
	about.SetCreationTimestamp(metav1.NewTime(time.Now()))
	if name != "nodes" {
		about.SetNamespace(namespace)
	}
	if about.GetName() == "" {
		s.names++
		about.SetName(fmt.Sprintf("%s%05d", about.GetGenerateName(), s.names))
	}
	if _, taken := s.objects[name][about.GetName()]; taken {
		return nil, apierrors.NewAlreadyExists(schema.GroupResource{Resource: name}, about.GetName())
	}
	legacyscheme.Scheme.Default(kept)
	if strategy := resources[name].strategy; strategy != nil {
		internal := toInternal(kept)
		if err := rest.BeforeCreate(strategy, asking("create", target{resource: name}), internal); err != nil {
			return nil, err
		}
		kept = fromInternal(internal, name)
	}
	if pod, ok := kept.(*corev1.Pod); ok {
		said := corev1.ContainerStatus{Name: pod.Spec.Containers[0].Name, RestartCount: s.restarts()}
		pod.Status = corev1.PodStatus{Phase: corev1.PodPending, ContainerStatuses: []corev1.ContainerStatus{said}}
	}
	return s.write(name, watch.Added, kept), nil
}

func (s *apiServer) update(to target, sent runtime.Object) (runtime.Object, error) {
	old, err := s.get(to.resource, to.name)
	if err != nil {
		return nil, err
	}
	kept := sent.DeepCopyObject()
	if version := accessor(kept).GetResourceVersion(); version != "" && version != accessor(old).GetResourceVersion() {
		group := schema.GroupResource{Group: resources[to.resource].kind.Group, Resource: to.resource}
		return nil, apierrors.NewConflict(group, to.name, errors.New("the object has been modified"))
	}
	accessor(kept).SetResourceVersion(accessor(old).GetResourceVersion())
	strategy := rest.RESTUpdateStrategy(resources[to.resource].strategy)
	if to.subresource == "status" {
		strategy = resources[to.resource].status
	}
	if resources[to.resource].strategy != nil {
		legacyscheme.Scheme.Default(kept)
		internal := toInternal(kept)
		if err := rest.BeforeUpdate(strategy, asking("update", to), internal, toInternal(old)); err != nil {
			return nil, err
		}
		kept = fromInternal(internal, to.resource)
	}
	return s.change(to.resource, old, kept), nil
}

// change writes what differs; a write of the same is none, as in etcd3's store.
func (s *apiServer) change(name string, old, kept runtime.Object) runtime.Object {
	kept.GetObjectKind().SetGroupVersionKind(resources[name].kind)
	if apiequality.Semantic.DeepEqual(old, kept) {
		return old
	}
	return s.write(name, watch.Modified, kept)
}

// delete marks a pod that runs somewhere, and removes everything else (pkg/registry/core/pod: CheckGracefulDelete).
func (s *apiServer) delete(name, object string) (runtime.Object, error) {
	old, err := s.get(name, object)
	if err != nil {
		return nil, err
	}
	pod, isPod := old.(*corev1.Pod)
	if !isPod || pod.Spec.NodeName == "" {
		return s.remove(name, object), nil
	}
	if pod.DeletionTimestamp != nil {
		return pod, nil
	}
	marked := pod.DeepCopy()
	grace := *pod.Spec.TerminationGracePeriodSeconds
	at := metav1.NewTime(time.Now().Add(time.Duration(grace) * time.Second))
	marked.DeletionTimestamp, marked.DeletionGracePeriodSeconds = &at, &grace
	return s.write(name, watch.Modified, marked), nil
}

func (s *apiServer) remove(name, object string) runtime.Object {
	gone := s.objects[name][object].DeepCopyObject()
	delete(s.objects[name], object)
	return s.publish(name, watch.Deleted, gone)
}

func (s *apiServer) write(name string, kind watch.EventType, obj runtime.Object) runtime.Object {
	if s.objects[name] == nil {
		s.objects[name] = map[string]runtime.Object{}
	}
	kept := s.publish(name, kind, obj)
	s.objects[name][accessor(kept).GetName()] = kept
	return kept
}

// publish gives an object its version, and to everybody who watches as it is on the wire.
func (s *apiServer) publish(name string, kind watch.EventType, obj runtime.Object) runtime.Object {
	s.revision++
	obj.GetObjectKind().SetGroupVersionKind(resources[name].kind)
	accessor(obj).SetResourceVersion(strconv.FormatInt(s.revision, 10))
	encoded := encode(obj)
	kept, err := decode(encoded)
	if err != nil {
		panic(err)
	}
	kept.GetObjectKind().SetGroupVersionKind(resources[name].kind)
	s.changed(name, kind, kept, watchFrame(kind, encoded))
	return kept
}

func accessor(obj runtime.Object) metav1.Object {
	found, err := meta.Accessor(obj)
	if err != nil {
		panic(err)
	}
	return found
}

func newObject(kind schema.GroupVersionKind) runtime.Object {
	obj, err := legacyscheme.Scheme.New(kind)
	if err != nil {
		panic(err)
	}
	obj.GetObjectKind().SetGroupVersionKind(kind)
	return obj
}

// asking is the context in which Kubernetes' strategies find what a request is about.
func asking(verb string, of target) context.Context {
	kind := resources[of.resource].kind
	return genericapirequest.WithRequestInfo(genericapirequest.WithNamespace(context.Background(), namespace), &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: verb, APIGroup: kind.Group, APIVersion: kind.Version,
		Namespace: namespace, Resource: of.resource, Subresource: of.subresource, Name: of.name,
	})
}

func toInternal(obj runtime.Object) runtime.Object {
	internal, err := legacyscheme.Scheme.ConvertToVersion(obj.DeepCopyObject(), internalApps)
	if err != nil {
		panic(err)
	}
	return internal
}

func fromInternal(internal runtime.Object, name string) runtime.Object {
	obj, err := legacyscheme.Scheme.ConvertToVersion(internal, resources[name].kind.GroupVersion())
	if err != nil {
		panic(err)
	}
	return obj
}
