import { canonicalJson, get } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import type { Workload } from "../workload.js";
import { normalizeTemplate, normalizeWorkload } from "./normalize-workload.js";

/** A workload at the base and at the head; one of them may be absent. */
export interface WorkloadPair {
  before: Workload | null;
  after: Workload | null;
}

/** Returns names of an object that stay the same when its file moves. */
function identityOf(workload: Workload): string {
  return workload.id.slice(workload.id.lastIndexOf("#"));
}

/**
 * Pairs the workloads of the base with those of the head: first within one file (followed through a rename), equal
 * names in their order; then an object that moved, where exactly one file lost it and one gained it; then one that had
 * no name yet, where its file has no other of its kind without one.
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
  const left = [...lost.values()].flat();
  const named = nameless(left, pairs, previousPaths);
  for (const [pair, before] of named) pair.before = before;
  const found = new Set(named.values());
  return [
    ...pairs,
    ...left.filter((workload) => !found.has(workload)).map((before) => ({ before, after: null })),
  ];
}

/** Pairs that get a base which the API server refused for having no name. */
function nameless(
  lost: readonly Workload[],
  pairs: readonly WorkloadPair[],
  previousPaths: ReadonlyMap<string, string>,
): Map<WorkloadPair, Workload> {
  const isNameless = ({ name, object }: Workload) =>
    name === null && get(object.value, "metadata", "generateName") == null;
  const found = lost.filter(isNameless).flatMap((before): [WorkloadPair, Workload][] => {
    const isOf = ({ path, kind }: Workload) => path === before.path && kind === before.kind;
    const gained = pairs.filter(
      ({ before: known, after }) =>
        known === null &&
        after !== null &&
        isOf({ ...after, path: previousPaths.get(after.path) ?? after.path }),
    );
    const alone = lost.filter((one) => isNameless(one) && isOf(one)).length === 1;
    return alone && gained.length === 1 ? [[gained[0] as WorkloadPair, before]] : [];
  });
  return new Map(found);
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** Whether the object differs after parsing and defaulting; a comment, an order of keys, a written default do not count. */
export function objectChanged({ before, after }: WorkloadPair): boolean {
  if (before === null || after === null) return true;
  return canonicalJson(normalizeWorkload(before)) !== canonicalJson(normalizeWorkload(after));
}

/** Whether merging the change replaces pods: it makes a new pod template, or lets go of what was held back. */
export function rollsPods(pair: WorkloadPair): boolean {
  const { before, after } = pair;
  if (after === null) return false;
  // The object must be deleted and created again, whatever holds its pods.
  if (immutableChange(pair) !== null) return true;
  const { holdsPods, rollsAnyway } = after.traits;
  if (holdsPods(after)) return false;
  if (before === null || rollsAnyway(before, after)) return true;
  return (
    canonicalJson(normalizeTemplate(podTemplateOf(before))) !==
    canonicalJson(normalizeTemplate(podTemplateOf(after)))
  );
}

/**
 * Returns the entry of the spec whose change takes deleting the object and all its pods, as the API server refuses to
 * change it (apps/validation.go); null where there is none.
 */
export function immutableChange({ before, after }: WorkloadPair): string | null {
  if (before === null || after === null || before.partial || after.partial) return null;
  const changed = Object.entries(after.traits.immutable).find(([field, compared]) => {
    // Where nothing was ever written, the live one keeps the default of the day it was created.
    if (before.spec[field] == null && after.spec[field] == null) return false;
    return canonicalJson(compared(before)) !== canonicalJson(compared(after));
  });
  return changed?.[0] ?? null;
}
