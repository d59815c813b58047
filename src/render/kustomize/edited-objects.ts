/** What a built object becomes where its file is edited, as far as an edit of the file is the same edit of the object. */

import { unbounded } from "../../manifest/allowance.js";
import { asString, canonicalJson, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { ALL_KINDS, readText } from "../read-texts.js";
import type { RenderedText } from "../rendering.js";

/** A file of the head with and without edits. */
export interface EditedFile {
  before: string;
  after: string;
}

/** Returns the objects of a built text that are others by an edit of its file, by their place in the text. */
export function editedObjects(
  { path, text, names = [] }: RenderedText,
  { before, after }: EditedFile,
): { object: number; value: JsonObject }[] {
  const sources = new Map(names);
  const [old, now] = [objectsIn(path, before), objectsIn(path, after)];
  if (old.length !== now.length) return [];
  return objectsIn(path, text).flatMap((built) => {
    const name = nameOf(built);
    const same = old.flatMap((one, index) =>
      one.kind === built.kind && name !== null && nameOf(one) === (sources.get(name) ?? name) ? [index] : [],
    );
    const [index] = same;
    if (index === undefined || same.length > 1) return [];
    const value = patched(built.value, old[index]?.value, now[index]?.value);
    return isObject(value) && value !== built.value ? [{ object: built.place, value }] : [];
  });
}

function objectsIn(path: string, text: string): readonly ManifestObject[] {
  return readText(path, { kind: "text", text }, ALL_KINDS, unbounded())?.objects ?? [];
}

function nameOf({ value }: ManifestObject): string | null {
  return asString(get(value, "metadata", "name"));
}

/** Makes the change from one value to another in a third that is like the first. */
function patched(value: unknown, before: unknown, after: unknown): unknown {
  if (isEqual(before, after)) return value;
  if (isEqual(value, before)) return after;
  if (isObject(value) && isObject(before) && isObject(after)) {
    const made: JsonObject = { ...value };
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (!Object.hasOwn(after, key)) delete made[key];
      else if (!Object.hasOwn(before, key) && !Object.hasOwn(made, key)) made[key] = after[key];
      else if (Object.hasOwn(made, key)) made[key] = patched(made[key], before[key], after[key]);
    }
    return made;
  }
  if (!Array.isArray(value) || !Array.isArray(before) || !Array.isArray(after)) return value;
  if (before.length !== after.length) return value;
  return value.map((item, index) => {
    const at = before.findIndex((one) => get(one, "name") === get(item, "name"));
    const same = get(item, "name") === undefined ? (value.length === before.length ? index : -1) : at;
    return same === -1 ? item : patched(item, before[same], after[same]);
  });
}

function isEqual(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
