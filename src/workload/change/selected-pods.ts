/** Works out what the head's selector makes of the pods that run. */
import { unmetKeys } from "../../api-server/validate/values/labels.js";
import { get } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import { unmetOfSelector, type WorkloadPair } from "./pair-workloads.js";

/** Whether the head's selector, on an object of its own, matches the labels of the base's pods; false where that is not known. */
export function selectsOldPods({ before, after }: WorkloadPair): boolean {
  return before !== null && after !== null && unmetByOldPods(before, after, null)?.length === 0;
}

/**
 * Whether the apply succeeds and the live object then selects none of the pods that run, so that its controller lets go of
 * them as they are (controller_ref_manager.go: ClaimObject releases what does not match).
 */
export function letsGoOfPods(pair: WorkloadPair): boolean {
  const { before, after } = pair;
  if (before === null || after === null || before.partial || after.partial) return false;
  if (after.traits.changesSelectorBy?.includes(after.apiVersion) !== true) return false;
  if (unmetOfSelector(pair).length > 0) return false;
  return (unmetByOldPods(before, after, before)?.length ?? 0) > 0;
}

type Workload = NonNullable<WorkloadPair["before"]>;

/** Returns the keys of a selector which those pods do not meet; null where that cannot be told. */
function unmetByOldPods(before: Workload, after: Workload, live: Workload | null): string[] | null {
  const selectorOf = after.traits.immutable.selector;
  if (selectorOf === undefined) return null;
  const selector = live === null ? selectorOf(after) : selectorOf(after, live);
  return unmetKeys(selector, get(podTemplateOf(before), "metadata", "labels"));
}
