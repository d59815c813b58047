package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	restful "github.com/emicklei/go-restful/v3"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	genericapi "k8s.io/apiserver/pkg/endpoints"
	"k8s.io/apiserver/pkg/endpoints/filters"
	"k8s.io/apiserver/pkg/endpoints/openapi"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	genericserver "k8s.io/apiserver/pkg/server"
	enablement "k8s.io/apiserver/pkg/util/openapi"
	"k8s.io/kube-openapi/pkg/builder3"
	openapiutil "k8s.io/kube-openapi/pkg/util"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	core "k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	generatedopenapi "k8s.io/kubernetes/pkg/generated/openapi"
	daemonsets "k8s.io/kubernetes/pkg/registry/apps/daemonset/storage"
	deployments "k8s.io/kubernetes/pkg/registry/apps/deployment/storage"
	statefulsets "k8s.io/kubernetes/pkg/registry/apps/statefulset/storage"
	autoscalers "k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler/storage"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	services "k8s.io/kubernetes/pkg/registry/core/service/storage"
	budgets "k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget/storage"
	netutils "k8s.io/utils/net"

	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
)

// resources are the kinds that this server serves, by the apiVersion and kind of a manifest.
var resources = map[schema.GroupVersionKind]string{
	{Group: "apps", Version: "v1", Kind: "Deployment"}:                     "deployments",
	{Group: "apps", Version: "v1", Kind: "StatefulSet"}:                    "statefulsets",
	{Group: "apps", Version: "v1", Kind: "DaemonSet"}:                      "daemonsets",
	{Group: "", Version: "v1", Kind: "Service"}:                            "services",
	{Group: "autoscaling", Version: "v1", Kind: "HorizontalPodAutoscaler"}: "horizontalpodautoscalers",
	{Group: "autoscaling", Version: "v2", Kind: "HorizontalPodAutoscaler"}: "horizontalpodautoscalers",
	{Group: "policy", Version: "v1", Kind: "PodDisruptionBudget"}:          "poddisruptionbudgets",
}

// apiServer is the API server of Kubernetes for a few kinds: its HTTP handlers, decoders, defaults, registries,
// validation and field management, unmodified, over a memory instead of etcd, without admission.
type apiServer struct {
	handler http.Handler
	stored  *memoryOptions
}

type allowAll struct{}

func (allowAll) Authorize(context.Context, authorizer.Attributes) (authorizer.Decision, string, error) {
	return authorizer.DecisionAllow, "", nil
}

func newAPIServer() (*apiServer, error) {
	// As every usual cluster starts it: --allow-privileged.
	capabilities.Setup(true, 0)
	stored := &memoryOptions{}
	storages, err := openRegistries(stored)
	if err != nil {
		return nil, err
	}
	container := restful.NewContainer()
	container.Router(restful.CurlyRouter{})
	container.DoNotRecover(true)
	for _, version := range []schema.GroupVersion{
		{Version: "v1"}, {Group: "apps", Version: "v1"}, {Group: "autoscaling", Version: "v1"},
		{Group: "autoscaling", Version: "v2"}, {Group: "policy", Version: "v1"},
	} {
		if err := installVersion(container, version, storages[version.Group]); err != nil {
			return nil, fmt.Errorf("%v: %w", version, err)
		}
	}
	resolver := &request.RequestInfoFactory{
		APIPrefixes: sets.NewString("api", "apis"), GrouplessAPIPrefixes: sets.NewString("api"),
	}
	asSomebody := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := request.WithUser(r.Context(), &user.DefaultInfo{Name: "conformance"})
		container.ServeHTTP(w, r.WithContext(ctx))
	})
	handler := filters.WithRequestReceivedTimestamp(
		filters.WithAuditInit(filters.WithRequestInfo(filters.WithWarningRecorder(asSomebody), resolver)))
	return &apiServer{handler: handler, stored: stored}, nil
}

// openRegistries returns the real REST storage of each resource, by API group.
func openRegistries(stored *memoryOptions) (map[string]map[string]rest.Storage, error) {
	deployment, err := deployments.NewStorage(stored)
	if err != nil {
		return nil, err
	}
	statefulSet, err := statefulsets.NewStorage(stored)
	if err != nil {
		return nil, err
	}
	daemonSet, _, err := daemonsets.NewREST(stored)
	if err != nil {
		return nil, err
	}
	autoscaler, _, err := autoscalers.NewREST(stored)
	if err != nil {
		return nil, err
	}
	budget, _, err := budgets.NewREST(stored)
	if err != nil {
		return nil, err
	}
	service, err := openServices(stored)
	if err != nil {
		return nil, err
	}
	return map[string]map[string]rest.Storage{
		"": {"services": service},
		"apps": {
			"deployments": deployment.Deployment, "statefulsets": statefulSet.StatefulSet, "daemonsets": daemonSet,
		},
		"autoscaling": {"horizontalpodautoscalers": autoscaler},
		"policy":      {"poddisruptionbudgets": budget},
	}, nil
}

