import { asArray, asObject, get } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { readLabels } from "./read-workload.js";

/** Labels that kustomize writes into the objects of a folder, over what stands in them. */
export interface AddedLabels {
  /** keys that it gives to pods and to every selector alike, so that they match whatever the files say */
  everywhere: Set<string>;
  /** those that it gives to the pods and to no selector */
  onPods: Record<string, string>;
}

/** Adds what a kustomization says in `commonLabels` and `labels`. */
export function collectAddedLabels({ value }: ManifestObject, into: AddedLabels): void {
  for (const key of Object.keys(asObject(value.commonLabels))) into.everywhere.add(key);
  for (const entry of asArray(value.labels)) {
    const pairs = readLabels(get(entry, "pairs"));
    if (get(entry, "includeSelectors") === true)
      for (const key of Object.keys(pairs)) into.everywhere.add(key);
    else if (get(entry, "includeTemplates") === true) Object.assign(into.onPods, pairs);
  }
}
