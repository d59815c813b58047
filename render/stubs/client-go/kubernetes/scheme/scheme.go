// Package scheme stands in for k8s.io/client-go/kubernetes/scheme, which Helm asks for one thing: which API versions a
// cluster has whose answers are not known (.Capabilities.APIVersions). So the names are here without the types.
package scheme

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Versions are API versions by name.
type Versions struct{ all []schema.GroupVersion }

// Add takes names such as apps/v1.
func (v *Versions) Add(names ...string) {
	for _, name := range names {
		v.all = append(v.all, schema.FromAPIVersionAndKind(name, "").GroupVersion())
	}
}

// PrioritizedVersionsAllGroups gives every API version.
func (v *Versions) PrioritizedVersionsAllGroups() []schema.GroupVersion { return slices.Clone(v.all) }

// Scheme has what client-go v0.37.2 registers.
var Scheme = &Versions{}

func init() { Scheme.Add(strings.Fields(builtIn)...) }

// Each API version of client-go v0.37.2, kubernetes/scheme/register.go, in the order in which it registers them.
const builtIn = `
v1
admissionregistration.k8s.io/v1
admissionregistration.k8s.io/v1alpha1
admissionregistration.k8s.io/v1beta1
internal.apiserver.k8s.io/v1alpha1
apps/v1
apps/v1beta1
apps/v1beta2
authentication.k8s.io/v1
authentication.k8s.io/v1alpha1
authentication.k8s.io/v1beta1
authorization.k8s.io/v1
authorization.k8s.io/v1beta1
autoscaling/v1
autoscaling/v2
batch/v1
batch/v1beta1
certificates.k8s.io/v1
certificates.k8s.io/v1beta1
certificates.k8s.io/v1alpha1
coordination.k8s.io/v1alpha2
coordination.k8s.io/v1beta1
coordination.k8s.io/v1
discovery.k8s.io/v1
discovery.k8s.io/v1beta1
events.k8s.io/v1
events.k8s.io/v1beta1
extensions/v1beta1
flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta1
flowcontrol.apiserver.k8s.io/v1beta2
flowcontrol.apiserver.k8s.io/v1beta3
lifecycle.k8s.io/v1alpha1
networking.k8s.io/v1
networking.k8s.io/v1beta1
node.k8s.io/v1
node.k8s.io/v1alpha1
node.k8s.io/v1beta1
policy/v1
policy/v1beta1
rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1
rbac.authorization.k8s.io/v1alpha1
resource.k8s.io/v1
resource.k8s.io/v1beta2
resource.k8s.io/v1beta1
resource.k8s.io/v1alpha3
scheduling.k8s.io/v1alpha3
scheduling.k8s.io/v1beta1
scheduling.k8s.io/v1
storage.k8s.io/v1beta1
storage.k8s.io/v1
storage.k8s.io/v1alpha1
storagemigration.k8s.io/v1
storagemigration.k8s.io/v1beta1
`
