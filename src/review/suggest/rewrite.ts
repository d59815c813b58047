/**
 * Fields that are written already, put right: renamed, moved, deleted or of another type, as the object's value and as its text.
 * What sets entries to other scalars is in rewrite-mapping.ts.
 */

import { isDeepStrictEqual } from "node:util";
import { deleteEntry } from "../../manifest/edit/delete-entry.js";
import { editBetween } from "../../manifest/edit/edit-between.js";
import { moveIntoEmpty } from "../../manifest/edit/move-into-empty.js";
import { moveEntry, type PlacedText, renameEntry, rewriteScalar } from "../../manifest/edit/rewrite-entry.js";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import { get, isObject, type JsonObject, type KeyPath } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { writtenAt } from "../../manifest/origin.js";
import { parseSlice } from "../../manifest/parse-yaml.js";
import type { AdviceReason } from "../findings/finding.js";

/** Paths are keys below the object. */
export type Rewrite =
  | { kind: "rename"; path: KeyPath; name: string }
  | { kind: "move"; path: KeyPath; place: KeyPath }
  | { kind: "delete"; path: KeyPath }
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
  if (rewrite.kind === "delete") return without;
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
export function rewriteEdit(made: ManifestObject, asMade: readonly Rewrite[]): SourceEdit | null {
  const written = writtenRewrites(made, asMade);
  if (written === null) return null;
  const { object, rewrites } = written;
  const { document } = object;
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

/** Returns them as rewrites of the one object of a file that they are to be made in; null where there is none. */
function writtenRewrites(object: ManifestObject, rewrites: readonly Rewrite[]) {
  const found = rewrites.map((rewrite) => {
    const written = writtenAt(object, rewrite.path);
    const place =
      rewrite.kind === "move" ? writtenAt(object, rewrite.place, String(rewrite.path.at(-1))) : written;
    if (written === null || place === null || place.object !== written.object) return null;
    const path = written.keys;
    return {
      object: written.object,
      rewrite: rewrite.kind === "move" ? { ...rewrite, path, place: place.keys } : { ...rewrite, path },
    };
  });
  const [first] = found;
  if (first == null || found.some((one) => one?.object !== first.object)) return null;
  return {
    object: first.object,
    rewrites: found.flatMap((one): Rewrite[] => (one === null ? [] : [one.rewrite])),
  };
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
      return (
        moveEntry(placed, rewrite.path, rewrite.place) ?? moveIntoEmpty(placed, rewrite.path, rewrite.place)
      );
    case "delete":
      return deleteEntry(placed, rewrite.path);
    case "retype":
      return rewriteScalar(placed, rewrite.path, rewrite.written);
  }
}

/** Returns why no edit of an object's text can be made. */
export function whyNotEditable({ document }: ManifestObject): AdviceReason {
  const { rendering } = document.manifest.origin;
  if (rendering !== undefined) return rendering.tool === "kustomize" ? "built" : "rendered";
  return document.manifest.editable ? "not-editable" : "utf-16";
}
