import { apiGroupOf } from "../../manifest/api-group.js";
import { canonicalJson, get } from "../../manifest/json-value.js";
import { renderingOf } from "../../manifest/origin.js";
import { podTemplateOf } from "../pod-template.js";
import type { Workload } from "../workload.js";
import { unmetFilledLabels } from "./filled-selector.js";
import { mayBeEqual } from "./may-be-equal.js";
import { normalizeTemplate, normalizeWorkload } from "./normalize-workload.js";

/** A workload at the base and at the head; one of them may be absent. */
export interface WorkloadPair {
  before: Workload | null;
  after: Workload | null;
}

/** Returns names of an object that stay the same when its file moves; no object moves from one rendering to another. */
function identityOf({ id, object }: Workload): string {
  return `${renderingOf(object.document.manifest)}${id.slice(id.lastIndexOf("#"))}`;
}

/** A template may print what another file holds, and its workloads are still of the template. */
function filePathOf({ object, path }: Workload): string {
  const { manifest } = object.document;
  return manifest.origin.rendering ? manifest.path : path;
}

/**
 * Pairs the workloads of the base with those of the head: first within one file (followed through a rename), equal
 * names in their order; then an object that moved, where exactly one file lost it and one gained it; then one whose
 * namespace is written on one side only, where a kustomization of its folder gives it the same on both, or where it stays
 * in its file and nothing else there has its name; then one that had no name yet, where its file has no other of its kind without one.
 */
