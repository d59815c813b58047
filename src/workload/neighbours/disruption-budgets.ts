import { asString, get, isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { isSameNamespace } from "../names.js";
import type { DisruptionBudget, Neighbours } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { byPlace } from "./by-place.js";
import { matchesSelector } from "./label-selector.js";
import { isOfOtherRendering } from "./renderings.js";

/** Reads a PodDisruptionBudget; null for one that selects nothing. */
export function readDisruptionBudget(object: ManifestObject): DisruptionBudget | null {
  const { value, apiVersion } = object;
  const selector = get(value, "spec", "selector");
  // policy/v1beta1 took an empty selector for no pod, policy/v1 takes it for every pod.
  const isEmpty = isObject(selector) && Object.keys(selector).length === 0;
  if (!/^policy\/v1(?:beta1)?$/.test(apiVersion) || !isObject(selector)) return null;
  if (isEmpty && apiVersion === "policy/v1beta1") return null;
  return {
    name: asString(get(value, "metadata", "name")),
    namespace: asString(get(value, "metadata", "namespace")),
    object,
    selector,
    minAvailable: get(value, "spec", "minAvailable"),
    maxUnavailable: get(value, "spec", "maxUnavailable"),
  };
}

/** Budgets of a folder that are asked: each of thousands of workloads must not cost a look at all of thousands. */
const MAX_BUDGETS = 1_000;

/** Returns the PodDisruptionBudgets that select the workload's pods, in order. An unwritten namespace matches any. */
export function disruptionBudgetsOf(
  workload: Workload,
  { disruptionBudgets }: Neighbours,
): DisruptionBudget[] {
  return disruptionBudgets
    .slice(0, MAX_BUDGETS)
    .filter(
      ({ namespace, selector, object }) =>
        isSameNamespace(namespace, workload.namespace) &&
        matchesSelector(selector, workload.podLabels) &&
        !isOfOtherRendering(object, workload),
    )
    .toSorted(byPlace);
}
