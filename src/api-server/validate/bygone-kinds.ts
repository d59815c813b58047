/**
 * Workloads under apiVersions that Kubernetes 1.16 took away. Only what the versions that had them refused in the same words
 * of their validation counts (pkg/apis/core/validation and pkg/apis/apps/validation of Kubernetes 1.9 to 1.15): later ones
 * look at more fields.
 */
import type { JsonObject } from "../../manifest/json-value.js";
import type { Fault } from "./values/fault.js";
import { daemonSetFaults, deploymentFaults, statefulSetFaults } from "./workload-kinds.js";

/** Places below the object; a number stands for each item of a list. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  "spec.template.metadata.labels",
  "spec.template.spec.restartPolicy",
  "spec.template.spec.containers",
  "spec.template.spec.volumes.0.name",
  ...["containers", "initContainers"].flatMap((list) =>
    [
      "name",
      "image",
      "ports.0.containerPort",
      "ports.0.name",
      "volumeMounts.0.name",
      "volumeMounts.0.mountPath",
    ].map((field) => `spec.template.spec.${list}.0.${field}`),
  ),
]);

function refusedAllAlong(faults: readonly Fault[]): Fault[] {
  return faults.filter(
    ({ path, since, until }) =>
      since === undefined &&
      until === undefined &&
      LOOKED_AT.has(path.map((key) => (typeof key === "number" ? 0 : key)).join(".")),
  );
}

export function bygoneDeploymentFaults(object: JsonObject): Fault[] {
  return refusedAllAlong(deploymentFaults(object));
}

export function bygoneDaemonSetFaults(object: JsonObject): Fault[] {
  return refusedAllAlong(daemonSetFaults(object));
}

/** Whatever the version, a StatefulSet of that time is taken, and its pods are refused one by one. */
export function bygoneStatefulSetFaults(object: JsonObject): Fault[] {
  return refusedAllAlong(statefulSetFaults(object)).map((fault) =>
    fault.ofPodsBefore === undefined ? fault : { ...fault, ofPodsBefore: Number.POSITIVE_INFINITY },
  );
}
