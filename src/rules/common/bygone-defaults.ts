import { get } from "../../manifest/json-value.js";
import type { Workload } from "../../workload/workload.js";

/**
 * Returns a sentence, after a space, that says of numbers from the defaults of an apiVersion that is gone where they
 * come from; nothing where the manifest writes them, or has an apiVersion of today.
 */
export function bygoneDefaults({ apiVersion, traits, spec, kind }: Workload): string {
  const { gone, oldDefaults, strategyField } = traits;
  if (!Object.hasOwn(gone, apiVersion) || !Object.hasOwn(oldDefaults, apiVersion)) return "";
  const isUsed = oldDefaults[apiVersion]?.some(
    ({ path, notUnder }) =>
      path[0] === strategyField &&
      get(spec, ...path) == null &&
      (notUnder === undefined || get(spec, strategyField, "type") !== notUnder),
  );
  return isUsed
    ? ` What its strategy leaves out counts with the defaults of ${apiVersion}, as an older object keeps them: ${gone[apiVersion]} no ${kind} in ${apiVersion} and refuse a new one.`
    : "";
}
