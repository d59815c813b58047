import { isSameNamespace } from "../names.js";
import type { Autoscaler, Neighbours } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { byPlace } from "./by-place.js";
import { isOfOtherRendering } from "./renderings.js";

/** More than one workload has with its renderings; a file of thousands must not cost thousands for each workload. */
export const MAX_AUTOSCALERS = 100;

const indexes = new WeakMap<readonly Autoscaler[], Map<string, Autoscaler[]>>();

/** Returns the autoscalers that own the workload's number of replicas. An unwritten namespace matches any. */
export function autoscalersOf(workload: Workload, { autoscalers }: Neighbours): Autoscaler[] {
  if (workload.name === null || autoscalers.length === 0) return [];
  const named = indexOf(autoscalers).get(JSON.stringify([workload.kind, workload.name])) ?? [];
  return named.filter(
    ({ target, namespace, object }) =>
      isSameGroup(target.group, workload.traits.group) &&
      isSameNamespace(namespace, workload.namespace) &&
      !isOfOtherRendering(object, workload),
  );
}

/** Returns how many autoscalers of its name were asked: `MAX_AUTOSCALERS` where there may be more. */
export function askedAutoscalers({ kind, name }: Workload, { autoscalers }: Neighbours): number {
  return indexOf(autoscalers).get(JSON.stringify([kind, name]))?.length ?? 0;
}

/** Kinds of other projects have the same names, and groups with a dot; one without is a slip or an old version. */
function isSameGroup(written: string | null, group: string): boolean {
  return written === null || written === group || !written.includes(".");
}

function indexOf(autoscalers: readonly Autoscaler[]): Map<string, Autoscaler[]> {
  const known = indexes.get(autoscalers);
  if (known !== undefined) return known;
  const index = new Map<string, Autoscaler[]>();
  for (const autoscaler of autoscalers) {
    const key = JSON.stringify([autoscaler.target.kind, autoscaler.target.name]);
    const list = index.get(key);
    if (list === undefined) index.set(key, [autoscaler]);
    else list.push(autoscaler);
  }
  // The order in which files come must not show.
  for (const [key, list] of index) index.set(key, list.toSorted(byPlace).slice(0, MAX_AUTOSCALERS));
  indexes.set(autoscalers, index);
  return index;
}
