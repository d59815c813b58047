import { asArray, asObject } from "../../manifest/json-value.js";
import type { Workload } from "../../workload/workload.js";

/** A workload's selector as Kubernetes compares it. The old APIs took the pod's labels where none was written. */
export function selectorOf({ spec, podLabels }: Workload): unknown {
  if (spec.selector == null) return { matchLabels: podLabels };
  const { matchLabels, matchExpressions } = asObject(spec.selector);
  return {
    matchLabels,
    matchExpressions: asArray(matchExpressions).length > 0 ? matchExpressions : undefined,
  };
}
