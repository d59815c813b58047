package controllers

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
)

// call is one request of a controller that waits for the driver to let it through.
type call struct {
	controller string
	verb       string
	target
	body   runtime.Object
	result chan *http.Response
}

// stream is one watch: the events of one resource on their way to one controller.
type stream struct {
	controller, resource string
	frames               chan []byte
}

// transport is one controller's way to the API server.
type transport struct {
	api        *apiServer
	controller string
}

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	to := readPath(request.URL.Path)
	if request.URL.Query().Get("watch") != "" {
		return t.api.watch(request, t.controller, to.resource), nil
	}
	var body []byte
	if request.Body != nil {
		var err error
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
	}
	if to.resource == "events" {
		// The events that controllers tell people change nothing.
		return answer(http.StatusCreated, body), nil
	}
	if request.Method == http.MethodGet && to.name == "" {
		return nil, fmt.Errorf("no controller is expected to list %s", to.resource)
	}
	waiting := &call{controller: t.controller, verb: request.Method, target: to, result: make(chan *http.Response, 1)}
	if len(body) > 0 && request.Method != http.MethodDelete {
		obj, err := decode(body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", request.Method, request.URL.Path, err)
		}
		waiting.body = obj
	}
	t.api.mu.Lock()
	t.api.calls = append(t.api.calls, waiting)
	t.api.mu.Unlock()
	select {
	case t.api.arrived <- struct{}{}:
	default:
	}
	select {
	case result := <-waiting.result:
		return result, nil
	case <-request.Context().Done():
		return nil, request.Context().Err()
	}
}

func (s *apiServer) watch(request *http.Request, controller, name string) *http.Response {
	opened := &stream{controller: controller, resource: name, frames: make(chan []byte, 16)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.objects[name]) > 0 {
		panic("a watch was opened while there are objects: the driver starts controllers first")
	}
	s.streams = append(s.streams, opened)
	// The end of the initial events (WatchList): there are none yet.
	first := newObject(resources[name].kind)
	accessor(first).SetAnnotations(map[string]string{metav1.InitialEventsAnnotationKey: "true"})
	accessor(first).SetResourceVersion(strconv.FormatInt(s.revision, 10))
	opened.frames <- watchFrame(watch.Bookmark, encode(first))
	return response(http.StatusOK, &watchBody{ctx: request.Context(), frames: opened.frames})
}

// takeCalls gives the requests that have come since it was last asked.
func (s *apiServer) takeCalls() []*call {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.calls
	s.calls = nil
	return taken
}

func (c *call) respond(obj runtime.Object, err error) {
	if err == nil {
		code := http.StatusOK
		if c.verb == http.MethodPost {
			code = http.StatusCreated
		}
		c.result <- answer(code, encode(obj))
		return
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		panic(err)
	}
	said := status.Status()
	said.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	c.result <- answer(int(said.Code), encode(&said))
}
