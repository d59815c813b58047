/**
 * The kinds of workload that are judged: the one place of this folder that knows them all. Kinds of other projects
 * have the same names (apps.kruise.io …), so the group decides.
 */
import { isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { WorkloadKind } from "../workload.js";
import { rollout, workloadRefOf } from "./argo-rollout.js";
import { daemonSet } from "./daemon-set.js";
import { deployment } from "./deployment.js";
import type { KindTraits } from "./kind-traits.js";
import { statefulSet } from "./stateful-set.js";

const KINDS: Record<WorkloadKind, KindTraits> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Rollout: rollout,
};

export const WORKLOAD_KINDS = Object.keys(KINDS) as WorkloadKind[];

export function isWorkloadKind(kind: string): kind is WorkloadKind {
  return Object.hasOwn(KINDS, kind);
}

export function traitsOf(kind: WorkloadKind): KindTraits {
  return KINDS[kind];
}

/**
 * The kind of workload that an object is meant as; null for every other object. Only Kubernetes' own groups have no
 * dot, so one that is absent or misspelt is a fault and no stranger.
 */
export function workloadKindOf(object: ManifestObject): WorkloadKind | null {
  const { kind, apiVersion, value } = object;
  // Without a pod template of its own there is nothing to judge.
  if (!isWorkloadKind(kind) || workloadRefOf(object) !== null) return null;
  // Other tools' JSON may hold a "kind" as well; an object of Kubernetes has more than that.
  if (apiVersion === "") return isObject(value.metadata) || isObject(value.spec) ? kind : null;
  const group = apiVersion.split("/", 1)[0] as string;
  return group === KINDS[kind].group || !group.includes(".") ? kind : null;
}
