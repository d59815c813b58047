/** What is read of a pod around its probes. */
import { asArray, asObject, get, type JsonObject } from "../../manifest/json-value.js";

/** What a probe's meaning hangs on beside itself. */
export interface ProbedPod {
  podSpec: JsonObject;
  annotations: JsonObject;
  labels: JsonObject;
  hostPorts: ReadonlySet<unknown>;
  /** its namespace asks Istio for a sidecar in each pod that does not refuse it */
  isInjected: boolean;
}

/** Returns what a pod template says of its pods, in a namespace of which the second says what Istio does there. */
export function probedPod(template: JsonObject, isInjected: boolean): ProbedPod {
  const podSpec = asObject(template.spec);
  const ports = asArray(podSpec.containers).flatMap((container) => asArray(get(container, "ports")));
  return {
    podSpec,
    isInjected,
    hostPorts: new Set(ports.flatMap((port) => get(port, "hostPort") ?? [])),
    annotations: asObject(get(template, "metadata", "annotations")),
    labels: asObject(get(template, "metadata", "labels")),
  };
}
