import { asObject, get, type JsonObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { Neighbours } from "../neighbours.js";
import { isBuiltUpon } from "./is-built-upon.js";

/** Entries of which a whole object has at least one; what has none is there to be laid over another. */
const TELLING: Record<string, readonly string[]> = {
  Service: ["ports", "selector", "externalName"],
  HorizontalPodAutoscaler: ["scaleTargetRef"],
  PodDisruptionBudget: ["selector"],
};

/** Whether an object that is no workload is all that is applied: no patch, and nothing that a kustomization takes in. */
export function isWholeObject(object: ManifestObject, neighbours: Neighbours): boolean {
  const { path } = object.document.manifest;
  return !neighbours.patchPaths.has(path) && !isBuiltUpon(path, neighbours) && looksWhole(object);
}

/** Whether an object has by itself what no patch is without. */
export function looksWhole({ kind, value }: ManifestObject): boolean {
  return !hasDirective(value) && isTelling(kind, asObject(value.spec));
}

function isTelling(kind: string, spec: JsonObject): boolean {
  const entries = Object.hasOwn(TELLING, kind) ? TELLING[kind] : undefined;
  return entries === undefined || entries.some((entry) => get(spec, entry) !== undefined);
}

function hasDirective(value: JsonObject): boolean {
  return value.$patch !== undefined || get(value, "spec", "$patch") !== undefined;
}
