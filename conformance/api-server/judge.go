package main

import (
	"net/http"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	sigsyaml "sigs.k8s.io/yaml"
)

// answer is what becomes of one object.
type answer struct {
	Index      int            `json:"index"`
	APIVersion string         `json:"apiVersion,omitempty"`
	Kind       string         `json:"kind,omitempty"`
	Name       string         `json:"name,omitempty"`
	Outcome    string         `json:"outcome"`
	Stage      string         `json:"stage,omitempty"`
	Code       int            `json:"code,omitempty"`
	Message    string         `json:"message,omitempty"`
	Causes     []cause        `json:"causes,omitempty"`
	Strict     []string       `json:"strict,omitempty"`
	Lenient    *answer        `json:"lenient,omitempty"`
	Warnings   []string       `json:"warnings,omitempty"`
	Values     map[string]any `json:"values,omitempty"`
	Object     map[string]any `json:"object,omitempty"`
}

type cause struct {
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

const jsonType = "application/json"

// judge says what a create of the object answers: with Strict field validation, which is kubectl's default, and, where
// only that refuses, with Warn as well.
func (s *apiServer) judge(index int, read document, full bool) answer {
	if early, ends := beforeTheServer(index, read); ends {
		return early
	}
	query := parameters{"dryRun": "All", "fieldValidation": "Strict", "fieldManager": "kubectl"}
	namespace := read.namespace
	strict := s.send(http.MethodPost, read.kind, namespace, "", jsonType, read.body, query)
	said := describe(index, read, strict, full)
	if said.Stage != "strict" {
		return said
	}
	query["fieldValidation"] = "Warn"
	warned := s.send(http.MethodPost, read.kind, namespace, "", jsonType, read.body, query)
	lenient := describe(index, read, warned, full)
	for _, warning := range lenient.Warnings {
		if strings.HasPrefix(warning, "unknown field ") || strings.HasPrefix(warning, "duplicate field ") {
			said.Strict = append(said.Strict, warning)
		}
	}
	said.Lenient = &answer{Index: index, Outcome: lenient.Outcome, Stage: lenient.Stage, Code: lenient.Code,
		Message: lenient.Message, Causes: lenient.Causes, Warnings: lenient.Warnings, Values: lenient.Values,
		Object: lenient.Object}
	return said
}

func beforeTheServer(index int, read document) (answer, bool) {
	said := answer{Index: index, APIVersion: read.kind.GroupVersion().String(), Kind: read.kind.Kind}
	if read.object != nil {
		said.Name = read.object.GetName()
	}
	if read.fault != "" {
		said.Outcome, said.Stage, said.Message = "refused", "read", read.fault
		return said, true
	}
	if _, served := resources[read.kind]; !served {
		said.Outcome = "unsupported"
		return said, true
	}
	return said, false
}

func describe(index int, read document, got response, full bool) answer {
	said, _ := beforeTheServer(index, read)
	said.Warnings = got.warnings
	if got.ok() {
		said.Outcome = "accepted"
		object := map[string]any{}
		if err := sigsyaml.Unmarshal(got.body, &object); err == nil {
			said.Values = valuesOf(object)
			if full {
				said.Object = object
			}
		}
		return said
	}
	said.Outcome, said.Code, said.Message = "refused", got.code, got.status.Message
	said.Stage = stageOf(got)
	if got.status.Details != nil {
		for _, each := range got.status.Details.Causes {
			said.Causes = append(said.Causes, cause{Field: each.Field, Reason: string(each.Type), Message: each.Message})
		}
	}
	return said
}

func stageOf(got response) string {
	switch {
	case strings.Contains(got.status.Message, "strict decoding error"):
		return "strict"
	case got.code == http.StatusUnprocessableEntity:
		return "validate"
	case got.code == http.StatusBadRequest:
		return "decode"
	case got.code == http.StatusConflict && got.status.Reason == metav1.StatusReasonConflict:
		return "conflict"
	default:
		return "other"
	}
}

// take makes one request that stays, unlike judge's.
func (s *apiServer) take(index int, asked step, read document, applied map[string][]byte, full bool) answer {
	if early, ends := beforeTheServer(index, read); ends {
		return early
	}
	manager := asked.Manager
	if manager == "" {
		manager = "kubectl"
	}
	validation := asked.FieldValidation
	if validation == "" {
		validation = "Strict"
	}
	query := parameters{"fieldValidation": validation, "fieldManager": manager}
	if asked.Force {
		query["force"] = "true"
	}
	namespace, name := read.namespace, read.object.GetName()
	key := read.kind.GroupKind().String() + " " + namespace + "/" + name
	body, contentType := read.body, jsonType
	if asked.Raw {
		body, contentType = []byte(asked.Text), "application/yaml"
	}
	var got response
	switch asked.Verb {
	case "create":
		got = s.send(http.MethodPost, read.kind, namespace, "", contentType, body, query)
	case "update":
		got = s.send(http.MethodPut, read.kind, namespace, name, contentType, body, query)
	case "merge-patch":
		got = s.send(http.MethodPatch, read.kind, namespace, name, string(types.MergePatchType), read.body, query)
	case "server-side-apply":
		got = s.send(http.MethodPatch, read.kind, namespace, name, string(types.ApplyPatchType), body, query)
	case "client-side-apply":
		got = s.applyAsClient(read, namespace, name, applied[key], query)
	default:
		return answer{Index: index, Outcome: "unsupported", Message: "no such verb: " + asked.Verb}
	}
	if got.ok() && asked.Verb != "server-side-apply" {
		applied[key] = read.body
	}
	return describe(index, read, got, full)
}

// applyAsClient follows kubectl apply: a create where the object is absent, else a strategic merge patch from the last
// applied text, the new text and the live object (k8s.io/kubectl's pkg/cmd/apply/patcher.go).
func (s *apiServer) applyAsClient(read document, namespace, name string, last []byte, query parameters) response {
	live := s.send(http.MethodGet, read.kind, namespace, name, jsonType, nil, nil)
	if live.code == http.StatusNotFound {
		return s.send(http.MethodPost, read.kind, namespace, "", jsonType, read.body, query)
	}
	if !live.ok() {
		return live
	}
	patch, err := threeWayPatch(read.kind, last, read.body, live.body)
	if err != nil {
		return response{code: http.StatusInternalServerError, status: metav1.Status{Message: err.Error()}}
	}
	return s.send(http.MethodPatch, read.kind, namespace, name, string(types.StrategicMergePatchType), patch, query)
}

func threeWayPatch(kind schema.GroupVersionKind, last, wanted, live []byte) ([]byte, error) {
	var typed runtime.Object
	typed, err := legacyscheme.Scheme.New(kind)
	if err != nil {
		return nil, err
	}
	meta, err := strategicpatch.NewPatchMetaFromStruct(typed)
	if err != nil {
		return nil, err
	}
	return strategicpatch.CreateThreeWayMergePatch(last, wanted, live, meta, true)
}
