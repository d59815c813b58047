/** One change of an object's fields, as its value and as its text. */

import { isDeepStrictEqual } from "node:util";
import { editBetween } from "../../manifest/edit/edit-between.js";
import { moveEntry, type PlacedText, renameEntry, rewriteScalar } from "../../manifest/edit/rewrite-entry.js";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import { get, isObject, type JsonObject, type KeyPath } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { placeOf } from "../../manifest/origin.js";
import { parseSlice } from "../../manifest/parse-yaml.js";
import type { AdviceReason } from "../findings/finding.js";

/** Paths are keys below the object. */
export type Rewrite =
  | { kind: "rename"; path: KeyPath; name: string }
  | { kind: "move"; path: KeyPath; place: KeyPath }
  | { kind: "retype"; path: KeyPath; value: unknown; written: string };

/** Returns a copy of an object's value with all of them made, one after the other. */
export function rewrittenValue(value: JsonObject, rewrites: readonly Rewrite[]): JsonObject {
  return rewrites.reduce((current, rewrite) => rewriteOne(current, rewrite) as JsonObject, value);
}

function rewriteOne(value: unknown, rewrite: Rewrite): unknown {
  const { path } = rewrite;
  if (rewrite.kind === "retype") return withValue(value, path, rewrite.value);
  const parent = path.slice(0, -1);
  const found = get(value, ...path);
  const { [path.at(-1) as string]: _, ...rest } = get(value, ...parent) as JsonObject;
  const without = withValue(value, parent, rest);
  const [place, name] =
    rewrite.kind === "rename" ? [parent, rewrite.name] : [rewrite.place, path.at(-1) as string];
  return withValue(without, [...place, name], found);
}

function withValue(value: unknown, path: KeyPath, inner: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return inner;
  const changed = withValue(
    isObject(value) || Array.isArray(value) ? get(value, key) : undefined,
    rest,
    inner,
  );
  return Array.isArray(value)
    ? value.with(key as number, changed)
    : { ...(value as JsonObject), [key]: changed };
}

/**
 * Returns the edit that makes all of them in the file's text, proven: parsed again, the document is what it was but for
 * them. Null where it cannot be made, or the proof fails.
 */
export function rewriteEdit(object: ManifestObject, rewrites: readonly Rewrite[]): SourceEdit | null {
  const { document } = object;
  if (!rewrites.every(({ path }) => placeOf(object, path)?.editable)) return null;
  let placed: PlacedText = { text: document.text, tree: document.tree };
  let value: unknown = document.value;
  for (const rewrite of rewrites) {
    const below = belowRoot(rewrite, object.root);
    const text = rewrittenText(placed, below);
    if (text === null) return null;
    const parsed = parseSlice({ ...document, text });
    value = rewriteOne(value, below);
    if (!parsed.ok || parsed.duplicates.length !== document.duplicates) return null;
    if (!isDeepStrictEqual(parsed.value, value)) return null;
    placed = { text, tree: parsed.tree };
  }
  const { manifest, start } = document;
  const whole =
    manifest.text.slice(0, start) + placed.text + manifest.text.slice(start + document.text.length);
  return editBetween(manifest.path, manifest.text, whole);
}

function belowRoot(rewrite: Rewrite, root: KeyPath): Rewrite {
  const path = [...root, ...rewrite.path];
  return rewrite.kind === "move"
    ? { ...rewrite, path, place: [...root, ...rewrite.place] }
    : { ...rewrite, path };
}

function rewrittenText(placed: PlacedText, rewrite: Rewrite): string | null {
  switch (rewrite.kind) {
    case "rename":
      return renameEntry(placed, rewrite.path, rewrite.name);
    case "move":
      return moveEntry(placed, rewrite.path, rewrite.place);
    case "retype":
      return rewriteScalar(placed, rewrite.path, rewrite.written);
  }
}

/** Returns why no edit of an object's text can be made. */
export function whyNotEditable({ document }: ManifestObject): AdviceReason {
  return document.manifest.editable ? "not-editable" : "utf-16";
}
