import { asArray, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { AddedLabels } from "../neighbours.js";
import { readLabels } from "../read-workload.js";

/** Adds what a kustomization says in `commonLabels` and `labels`. */
export function collectAddedLabels({ value }: ManifestObject, into: AddedLabels): void {
  const toAll = (labels: Record<string, string>): void => {
    for (const [key, label] of Object.entries(labels)) into.everywhere.set(key, label);
  };
  toAll(readLabels(value.commonLabels));
  for (const entry of asArray(value.labels)) {
    const pairs = readLabels(get(entry, "pairs"));
    if (get(entry, "includeSelectors") === true) toAll(pairs);
    else if (get(entry, "includeTemplates") === true) Object.assign(into.onPods, pairs);
  }
}

/** Whether a kustomization writes labels into the selectors of what it takes in. */
export function labelsSelectors(object: ManifestObject): boolean {
  const added: AddedLabels = { everywhere: new Map(), onPods: {} };
  collectAddedLabels(object, added);
  return added.everywhere.size > 0;
}
