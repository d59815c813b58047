/**
 * Kinds that run pods and are not judged. They are known by name, so that a change of one is told and never passed in
 * silence.
 */
import { apiGroupOf } from "../manifest/api-group.js";
import { get, isObject } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { isNear } from "../workload/slips.js";
import { KIND_INDEX } from "./kinds.js";

/** By API group, which tells another project's kind from Kubernetes' own of the same name; "" is the core's. */
const UNJUDGED: Readonly<Record<string, readonly string[]>> = {
  "": ["Pod", "ReplicationController"],
  apps: ["ReplicaSet"],
  extensions: ["ReplicaSet"],
  batch: ["Job", "CronJob"],
  "apps.kruise.io": ["StatefulSet", "DaemonSet", "BroadcastJob", "AdvancedCronJob", "UnitedDeployment"],
  // It leads the rollouts of other workloads, which go as it says.
  "rollouts.kruise.io": ["Rollout"],
  "leaderworkerset.x-k8s.io": ["LeaderWorkerSet"],
  "jobset.x-k8s.io": ["JobSet"],
  "serving.knative.dev": ["Service", "Configuration"],
};

/** Every word that is the `kind` of one of them. */
export const UNJUDGED_NAMES: ReadonlySet<string> = new Set(Object.values(UNJUDGED).flat());

/** Whether an object is of one of them. */
export function isKnownUnjudged({ apiVersion, kind }: Pick<ManifestObject, "apiVersion" | "kind">): boolean {
  const group = apiGroupOf(apiVersion);
  const listed = apiVersion !== "" && Object.hasOwn(UNJUDGED, group) ? UNJUDGED[group] : [];
  return listed?.includes(kind) === true;
}

/** The same, or of a kind that has a judged one's name and a group that is another project's, or a slip. */
export function isUnjudged(object: ManifestObject): boolean {
  const { apiVersion, kind } = object;
  if (isKnownUnjudged(object) || meantAsUnjudged(object) !== null) return true;
  return apiVersion !== "" && KIND_INDEX.names.has(kind) && KIND_INDEX.meantAs(object) === null;
}

/**
 * Returns the one of them that an object is meant as whose own kind or group is a slip; null for every other object, and
 * for one that has no pods to run.
 */
export function meantAsUnjudged(object: ManifestObject): string | null {
  const { apiVersion, kind } = object;
  if (apiVersion === "" || isKnownUnjudged(object) || KIND_INDEX.meantAs(object) !== null) return null;
  if (!hasPods(object)) return null;
  const group = apiGroupOf(apiVersion);
  const listed = Object.entries(UNJUDGED).flatMap(([known, kinds]) => (isGroupOf(group, known) ? kinds : []));
  return listed.find((known) => known === kind) ?? listed.find((known) => isNear(kind, known)) ?? null;
}

/** Kubernetes' own groups have no dot, and are taken for one another; another project's is meant by a slip of it. */
function isGroupOf(written: string, known: string): boolean {
  return known.includes(".") ? isNear(written, known) : !written.includes(".");
}

function hasPods({ value }: ManifestObject): boolean {
  const { spec } = value;
  return (
    Array.isArray(get(spec, "containers")) ||
    isObject(get(spec, "template")) ||
    isObject(get(spec, "jobTemplate"))
  );
}
