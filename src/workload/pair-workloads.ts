import { asArray, asObject, canonicalJson } from "../manifest/json-value.js";
import { normalizeTemplate, normalizeWorkload } from "./normalize-workload.js";
import type { Workload } from "./workload.js";

/** A workload at the base and at the head; one of them may be absent. */
export interface WorkloadPair {
  before: Workload | null;
  after: Workload | null;
}

/** Names of an object that stay the same when its file moves. */
function identityOf(workload: Workload): string {
  return workload.id.slice(workload.id.lastIndexOf("#"));
}

/**
 * Pairs the workloads of the base with those of the head: first within one file (followed through a rename), equal
 * names in their order; then an object that moved, where exactly one file lost it and one gained it.
 */
export function pairWorkloads(
  before: readonly Workload[],
  after: readonly Workload[],
  previousPaths: ReadonlyMap<string, string>,
): WorkloadPair[] {
  const waiting = new Map<string, Workload[]>();
  for (const workload of before) push(waiting, `${workload.path}${identityOf(workload)}`, workload);
  const pairs: WorkloadPair[] = after.map((workload) => {
    const path = previousPaths.get(workload.path) ?? workload.path;
    return { before: waiting.get(`${path}${identityOf(workload)}`)?.shift() ?? null, after: workload };
  });

  const lost = new Map<string, Workload[]>();
  for (const workload of [...waiting.values()].flat()) push(lost, identityOf(workload), workload);
  const gained = new Map<string, WorkloadPair[]>();
  for (const pair of pairs) {
    if (pair.before === null && pair.after?.name != null) push(gained, identityOf(pair.after), pair);
  }
  for (const [identity, candidates] of gained) {
    const sources = lost.get(identity);
    if (candidates.length === 1 && sources?.length === 1) {
      (candidates[0] as WorkloadPair).before = sources[0] as Workload;
      lost.delete(identity);
    }
  }
  for (const workload of [...lost.values()].flat()) pairs.push({ before: workload, after: null });
  return pairs;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** Whether the object differs after parsing and defaulting; a comment, an order of keys, a written default do not count. */
export function objectChanged({ before, after }: WorkloadPair): boolean {
  if (before === null || after === null) return true;
  return (
    canonicalJson(normalizeWorkload(before.object.value)) !==
    canonicalJson(normalizeWorkload(after.object.value))
  );
}

/** Whether merging the change makes a new pod template. A paused Deployment rolls nothing (syncDeployment). */
export function rollsPods(pair: WorkloadPair): boolean {
  const { before, after } = pair;
  if (after === null) return false;
  // The object must be deleted and created again, paused or not.
  if (selectorChanged(pair)) return true;
  if (after.spec.paused === true) return false;
  if (before === null) return true;
  return (
    canonicalJson(normalizeTemplate(before.spec.template)) !==
    canonicalJson(normalizeTemplate(after.spec.template))
  );
}

/** `spec.selector` is immutable: a change of it takes deleting the object and all its pods (apps/validation.go). */
export function selectorChanged({ before, after }: WorkloadPair): boolean {
  if (before === null || after === null || before.partial || after.partial) return false;
  // Where none was ever written, the live one keeps the labels of the day it was created.
  if (before.spec.selector == null && after.spec.selector == null) return false;
  return selectorOf(before) !== selectorOf(after);
}

function selectorOf(workload: Workload): string {
  const { matchLabels, matchExpressions } = asObject(workload.spec.selector);
  const selector =
    workload.spec.selector == null
      ? null
      : {
          matchLabels,
          matchExpressions: asArray(matchExpressions).length > 0 ? matchExpressions : undefined,
        };
  // extensions/v1beta1 took the pod's labels where no selector was written.
  return canonicalJson(selector ?? { matchLabels: workload.podLabels });
}
