/** What is read of a pod around its probes. */
import { asArray, asObject, get, type JsonObject } from "../../manifest/json-value.js";
import type { NamespaceMesh } from "./injected-namespaces.js";

/** What a probe's meaning hangs on beside itself. */
export interface ProbedPod {
  podSpec: JsonObject;
  annotations: JsonObject;
  labels: JsonObject;
  hostPorts: ReadonlySet<unknown>;
  /** meshes that its namespace asks for a sidecar in each pod that does not refuse it */
  injectedBy: readonly NamespaceMesh[];
}

/** Returns what a pod template says of its pods, in a namespace that asks for the sidecars of some meshes. */
export function probedPod(template: JsonObject, injectedBy: readonly NamespaceMesh[]): ProbedPod {
  const podSpec = asObject(template.spec);
  const ports = asArray(podSpec.containers).flatMap((container) => asArray(get(container, "ports")));
  return {
    podSpec,
    injectedBy,
    hostPorts: new Set(ports.flatMap((port) => get(port, "hostPort") ?? [])),
    annotations: asObject(get(template, "metadata", "annotations")),
    labels: asObject(get(template, "metadata", "labels")),
  };
}