export function pairWorkloads(
  before: readonly Workload[],
  after: readonly Workload[],
  previousPaths: ReadonlyMap<string, string>,
  namespaces: Namespaces = { before: ({ namespace }) => namespace, after: ({ namespace }) => namespace },
): WorkloadPair[] {
  const waiting = new Map<string, Workload[]>();
  for (const workload of before) push(waiting, `${filePathOf(workload)}${identityOf(workload)}`, workload);
  const pairs: WorkloadPair[] = after.map((workload) => {
    const path = previousPaths.get(filePathOf(workload)) ?? filePathOf(workload);
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
  let left = [...lost.values()].flat();
  for (const [pair, before] of inOneNamespace(left, pairs, namespaces)) pair.before = before;
  left = withoutPaired(left, pairs);
  for (const [pair, before] of inOneFile(left, pairs, previousPaths)) pair.before = before;
  left = withoutPaired(left, pairs);
  const named = nameless(left, pairs, previousPaths);
  for (const [pair, before] of named) pair.before = before;
  const found = new Set(named.values());
  return [
    ...pairs,
    ...left.filter((workload) => !found.has(workload)).map((before) => ({ before, after: null })),
  ];
}

function withoutPaired(lost: readonly Workload[], pairs: readonly WorkloadPair[]): Workload[] {
  const paired = new Set(pairs.map(({ before }) => before));
  return lost.filter((workload) => !paired.has(workload));
}

/** The namespace that an object gets on each side, written in it or by its folder's kustomization. */
export interface Namespaces {
  before(workload: Workload): string | null;
  after(workload: Workload): string | null;
}

/** Pairs within one folder that get a base with another namespace in its text, and the same one once it is built. */
function inOneNamespace(
  lost: readonly Workload[],
  pairs: readonly WorkloadPair[],
  namespaces: Namespaces,
): Map<WorkloadPair, Workload> {
  const keyOf = ({ scope, apiVersion, kind, name }: Workload, namespace: string) =>
    JSON.stringify([scope, apiGroupOf(apiVersion), kind, namespace, name]);
  const gone = new Map<string, Workload[]>();
  for (const workload of lost) {
    const namespace = namespaces.before(workload);
    if (namespace !== null && workload.name !== null) push(gone, keyOf(workload, namespace), workload);
  }
  const come = new Map<string, WorkloadPair[]>();
  if (gone.size === 0) return new Map();
  for (const pair of pairs) {
    if (pair.before !== null || pair.after === null) continue;
    const namespace = namespaces.after(pair.after);
    if (namespace !== null) push(come, keyOf(pair.after, namespace), pair);
  }
  return new Map(
    [...gone].flatMap(([key, sources]): [WorkloadPair, Workload][] => {
      const targets = come.get(key) ?? [];
      return sources.length === 1 && targets.length === 1
        ? [[targets[0] as WorkloadPair, sources[0] as Workload]]
        : [];
    }),
  );
}

/**
 * Pairs that get a base from their own file, followed through a rename, where the namespace was written into it or taken
 * out: whoever applies the file may have named the same one, and what was wrong with the object was wrong before. Not where the live object could
 * not become the new one: then the two are known to be different objects.
 */
function inOneFile(
  lost: readonly Workload[],
  pairs: readonly WorkloadPair[],
  previousPaths: ReadonlyMap<string, string>,
): Map<WorkloadPair, Workload> {
  // A file that moves gets the scope of another folder.
  const keyOf = ({ object, path, apiVersion, kind, name }: Workload, at: string = path) =>
    JSON.stringify([renderingOf(object.document.manifest), at, apiGroupOf(apiVersion), kind, name]);
  const gone = new Map<string, Workload[]>();
  for (const workload of lost) if (workload.name !== null) push(gone, keyOf(workload), workload);
  const come = new Map<string, WorkloadPair[]>();
  for (const pair of pairs) {
    if (pair.before !== null || pair.after === null) continue;
    push(come, keyOf(pair.after, previousPaths.get(pair.after.path)), pair);
  }
  const isOneSided = (before: Workload, after: Workload | null) =>
    after !== null && (before.namespace === null) !== (after.namespace === null);
  return new Map(
    [...gone].flatMap(([key, [before, ...others]]): [WorkloadPair, Workload][] => {
      const [target, ...more] = come.get(key) ?? [];
      if (before === undefined || target === undefined || others.length > 0 || more.length > 0) return [];
      const after = target.after;
      return isOneSided(before, after) && immutableChange({ before, after }) === null
        ? [[target, before]]
        : [];
    }),
  );
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
 * Returns the entry of the spec for which the change takes deleting the object and all its pods: the API server refuses
 * to change it, or the new pods do not fit it as it stays (apps/validation.go); null where there is none.
 */
export function immutableChange(pair: WorkloadPair): string | null {
  return changedImmutable(pair) ?? (unmetOfSelector(pair).length > 0 ? "selector" : null);
}

/** Returns the labels of a selector that stays which the new pods do not have; none where an immutable entry changed. */
export function unmetOfSelector(pair: WorkloadPair): [key: string, value: string][] {
  const { before, after } = pair;
  if (before === null || after === null || before.partial || after.partial) return [];
  return changedImmutable(pair) === null ? unmetFilledLabels(before, after) : [];
}

/**
 * Returns the entry of the spec that the change alters and the API server refuses to change; null where there is none, or
 * where what a tool fills in may be what the other side has.
 */
function changedImmutable(pair: WorkloadPair): string | null {
  return changesOfImmutable(pair).find(({ isKnown }) => isKnown)?.field ?? null;
}

/** Returns the entry that may never change of which a placeholder alone decides whether it does; null where there is none. */
export function undecidedImmutable(pair: WorkloadPair): string | null {
  const changes = changesOfImmutable(pair);
  return changes.some(({ isKnown }) => isKnown) ? null : (changes[0]?.field ?? null);
}

function changesOfImmutable({ before, after }: WorkloadPair): { field: string; isKnown: boolean }[] {
  if (before === null || after === null || before.partial || after.partial) return [];
  const { immutable, changesSelectorBy } = after.traits;
  return Object.entries(immutable).flatMap(([field, compared]) => {
    if (field === "selector" && changesSelectorBy?.includes(after.apiVersion) === true) return [];
    // Where nothing was ever written, the live one keeps the default of the day it was created.
    if (before.spec[field] == null && after.spec[field] == null) return [];
    const [old, now] = [compared(before), compared(after, before)];
    return canonicalJson(old) === canonicalJson(now) ? [] : [{ field, isKnown: !mayBeEqual(old, now) }];
  });
}