// openServices gives Services the addresses and node ports of a cluster of two families with the usual ranges.
func openServices(stored *memoryOptions) (rest.Storage, error) {
	byFamily := map[core.IPFamily]ipallocator.Interface{}
	for family, written := range map[core.IPFamily]string{
		core.IPv4Protocol: "10.96.0.0/12", core.IPv6Protocol: "fd00:10:96::/112",
	} {
		_, ipRange, err := netutils.ParseCIDRSloppy(written)
		if err != nil {
			return nil, err
		}
		if byFamily[family], err = ipallocator.NewInMemory(ipRange); err != nil {
			return nil, err
		}
	}
	nodePorts, err := portallocator.NewInMemory(utilnet.PortRange{Base: 30000, Size: 2768})
	if err != nil {
		return nil, err
	}
	service, _, _, err := services.NewREST(stored, core.IPv4Protocol, byFamily, nodePorts, nil, nil, nil)
	return service, err
}

// installVersion follows installAPIResources of k8s.io/apiserver's pkg/server/genericapiserver.go.
func installVersion(container *restful.Container, version schema.GroupVersion, storages map[string]rest.Storage) error {
	scheme := legacyscheme.Scheme
	typeConverter, err := typeConverterFor(version, storages)
	if err != nil {
		return err
	}
	root := "/apis"
	if version.Group == "" {
		root = "/api"
	}
	group := genericserver.NewDefaultAPIGroupInfo(version.Group, scheme, legacyscheme.ParameterCodec, legacyscheme.Codecs)
	installed := &genericapi.APIGroupVersion{
		Storage:                    storages,
		Root:                       root,
		GroupVersion:               version,
		OptionsExternalVersion:     group.OptionsExternalVersion,
		Serializer:                 group.NegotiatedSerializer,
		ParameterCodec:             group.ParameterCodec,
		Typer:                      scheme,
		Creater:                    scheme,
		Convertor:                  scheme,
		ConvertabilityChecker:      scheme,
		UnsafeConvertor:            runtime.UnsafeObjectConvertor(scheme),
		Defaulter:                  scheme,
		Namer:                      runtime.Namer(meta.NewAccessor()),
		TypeConverter:              typeConverter,
		EquivalentResourceRegistry: runtime.NewEquivalentResourceRegistry(),
		Authorizer:                 allowAll{},
		MinRequestTimeout:          time.Minute,
		MaxRequestBodyBytes:        3 * 1024 * 1024,
	}
	_, _, err = installed.InstallREST(container)
	return err
}

func typeConverterFor(version schema.GroupVersion, storages map[string]rest.Storage) (managedfields.TypeConverter, error) {
	namer := openapi.NewDefinitionNamer(legacyscheme.Scheme)
	config := genericserver.DefaultOpenAPIV3Config(
		enablement.GetOpenAPIDefinitionsWithoutDisabledFeatures(generatedopenapi.GetOpenAPIDefinitions), namer)
	var names []string
	for _, storage := range storages {
		kind, err := genericapi.GetResourceKind(version, storage, legacyscheme.Scheme)
		if err != nil {
			return nil, err
		}
		sample, err := legacyscheme.Scheme.New(kind)
		if err != nil {
			return nil, err
		}
		names = append(names, openapiutil.GetCanonicalTypeName(sample))
	}
	definitions, err := builder3.BuildOpenAPIDefinitionsForResources(config, names...)
	if err != nil {
		return nil, err
	}
	return managedfields.NewTypeConverter(definitions, false)
}

// response is one HTTP answer of the server.
type response struct {
	code     int
	body     []byte
	status   metav1.Status
	warnings []string
}

func (r response) ok() bool { return r.code < 300 }

type parameters map[string]string

// send makes one request, as a client with a JSON body does.
func (s *apiServer) send(method string, kind schema.GroupVersionKind, namespace, name, contentType string,
	body []byte, query parameters) response {
	path := "/apis/" + kind.Group + "/" + kind.Version
	if kind.Group == "" {
		path = "/api/" + kind.Version
	}
	path += "/namespaces/" + url.PathEscape(namespace) + "/" + resources[kind]
	if name != "" {
		path += "/" + url.PathEscape(name)
	}
	values := url.Values{}
	for key, value := range query {
		if value != "" {
			values.Set(key, value)
		}
	}
	r := httptest.NewRequest(method, "/", strings.NewReader(string(body)))
	r.URL = &url.URL{Path: path, RawQuery: values.Encode()}
	if unescaped, err := url.PathUnescape(path); err == nil {
		r.URL.Path = unescaped
		r.URL.RawPath = path
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "kubectl")
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, r)
	answer := response{code: recorder.Code, body: recorder.Body.Bytes()}
	for _, header := range recorder.Header()["Warning"] {
		if parsed, _ := utilnet.ParseWarningHeaders([]string{header}); len(parsed) > 0 {
			answer.warnings = append(answer.warnings, parsed[0].Text)
		}
	}
	if !answer.ok() {
		if err := json.Unmarshal(answer.body, &answer.status); err != nil {
			answer.status.Message = string(answer.body)
		}
	}
	return answer
}
