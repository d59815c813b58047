/** The places of values, asked of where their manifest comes from. */
import { folderOf } from "../changeset/change-set.js";
import type { KeyPath } from "./json-value.js";
import { linesAt } from "./locate.js";
import type { ManifestObject, Origin, SourcePlace } from "./manifest.js";
import type { Problem } from "./problem.js";

/** Returns the origin of a file that is applied as it is. */
export function plainOrigin(path: string, editable: boolean): Origin {
  return {
    scope: folderOf(path),
    id: path,
    placeOf(object, keys) {
      const { startLine, endLine } = linesAt(object, keys);
      return { path, line: startLine, endLine, editable };
    },
  };
}

/** Returns where a value stands; null where no file of the change has it. */
export function placeOf(object: ManifestObject, keys: KeyPath): SourcePlace | null {
  return object.document.manifest.origin.placeOf(object, keys);
}

/** Returns a place to show: for a value in no file the first line of its manifest, where nothing may be written. */
export function shownPlace(object: ManifestObject, keys: KeyPath): SourcePlace {
  const { path } = object.document.manifest;
  return placeOf(object, keys) ?? { path, line: 1, endLine: 1, editable: false };
}

/** Which objects see one. */
export function scopeOf({ document }: ManifestObject): string {
  return document.manifest.origin.scope;
}

/** Returns a problem at a value of an object. */
export function problemOf(
  object: ManifestObject,
  keys: KeyPath,
  code: Problem["code"],
  message: string,
): Problem {
  const { path, line } = shownPlace(object, keys);
  return { code, path, line, column: 1, message };
}
