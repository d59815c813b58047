package controllers

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/scheme"
)

// Objects travel as in a cluster, in protobuf: so times lose what is below a second, as they do there.
const mediaType = "application/vnd.kubernetes.protobuf"

var protobuf = func() runtime.SerializerInfo {
	info, ok := runtime.SerializerInfoForMediaType(scheme.Codecs.SupportedMediaTypes(), mediaType)
	if !ok {
		panic("client-go has no protobuf serializer")
	}
	return info
}()

func encode(obj runtime.Object) []byte {
	var buffer bytes.Buffer
	if err := protobuf.Serializer.Encode(obj, &buffer); err != nil {
		panic(err)
	}
	return buffer.Bytes()
}

func decode(body []byte) (runtime.Object, error) {
	obj, _, err := scheme.Codecs.UniversalDeserializer().Decode(body, nil, nil)
	return obj, err
}

func watchFrame(kind watch.EventType, encoded []byte) []byte {
	var buffer bytes.Buffer
	writer := protobuf.StreamSerializer.Framer.NewFrameWriter(&buffer)
	event := &metav1.WatchEvent{Type: string(kind), Object: runtime.RawExtension{Raw: encoded}}
	if err := protobuf.StreamSerializer.Serializer.Encode(event, writer); err != nil {
		panic(err)
	}
	return buffer.Bytes()
}

func response(code int, body io.ReadCloser) *http.Response {
	header := http.Header{}
	header.Set("Content-Type", mediaType)
	return &http.Response{StatusCode: code, Header: header, Body: body, ProtoMajor: 1, ProtoMinor: 1}
}

func answer(code int, encoded []byte) *http.Response {
	return response(code, io.NopCloser(bytes.NewReader(encoded)))
}

// watchBody is an answer that goes on for ever: each frame is one event that the driver lets through.
type watchBody struct {
	ctx    context.Context
	frames chan []byte
	rest   []byte
}

func (b *watchBody) Read(into []byte) (int, error) {
	for len(b.rest) == 0 {
		select {
		case b.rest = <-b.frames:
		case <-b.ctx.Done():
			return 0, io.EOF
		}
	}
	read := copy(into, b.rest)
	b.rest = b.rest[read:]
	return read, nil
}

func (b *watchBody) Close() error { return nil }

// target is what the path of a request names.
type target struct{ resource, name, subresource string }

// readPath reads /api/v1/… and /apis/<group>/<version>/…, with or without a namespace.
func readPath(path string) target {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "api" {
		parts = parts[2:]
	} else {
		parts = parts[3:]
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		parts = parts[2:]
	}
	parts = append(parts, "", "")
	return target{parts[0], parts[1], parts[2]}
}
