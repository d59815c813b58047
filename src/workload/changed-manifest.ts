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
