import { asString, get } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import type { Workload } from "../workload.js";
import { lacksSelector } from "./lacks-selector.js";

const indexes = new WeakMap<Manifest, Set<string>>();

/**
 * Whether an object stands in another file that has the same workload once more: releases come as several renderings of
 * one app in a folder, of which only one is applied, and what stands in one belongs to no other.
 */
export function isOfOtherRendering({ document: { manifest } }: ManifestObject, workload: Workload): boolean {
  if (manifest.path === workload.object.document.manifest.path || workload.name === null) return false;
  return workloadsIn(manifest).has(keyOf(workload.kind, workload.name));
}

/** Returns the keys of what may be workloads: whole ones, since a patch, which has no selector, is no other rendering. */
function workloadsIn(manifest: Manifest): Set<string> {
  const known = indexes.get(manifest);
  if (known !== undefined) return known;
  const keys = new Set(
    manifest.objects
      .filter((object) => !lacksSelector(object))
      .map(({ kind, value }) => keyOf(kind, asString(get(value, "metadata", "name")))),
  );
  indexes.set(manifest, keys);
  return keys;
}

function keyOf(kind: string, name: string | null): string {
  return JSON.stringify([kind, name]);
}
