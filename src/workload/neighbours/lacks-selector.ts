import { asArray, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";

/** The versions that took the pods' labels where no selector was written: SetDefaults_* in pkg/apis/{apps,extensions}/v1beta1. */
const TAKE_LABELS: ReadonlySet<string> = new Set(["apps/v1beta1", "extensions/v1beta1"]);

/** Whether a workload has no selector, as a patch has none; a whole one of an old version is selected by its pods' labels. */
export function lacksSelector({ apiVersion, value }: ManifestObject): boolean {
  if (get(value, "spec", "selector") !== undefined) return false;
  const template = get(value, "spec", "template");
  const hasImage = asArray(get(template, "spec", "containers")).some((one) => get(one, "image") != null);
  return !(TAKE_LABELS.has(apiVersion) && hasImage && get(template, "metadata", "labels") != null);
}
