import { asArray, asObject, asString, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { isOfOtherRendering } from "../neighbours/renderings.js";
import type { Neighbours, ResourceQuota } from "../neighbours.js";
import type { Workload } from "../workload.js";

/** Reads a ResourceQuota; null for one that says of no pod of its namespace how much there may be. */
export function readResourceQuota(object: ManifestObject): ResourceQuota | null {
  const { value, apiVersion } = object;
  const hard = asObject(get(value, "spec", "hard"));
  if (apiVersion !== "v1" || Object.keys(hard).length === 0) return null;
  return {
    name: asString(get(value, "metadata", "name")),
    namespace: asString(get(value, "metadata", "namespace")),
    object,
    hard,
    scopes: asArray(get(value, "spec", "scopes")).map(String),
    isSelective: get(value, "spec", "scopeSelector") != null,
  };
}

/** Quotas of a folder that are asked: each of thousands of workloads must not cost a look at all of thousands. */
const MAX_QUOTAS = 100;

/** A quota that may count a workload's pods, and whether both are known to be of one namespace. */
export interface CountingQuota {
  quota: ResourceQuota;
  isSure: boolean;
}

/**
 * Returns the quotas in sight that count the pods of a workload if they stand in its namespace. Those for some priorities, or
 * for pods with a deadline or without requests, are left out (pkg/quota/v1/evaluator/core/pods.go: podMatchesScopeFunc).
 */
export function resourceQuotasOf(workload: Workload, neighbours: Neighbours): CountingQuota[] {
  return neighbours.resourceQuotas.slice(0, MAX_QUOTAS).flatMap((quota): CountingQuota[] => {
    const countsAll = !quota.isSelective && quota.scopes.every((scope) => scope === "NotTerminating");
    if (!countsAll || isOfOtherRendering(quota.object, workload)) return [];
    // A kustomization's namespace takes the place of every other.
    if (neighbours.namespace !== null) return [{ quota, isSure: true }];
    const [own, its] = [workload.namespace, quota.namespace];
    if (own !== null && its !== null) return own === its ? [{ quota, isSure: true }] : [];
    return [{ quota, isSure: neighbours.isRendered === true && own === its }];
  });
}
