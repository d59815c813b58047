package main

import (
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// document is one object as kubectl would send it.
type document struct {
	kind      schema.GroupVersionKind
	namespace string
	object    *unstructured.Unstructured
	body      []byte
	fault     string
}

// readManifests cuts and reads a file as kubectl does (FileVisitor, StreamVisitor, FlattenListVisitor and SetNamespace
// of k8s.io/cli-runtime's pkg/resource/visitor.go). The fault, if there is one, ends the stream.
func readManifests(file []byte) ([]document, string) {
	var documents []document
	decoded := transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
	decoder := yaml.NewYAMLOrJSONDecoder(decoded, 4096)
	for {
		piece := runtime.RawExtension{}
		if err := decoder.Decode(&piece); err != nil {
			if err == io.EOF {
				return documents, ""
			}
			return documents, fmt.Sprintf("error parsing: %v", err)
		}
		piece.Raw = bytes.TrimSpace(piece.Raw)
		if len(piece.Raw) == 0 || bytes.Equal(piece.Raw, []byte("null")) {
			continue
		}
		documents = append(documents, readPiece(piece.Raw)...)
	}
}

func readPiece(raw []byte) []document {
	object, kind, err := unstructured.UnstructuredJSONScheme.Decode(raw, nil, nil)
	if err != nil {
		return []document{{fault: fmt.Sprintf("unable to decode: %v", err)}}
	}
	if meta.IsListType(object) {
		return flattenList(object)
	}
	single, isSingle := object.(*unstructured.Unstructured)
	if !isSingle {
		return []document{{kind: *kind, fault: "is no object"}}
	}
	return []document{finish(*kind, single)}
}

func flattenList(list runtime.Object) []document {
	items, err := meta.ExtractList(list)
	if err != nil {
		return []document{{fault: err.Error()}}
	}
	var documents []document
	for _, item := range items {
		single, isSingle := item.(*unstructured.Unstructured)
		if !isSingle {
			documents = append(documents, document{fault: "an item of a list is no object"})
			continue
		}
		if meta.IsListType(single) {
			documents = append(documents, flattenList(single)...)
			continue
		}
		documents = append(documents, finish(single.GroupVersionKind(), single))
	}
	return documents
}

func finish(kind schema.GroupVersionKind, object *unstructured.Unstructured) document {
	namespace := object.GetNamespace()
	if namespace == "" {
		namespace = "default"
		object.SetNamespace(namespace)
	}
	body, err := runtime.Encode(unstructured.UnstructuredJSONScheme, object)
	if err != nil {
		return document{kind: kind, fault: err.Error()}
	}
	return document{kind: kind, namespace: namespace, object: object, body: body}
}
