import { folderOf } from "../../changeset/change-set.js";
import type { Neighbours } from "../neighbours.js";

/** Names that kustomize's own documents give to folders whose objects are made whole elsewhere. */
const PARTS = /(?:^|\/)(?:bases?|components?|overlays?|patch(?:es)?|kustom\w*)(?=\/)/i;

/**
 * Whether a tool may add to what stands in a file before it is applied: a kustomization takes it in, or its folder is
 * named as one that others build upon.
 */
export function isBuiltUpon(path: string, neighbours: Pick<Neighbours, "builtUpon" | "isRendered">): boolean {
  return !neighbours.isRendered && (PARTS.test(path) || isTakenIn(path, neighbours));
}

/** Whether a kustomization takes in a file, or a folder that it stands in. */
export function isTakenIn(path: string, { builtUpon }: Pick<Neighbours, "builtUpon">): boolean {
  if (builtUpon.has(path)) return true;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (builtUpon.has(folder)) return true;
    if (folder === "") return false;
  }
}
