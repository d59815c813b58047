import { KIND_INDEX } from "../../src/kinds/kinds.js";
import { readManifest } from "../../src/manifest/read-manifest.js";
import { NEIGHBOUR_KINDS, readNeighbours } from "../../src/workload/neighbours/read-neighbours.js";
import type { Neighbours } from "../../src/workload/neighbours.js";
import { readWorkloads } from "../../src/workload/read-workloads.js";
import type { Workload } from "../../src/workload/workload.js";

/** The workloads of one file, and the objects around them. */
export function readYaml(text: string): { workloads: Workload[]; neighbours: Neighbours } {
  const manifest = readManifest("k8s/web.yaml", text, new Set([...NEIGHBOUR_KINDS, ...KIND_INDEX.names]));
  const neighbours = readNeighbours([manifest], KIND_INDEX)("k8s");
  return { workloads: readWorkloads(manifest.objects, neighbours, KIND_INDEX), neighbours };
}

/** A Deployment in flow style: `spec` holds entries of the spec, `pod` of the pod's spec, `containers` whole ones. */
export function deploymentOf({
  apiVersion = "apps/v1",
  spec = "replicas: 3",
  pod = "",
  labels = "app: web",
  containers = "{name: web, image: web, ports: [{containerPort: 8000}]}",
} = {}): string {
  return `apiVersion: ${apiVersion}
kind: Deployment
metadata: {name: web}
spec:
  ${spec === "" ? "" : `${spec}\n  `}selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {${labels}}}
    spec: {${pod === "" ? "" : `${pod}, `}containers: [${containers}]}
`;
}

export function serviceOf(ports: string, { name = "web", selector = "app: web" } = {}): string {
  return `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {${selector}}, ports: [${ports}]}\n`;
}
