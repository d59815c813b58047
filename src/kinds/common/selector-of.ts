import { asArray, asObject, type JsonObject } from "../../manifest/json-value.js";
import { filledSelector } from "../../workload/change/filled-selector.js";
import type { Workload } from "../../workload/workload.js";

/**
 * Returns a workload's selector as Kubernetes compares it; with the live object, as it stands once the workload is
 * applied over that. The old APIs took the pod's labels where none was written, and an apply lays what it writes over
 * those.
 */
export function selectorOf({ spec, podLabels }: Workload, live: Workload | null = null): unknown {
  const filled = live === null ? null : filledSelector(live);
  if (filled === null) return spec.selector == null ? { matchLabels: podLabels } : writtenSelector(spec);
  const { matchLabels, matchExpressions } = writtenSelector(spec);
  return { matchLabels: { ...filled, ...asObject(matchLabels) }, matchExpressions };
}

function writtenSelector(spec: JsonObject): { matchLabels: unknown; matchExpressions?: unknown } {
  const { matchLabels, matchExpressions, ...others } = asObject(spec.selector);
  // Before extensions/v1beta1 had LabelSelectors (Kubernetes 1.2) a selector was the labels themselves.
  const isSelector = Object.keys(asObject(matchLabels)).length > 0 || asArray(matchExpressions).length > 0;
  if (!isSelector && Object.keys(others).length > 0) return { matchLabels: others };
  return {
    matchLabels,
    matchExpressions: asArray(matchExpressions).length > 0 ? matchExpressions : undefined,
  };
}
