/** Works out which defaults of an apiVersion that is gone a live object keeps. */
import { asObject, get, withValue } from "../../manifest/json-value.js";
import type { OldDefault } from "../workload.js";
import type { WorkloadPair } from "./pair-workloads.js";

/**
 * Returns the defaults of the base's apiVersion that an apply of the head leaves as they are. Both kinds of apply
 * change only what one of the two manifests writes (kubectl: CreateThreeWayMergePatch; structured-merge-diff: only
 * fields that are owned).
 */
export function keptDefaults({ before, after }: WorkloadPair): readonly OldDefault[] {
  if (before === null || after === null || before.partial || after.partial) return [];
  const { apiVersions, oldDefaults, strategyField } = after.traits;
  const found = Object.hasOwn(oldDefaults, before.apiVersion) ? oldDefaults[before.apiVersion] : undefined;
  if (found === undefined || after.apiVersion !== apiVersions[0]) return [];
  const specs = [before, after].map(({ object }) => asObject(object.value.spec));
  return found.filter(({ path, notUnder }) =>
    specs.every(
      (spec) =>
        get(spec, ...path) == null &&
        (notUnder === undefined || get(spec, strategyField, "type") !== notUnder),
    ),
  );
}

/** Returns the head as it stands in the cluster once it is applied over the base. */
export function withLiveDefaults(pair: WorkloadPair): WorkloadPair {
  const { after } = pair;
  const kept = keptDefaults(pair);
  if (after === null || kept.length === 0) return pair;
  const spec = kept.reduce((filled, { path, value }) => withValue(filled, path, value), after.spec);
  return { ...pair, after: { ...after, spec } };
}
