// A program that says what a cluster with Argo Rollouts answers to a Rollout: the API server by the schema of the custom
// resource, and the controller by its own validation. It reads one JSON value a line, {id, text}, and answers each with
// one. Its argument is the file of the CustomResourceDefinition, manifests/crds/rollout-crd.yaml of the module.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	argo "github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	"github.com/argoproj/argo-rollouts/utils/defaults"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	crdv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	generic "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigsyaml "sigs.k8s.io/yaml"
)

type answer struct {
	Index   int            `json:"index"`
	Kind    string         `json:"kind"`
	Name    string         `json:"name"`
	Outcome string         `json:"outcome"`
	Stage   string         `json:"stage,omitempty"`
	Message string         `json:"message,omitempty"`
	Causes  []cause        `json:"causes,omitempty"`
	Strict  []string       `json:"strict,omitempty"`
	Values  map[string]any `json:"values,omitempty"`
	// what the controller cannot decode, and leaves out
	Unread string `json:"unread,omitempty"`
}

type cause struct {
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

type reply struct {
	ID          json.RawMessage `json:"id"`
	Documents   []answer        `json:"documents"`
	StreamError string          `json:"streamError,omitempty"`
}

type judge struct {
	schema    *structural.Structural
	validator validation.SchemaValidator
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("name the file of the Rollout's CustomResourceDefinition")
	}
	by, err := newJudge(os.Args[1])
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64*1024*1024)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var asked struct {
			ID   json.RawMessage `json:"id"`
			Text string          `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		answered := by.answerTo(asked.Text)
		answered.ID = asked.ID
		if err := encoder.Encode(answered); err != nil {
			return err
		}
	}
	return lines.Err()
}

func newJudge(path string) (*judge, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	definition := crdv1.CustomResourceDefinition{}
	if err := sigsyaml.Unmarshal(file, &definition); err != nil {
		return nil, err
	}
	internal := apiextensions.JSONSchemaProps{}
	written := definition.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err := crdv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, &internal, nil); err != nil {
		return nil, err
	}
	schema, err := structural.NewStructural(&internal)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	return &judge{schema: schema, validator: validator}, err
}

func (j *judge) answerTo(text string) reply {
	answered := reply{Documents: []answer{}}
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for index := 0; ; index++ {
		piece := runtime.RawExtension{}
		if err := decoder.Decode(&piece); err == io.EOF {
			return answered
		} else if err != nil {
			answered.StreamError = err.Error()
			return answered
		}
		if len(piece.Raw) == 0 || string(piece.Raw) == "null" {
			continue
		}
		read, _, err := unstructured.UnstructuredJSONScheme.Decode(piece.Raw, nil, nil)
		if err != nil {
			answered.Documents = append(answered.Documents,
				answer{Index: index, Outcome: "refused", Stage: "read", Message: err.Error()})
			continue
		}
		object, isObject := read.(*unstructured.Unstructured)
		if !isObject || object.GetKind() != "Rollout" || object.GetAPIVersion() != "argoproj.io/v1alpha1" {
			answered.Documents = append(answered.Documents, answer{Index: index, Outcome: "unsupported"})
			continue
		}
		said := j.judge(object)
		said.Index = index
		answered.Documents = append(answered.Documents, said)
	}
}

// judge follows the order of a custom resource's create (unstructuredSchemaCoercer in customresource_handler.go):
// unknown fields, nulls, defaults, the schema; then the controller.
func (j *judge) judge(object *unstructured.Unstructured) answer {
	said := answer{Kind: "Rollout", Name: object.GetName(), Outcome: "accepted"}
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	meta, _, paths, err := objectmeta.GetObjectMetaWithOptions(object.Object, objectmeta.ObjectMetaOptions{
		ReturnUnknownFieldPaths: true,
	})
	if err != nil {
		said.Outcome, said.Stage, said.Message = "refused", "decode", err.Error()
		return said
	}
	for _, path := range paths {
		said.Strict = append(said.Strict, fmt.Sprintf("unknown field %q", path))
	}
	for _, path := range pruning.PruneWithOptions(object.Object, j.schema, true, options) {
		said.Strict = append(said.Strict, fmt.Sprintf("unknown field %q", path))
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, j.schema)
	defaulting.Default(object.Object, j.schema)
	if meta == nil {
		meta = &metav1.ObjectMeta{}
	}
	meta.Namespace = "default"
	metaErrs := generic.ValidateObjectMeta(meta, true, generic.NameIsDNSSubdomain, field.NewPath("metadata"))
	if len(metaErrs) > 0 {
		return refused(said, "validate", metaErrs)
	}
	if errs := validation.ValidateCustomResource(nil, object.Object, j.validator); len(errs) > 0 {
		return refused(said, "validate", errs)
	}
	rollout := v1alpha1.Rollout{}
	encoded, err := json.Marshal(object.Object)
	if err != nil {
		said.Outcome, said.Stage, said.Message = "refused", "other", err.Error()
		return said
	}
	// The controller goes on with what it can read, see utils/tolerantinformer.
	if err := json.Unmarshal(encoded, &rollout); err != nil {
		said.Unread = err.Error()
	}
	if errs := argo.ValidateRollout(&rollout); len(errs) > 0 {
		return refused(said, "controller", errs)
	}
	said.Values = map[string]any{
		"replicas":       defaults.GetReplicasOrDefault(rollout.Spec.Replicas),
		"maxSurge":       defaults.GetMaxSurgeOrDefault(&rollout),
		"maxUnavailable": defaults.GetMaxUnavailableOrDefault(&rollout),
	}
	return said
}

func refused(said answer, stage string, errs field.ErrorList) answer {
	said.Outcome, said.Stage = "refused", stage
	var sentences []string
	for _, each := range errs {
		said.Causes = append(said.Causes, cause{Field: each.Field, Reason: string(each.Type), Message: each.ErrorBody()})
		sentences = append(sentences, each.Error())
	}
	said.Message = strings.Join(sentences, "; ")
	return said
}
