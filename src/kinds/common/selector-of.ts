import { asArray, asObject } from "../../manifest/json-value.js";
import type { Workload } from "../../workload/workload.js";

/** Returns a workload's selector as Kubernetes compares it. The old APIs took the pod's labels where none was written. */
export function selectorOf({ spec, podLabels }: Workload): unknown {
  if (spec.selector == null) return { matchLabels: podLabels };
  const { matchLabels, matchExpressions, ...others } = asObject(spec.selector);
  // Before extensions/v1beta1 had LabelSelectors (Kubernetes 1.2) a selector was the labels themselves.
  const isSelector = Object.keys(asObject(matchLabels)).length > 0 || asArray(matchExpressions).length > 0;
  if (!isSelector && Object.keys(others).length > 0) return { matchLabels: others };
  return {
    matchLabels,
    matchExpressions: asArray(matchExpressions).length > 0 ? matchExpressions : undefined,
  };
}
