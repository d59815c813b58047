/** Works out which defaults of an apiVersion that is gone a live object keeps. */
import { asObject, get, isObject, type JsonObject, withValue } from "../../manifest/json-value.js";
import type { KeyPath, OldDefault } from "../workload.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** What becomes of the defaults of the base's apiVersion when the head is applied over the live object. */
export interface LiveDefaults {
  /** those that every apply leaves as they are */
  kept: readonly OldDefault[];
  /** those that a client-side apply takes away, and a server-side apply does not */
  keptServerSide: readonly OldDefault[];
}

const NONE: LiveDefaults = { kept: [], keptServerSide: [] };

/**
 * Returns the defaults of the base's apiVersion that an apply of the head leaves as they are: it changes only what one of
 * the two manifests writes (kubectl: CreateThreeWayMergePatch; structured-merge-diff: only fields that are owned). The
 * numbers are those of a client-side apply, as nearly every object so old is applied. For a change of a live object
 * alone: one that is deleted and created again keeps nothing.
 */
export function liveDefaults({ before, after }: WorkloadPair): LiveDefaults {
  if (before === null || after === null || before.partial || after.partial) return NONE;
  const { apiVersions, oldDefaults, strategyField } = after.traits;
  const found = Object.hasOwn(oldDefaults, before.apiVersion) ? oldDefaults[before.apiVersion] : undefined;
  // What the head's apiVersion itself had as other defaults are its own.
  const hasTodays = apiVersions.includes(after.apiVersion) && !Object.hasOwn(oldDefaults, after.apiVersion);
  if (found === undefined || !hasTodays) return NONE;
  const [base, head] = [before, after].map(({ object }) => asObject(object.value.spec)) as [
    JsonObject,
    JsonObject,
  ];
  const left = found.filter(
    ({ path, notUnder }) =>
      [base, head].every(
        (spec) =>
          get(spec, ...path) == null &&
          (notUnder === undefined || get(spec, strategyField, "type") !== notUnder),
      ) && !isDropped(path, base, head),
  );
  const isTaken = (one: OldDefault) => isNulled(one.path, head) || isNotRetained(one, head);
  return { kept: left.filter((one) => !isTaken(one)), keptServerSide: left.filter(isTaken) };
}

/** Returns the head as it stands in the cluster once it is applied over the base. */
export function withLiveDefaults(pair: WorkloadPair): WorkloadPair {
  const { after } = pair;
  const { kept } = liveDefaults(pair);
  if (after === null || kept.length === 0) return pair;
  const spec = kept.reduce((filled, { path, value }) => withValue(filled, path, value), after.spec);
  return { ...pair, after: { ...after, spec } };
}

/** Whether a value, or a mapping around it, goes that the base wrote, even an empty one: all below it goes with it. */
function isDropped(path: KeyPath, base: JsonObject, head: JsonObject): boolean {
  return prefixesOf(path).some((prefix) => writes(base, prefix) && !writes(head, prefix));
}

/** Whether the manifest itself writes a null in its place. */
function isNulled(path: KeyPath, head: JsonObject): boolean {
  return prefixesOf(path).some((prefix) => writes(head, prefix) && get(head, ...prefix) === null);
}

/** Whether it stands in a mapping from which a client-side apply takes each key that is not among those written. */
function isNotRetained({ path, retainsKeys }: OldDefault, head: JsonObject): boolean {
  if (retainsKeys === undefined) return false;
  const written = get(head, ...retainsKeys);
  const key = path[retainsKeys.length] as string;
  return isObject(written) && Object.keys(written).length > 0 && !Object.hasOwn(written, key);
}

function prefixesOf(path: KeyPath): KeyPath[] {
  return path.map((_, index) => path.slice(0, index + 1));
}

function writes(spec: JsonObject, path: KeyPath): boolean {
  const parent = path.length === 1 ? spec : get(spec, ...path.slice(0, -1));
  return isObject(parent) && Object.hasOwn(parent, path.at(-1) as string);
}
