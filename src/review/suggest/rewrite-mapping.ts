/**
 * Entries of a mapping below an object, set to scalars: rewritten where they stand, inserted where they do not. What
 * puts a written field right is in rewrite.ts.
 */
import { isDeepStrictEqual } from "node:util";
import type { Hunk } from "../../changeset/change-set.js";
import { hunkAtHeadLine } from "../../changeset/change-set.js";
import { applyEdits } from "../../manifest/edit/apply-edits.js";
import { deleteEntry } from "../../manifest/edit/delete-entry.js";
import { editBetween } from "../../manifest/edit/edit-between.js";
import { type InsertionPoint, insertionPoints } from "../../manifest/edit/insert-entry.js";
import { setScalar } from "../../manifest/edit/rewrite-entry.js";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import { asObject, get, isObject, type JsonObject, type KeyPath } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";

/** Scalars to be set, and mappings that are not there yet; null takes an entry away. */
export type Entries = Readonly<Record<string, string | number | JsonObject | null>>;

/** Returns an object's value with the entries set in the mapping at a path, which is made where it is not there. */
export function withEntries(value: JsonObject, [key, ...rest]: KeyPath, entries: Entries): JsonObject {
  if (key !== undefined) return { ...value, [key]: withEntries(asObject(get(value, key)), rest, entries) };
  const kept = Object.entries(value).filter(([name]) => entries[name] === undefined);
  const set = Object.entries(entries).filter(([, scalar]) => scalar !== null);
  return Object.fromEntries([...kept, ...set]);
}

/**
 * Returns the edit that sets them in the file's text, proven: read again, the file holds what it held but for them.
 * Null where it cannot be made, or the proof fails. New entries go where a hunk shows the line, else behind the first
 * of `behind` that is there.
 */
export function mappingEdit(
  object: ManifestObject,
  path: KeyPath,
  entries: Entries,
  { hunks, behind }: { hunks: readonly Hunk[] | null; behind: readonly string[] },
): SourceEdit | null {
  const { manifest } = object.document;
  const index = manifest.objects.indexOf(object);
  if (index < 0 || !manifest.editable) return null;
  const kinds = new Set(manifest.objects.map(({ kind }) => kind));
  let text = manifest.text;
  const read = () => readObjects(manifest.path, text, kinds);
  for (const step of stepsTo(object.value, path, entries)) {
    const current = read()[index];
    const next = current === undefined ? null : stepped(current, step, text, { hunks, behind });
    if (next === null) return null;
    text = next;
  }
  const objects = read();
  // What is no JSON any more would be read as YAML, by some.
  if (objects.some(({ document }, place) => document.syntax !== manifest.objects[place]?.document.syntax))
    return null;
  const expected = manifest.objects.map(({ value }, place) =>
    place === index ? withEntries(value, path, entries) : value,
  );
  if (
    !isDeepStrictEqual(
      objects.map(({ value }) => value),
      expected,
    )
  )
    return null;
  return editBetween(manifest.path, manifest.text, text);
}

type Step =
  | { kind: "scalar"; path: KeyPath; value: string | number }
  | { kind: "delete"; path: KeyPath }
  | { kind: "insert"; path: KeyPath; name: string; value: unknown };

/** Inserts as much of the path as is missing at once, which an empty mapping cannot take. */
function stepsTo(value: JsonObject, path: KeyPath, entries: Entries): Step[] {
  const missing = path.findIndex((_, depth) => !isObject(get(value, ...path.slice(0, depth + 1))));
  if (missing >= 0) {
    const set = Object.fromEntries(Object.entries(entries).filter(([, scalar]) => scalar !== null));
    const nested = path.slice(missing + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), set);
    return [{ kind: "insert", path: path.slice(0, missing), name: String(path[missing]), value: nested }];
  }
  // What goes comes last: a mapping that is left empty cannot be edited.
  const inOrder = Object.entries(entries).toSorted(
    ([, left], [, right]) => Number(left === null) - Number(right === null),
  );
  return inOrder.flatMap(([name, scalar]): Step[] => {
    const written = get(value, ...path, name);
    if (scalar === null) return written === undefined ? [] : [{ kind: "delete", path: [...path, name] }];
    if (written === scalar) return [];
    if (written == null) return [{ kind: "insert", path, name, value: scalar }];
    // A mapping that is there already is left as it is, and the proof fails.
    return isObject(scalar) ? [] : [{ kind: "scalar", path: [...path, name], value: scalar }];
  });
}

function stepped(
  object: ManifestObject,
  step: Step,
  text: string,
  order: { hunks: readonly Hunk[] | null; behind: readonly string[] },
): string | null {
  if (step.kind === "insert") {
    const [point] = inOrderOf(insertionPoints(object, step.path, step.name), order);
    return point === undefined ? null : applyEdits(text, [point.edit(step.value as JsonObject)]);
  }
  const { document, root } = object;
  const placed = { text: document.text, tree: document.tree };
  const below = [...root, ...step.path];
  const changed = step.kind === "delete" ? deleteEntry(placed, below) : setScalar(placed, below, step.value);
  if (changed === null) return null;
  return text.slice(0, document.start) + changed + text.slice(document.start + document.text.length);
}

/** Returns the points in the order in which they should be tried: where a hunk shows the line, then behind the first of `behind`. */
export function inOrderOf(
  points: readonly InsertionPoint[],
  { hunks, behind }: { hunks: readonly Hunk[] | null; behind: readonly string[] },
): InsertionPoint[] {
  const rank = ({ after }: InsertionPoint) =>
    behind.includes(after) ? behind.indexOf(after) : behind.length;
  const hidden = ({ line }: InsertionPoint) => (hunks !== null && hunkAtHeadLine(hunks, line) ? 0 : 1);
  return points.toSorted((left, right) => hidden(left) - hidden(right) || rank(left) - rank(right));
}
