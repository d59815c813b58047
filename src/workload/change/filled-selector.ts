/** Works out the selector that an old apiVersion filled in, and what becomes of it when the head is applied. */
import { unmetKeys } from "../../api-server/validate/values/labels.js";
import { get } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import { readLabels } from "../read-workload.js";
import type { Workload } from "../workload.js";

/**
 * Returns the labels that an old apiVersion made a live object's selector of, as its manifest writes none; null where
 * the selector is the manifest's own. No later apply takes one of them away: a client-side one deletes only what the
 * manifest wrote before (kubectl: CreateThreeWayMergePatch).
 */
export function filledSelector({ traits, apiVersion, spec }: Workload): Record<string, string> | null {
  if (spec.selector != null || traits.fillsSelector?.includes(apiVersion) !== true) return null;
  const labels = readLabels(get(podTemplateOf({ spec, traits }), "metadata", "labels"));
  return Object.keys(labels).length > 0 ? labels : null;
}

/** Returns the entries of the filled selector that the head's pods do not have, for which its apply is refused. */
export function unmetFilledLabels(before: Workload, after: Workload): [key: string, value: string][] {
  const filled = filledSelector(before);
  if (filled === null) return [];
  const unmet = unmetKeys({ matchLabels: filled }, get(podTemplateOf(after), "metadata", "labels")) ?? [];
  return unmet.map((key) => [key, filled[key] as string]);
}
