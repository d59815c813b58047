import type { ManifestObject } from "../manifest/manifest.js";

interface Placed {
  object: ManifestObject;
}

/** The order of objects by file and place, so that the order in which files come does not show. */
export function byPlace({ object: left }: Placed, { object: right }: Placed): number {
  const [one, other] = [left.document.manifest.path, right.document.manifest.path];
  return one === other ? left.place - right.place : one < other ? -1 : 1;
}
