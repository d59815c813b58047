#!/usr/bin/env bash
# A Service without a selector under kustomize's `labels` with `includeSelectors` (and `commonLabels`). Needs Go 1.26; compiles for
# about a minute.
# Guess, before it ran: kustomize adds its label to the selectors that are there. A Service that has none on purpose, since its
# EndpointSlices are written by hand for a database outside of the cluster, stays as it is, as a PodDisruptionBudget without one does.
# Came out: the Service gains a selector of that label alone, an ExternalName Service as well; the budget does not. As every pod of
# the overlay carries the label, the Service of the outside database leads to all of them besides: any pod of the web Deployment
# that is Ready becomes an endpoint for port 5432.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export GOFLAGS=-mod=mod
cat > kustomization.yaml <<'YAML'
resources: [all.yaml]
labels:
  - pairs: {team: shop}
    includeSelectors: true
YAML
cat > all.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata: {name: database}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: database-1, labels: {kubernetes.io/service-name: database}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.10]}]
---
apiVersion: v1
kind: Service
metadata: {name: mail}
spec: {type: ExternalName, externalName: mail.example.com}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: nobody}
spec: {maxUnavailable: 1}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
YAML
built=$(go run sigs.k8s.io/kustomize/kustomize/v5@v5.8.2 build .)
echo "sigs.k8s.io/kustomize/kustomize v5.8.2"
echo "$built"
# spec.selector of one object, as one line
selector() {
  awk -v kind="$1" -v name="$2" 'BEGIN { RS = "---\n" } $0 ~ "\nkind: " kind "\n" && $0 ~ "\n  name: " name "\n"' <<< "$built" |
    awk '/^  selector:/ { on = 1; next } on && /^    / { printf "%s ", $1 $2 } on && !/^    / { on = 0 }'
}
echo
echo "selector of the Service database: $(selector Service database)"
echo "selector of the Service mail:     $(selector Service mail)"
echo "selector of the budget:           $(selector PodDisruptionBudget nobody)"
[[ "$(selector Service database)" == "team:shop " ]]
[[ "$(selector Service mail)" == "team:shop " ]]
[[ -z "$(selector PodDisruptionBudget nobody)" ]]
grep -q "^        team: shop$" <<< "$built"
