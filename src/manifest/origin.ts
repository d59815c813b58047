/** The places of values, asked of where their manifest comes from. */
import { folderOf } from "../changeset/change-set.js";
import type { KeyPath } from "./json-value.js";
import { linesAt } from "./locate.js";
import type { Manifest, ManifestObject, Origin, SourcePlace, WrittenValue } from "./manifest.js";
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

/**
 * Returns what to edit for a value at a path of keys to become another, or, with `added`, to get one entry more; null where
 * no file of the change can be edited for it.
 */
export function writtenAt(
  object: ManifestObject,
  keys: KeyPath,
  added: string | null = null,
): WrittenValue | null {
  const { origin } = object.document.manifest;
  if (origin.writtenAt !== undefined) return origin.writtenAt(object, keys, added);
  return placeOf(object, keys)?.editable ? { object, keys } : null;
}

/** Returns a place to show: for a value in no file the first line of its manifest, where nothing may be written. */
export function shownPlace(object: ManifestObject, keys: KeyPath): SourcePlace {
  const { path } = object.document.manifest;
  return placeOf(object, keys) ?? { path, line: 1, endLine: 1, editable: false };
}

/** Returns what tells a file's manifest from every other: two renderings may be of one file. */
export function fileKeyOf(manifest: Manifest): string {
  return `${renderingOf(manifest)}${manifest.path}`;
}

/** Returns what tells the objects of one rendering from those of another; "" for a file that is applied as it is. */
export function renderingOf({ origin }: Manifest): string {
  return origin.rendering ? `${origin.scope}\n` : "";
}

/** A path has none of these: they mark off, in an id, the name of one of several renderings of a source. */
const MARKED = /\0([^\0]*)\0/;

/** Returns the beginning of ids of one of several renderings of a source. */
export function idOfRendering(source: string, name: string): string {
  return `${source}\0${name}\0`;
}

/** Returns an id as all renderings of its source have it. */
export function withoutRendering(id: string): string {
  return id.replace(MARKED, "");
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
