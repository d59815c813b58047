import type { ChangedFile } from "../changeset/change-set.js";
import type { Manifest } from "../manifest/manifest.js";

/** A changed file as manifests; null where a side has no text to read. */
export interface ChangedManifest {
  file: ChangedFile;
  before: Manifest | null;
  after: Manifest | null;
}

/** The manifests of a change, and the unchanged ones beside them. */
export interface ChangedManifests {
  changed: readonly ChangedManifest[];
  siblings: readonly Manifest[];
}

/** Returns the manifests of the changed files that one side has. */
export function onSide(changed: readonly ChangedManifest[], side: "before" | "after"): Manifest[] {
  return changed.flatMap((manifest) => manifest[side] ?? []);
}

/** Returns the path at the base of each file that was renamed, by its path at the head. */
export function renamesOf(changed: readonly ChangedManifest[]): Map<string, string> {
  return new Map(
    changed.flatMap(({ file }) => (file.previousPath === null ? [] : [[file.path, file.previousPath]])),
  );
}

/**
 * Whether the head of a changed file has what cannot be read, so that an object of the base may still be in it: no text,
 * a faulty document, a template, one object more that does not say its kind, or what is beyond a review's limits.
 */
export function mayHideObjects({ file, before, after }: ChangedManifest): boolean {
  if (after === null) return file.after !== null;
  return (
    after.cut !== null ||
    after.unread.length > 0 ||
    after.templates.length > 0 ||
    countNameless(after) > countNameless(before)
  );
}

/** Returns how many objects of a manifest have pods and do not say their kind in plain words. */
export function countNameless(manifest: Manifest | null): number {
  return (manifest?.problems ?? []).filter(({ code }) => code === "shape").length;
}
