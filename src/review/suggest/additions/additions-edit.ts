/**
 * Entries that an object gets, and scalars of it that become others, as edits of the file that it is written in. What comes
 * out is proven: the edited text parses to what it held, plus exactly the additions. Knows nothing of what they are for.
 */
import { isDeepStrictEqual } from "node:util";
import type { Hunk } from "../../../changeset/change-set.js";
import { applyEdits } from "../../../manifest/edit/apply-edits.js";
import { editBetween } from "../../../manifest/edit/edit-between.js";
import { insertionPoints } from "../../../manifest/edit/insert-entry.js";
import { rewriteScalar } from "../../../manifest/edit/rewrite-entry.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { get, isObject, type JsonObject, type KeyPath, replacedAt } from "../../../manifest/json-value.js";
import type { ManifestDocument, ManifestObject } from "../../../manifest/manifest.js";
import { writtenAt } from "../../../manifest/origin.js";
import { parseSlice } from "../../../manifest/parse-yaml.js";
import { readObjects } from "../../../manifest/read-manifest.js";
import { inOrderOf } from "../rewrite-mapping.js";

/** An entry of a mapping; where it stands there already, it is a scalar that becomes another. */
export interface Addition {
  /** the mapping, as keys below the object; what is missing of it is made */
  path: KeyPath;
  name: string;
  value: unknown;
  /** entries behind which it is looked for, the best first */
  behind: readonly string[];
}

/** Where lines are shown, and how many characters may still be parsed for proofs. */
export interface EditRoom {
  hunksOf(path: string): readonly Hunk[] | null;
  budget: { characters: number };
}

/** Returns a value with all of them in it, as a copy; their paths begin at it. */
export function withAdditions(value: JsonObject, additions: readonly Addition[]): JsonObject {
  return additions.reduce(
    (current, { path, name, value }) => replacedAt(current, [...path, name], value),
    value,
  );
}

/**
 * Returns the edits that make them, each on lines of its own where that can be, all of one file. Null where they are not
 * written in one object of one file, cannot be made there, or the proof fails.
 */
export function additionsEdits(
  made: ManifestObject,
  asMade: readonly Addition[],
  { hunksOf, budget }: EditRoom,
): SourceEdit[] | null {
  const written = writtenAdditions(made, asMade);
  if (written === null) return null;
  const { object, additions } = written;
  const { document } = object;
  const hunks = hunksOf(document.manifest.path);
  const size = document.text.length;
  if (budget.characters < size) return null;
  budget.characters -= size;
  const apart = editsApart(object, additions, hunks);
  if (apart !== null && isProven(object, additions, apart)) return apart;
  const whole = document.manifest.text.length * (additions.length + 1);
  if (additions.length < 2 || budget.characters < whole) return null;
  budget.characters -= whole;
  const edit = editInTurn(object, additions, hunks);
  return edit === null ? null : [edit];
}

/** Returns the object of a file that all of them are written in, and their places there. */
function writtenAdditions(made: ManifestObject, additions: readonly Addition[]) {
  const found = additions.map((addition) => {
    const step = stepOf(made.value, addition);
    const at = step.isScalar
      ? writtenAt(made, [...step.path, step.name])
      : writtenAt(made, step.path, step.name);
    if (at === null) return null;
    const path = step.isScalar ? at.keys.slice(0, -1) : at.keys;
    return { object: at.object, addition: { ...addition, path: [...path, ...step.missing] } };
  });
  const [first] = found;
  if (first == null || found.some((one) => one?.object !== first.object)) return null;
  return { object: first.object, additions: found.flatMap((one) => one?.addition ?? []) };
}

/** What is written of an addition: an entry of a mapping that is there, or a scalar. */
interface Step {
  /** a mapping that is there */
  path: KeyPath;
  name: string;
  value: unknown;
  isScalar: boolean;
  /** keys of the addition's path that are not there */
  missing: KeyPath;
}

function stepOf(value: JsonObject, { path, name, value: entry }: Addition): Step {
  const gap = path.findIndex((_, depth) => {
    const inner = get(value, ...path.slice(0, depth + 1));
    return !isObject(inner) && !Array.isArray(inner);
  });
  if (gap === -1) {
    const isScalar = get(value, ...path, name) != null;
    return { path, name, value: entry, isScalar, missing: [] };
  }
  const nested = [...path.slice(gap + 1), name].reduceRight<unknown>(
    (inner, key) => ({ [key]: inner }),
    entry,
  );
  return {
    ...{ path: path.slice(0, gap), name: String(path[gap]), value: nested },
    ...{ isScalar: false, missing: path.slice(gap) },
  };
}

/** Returns an edit for each of them, in the text as it is; null where two meet on a line. What has the fewest places goes first. */
function editsApart(
  object: ManifestObject,
  additions: readonly Addition[],
  hunks: readonly Hunk[] | null,
): SourceEdit[] | null {
  const taken: SourceEdit[] = [];
  const places = additions.map((addition) => editsOf(object, addition, hunks));
  for (const edits of places.toSorted((left, right) => left.length - right.length)) {
    const edit = edits.find((one) => !taken.some((other) => meet(one, other)));
    if (edit === undefined) return null;
    taken.push(edit);
  }
  return taken.toSorted((left, right) => left.startLine - right.startLine);
}

function meet(left: SourceEdit, right: SourceEdit): boolean {
  return left.startLine <= right.endLine && right.startLine <= left.endLine;
}

/** Returns the edits that make one of them, the best place first. */
function editsOf(object: ManifestObject, addition: Addition, hunks: readonly Hunk[] | null): SourceEdit[] {
  const step = stepOf(object.value, addition);
  if (!step.isScalar)
    return inOrderOf(insertionPoints(object, step.path, step.name), { hunks, behind: addition.behind }).map(
      (point) => point.edit(step.value as JsonObject),
    );
  const text = withScalar(object, step);
  const { manifest } = object.document;
  const edit = text === null ? null : editBetween(manifest.path, manifest.text, text);
  return edit === null ? [] : [edit];
}

function withScalar({ document, root }: ManifestObject, { path, name, value }: Step): string | null {
  const { manifest, start, text, tree } = document;
  if (!manifest.editable) return null;
  const changed = rewriteScalar({ text, tree }, [...root, ...path, name], String(value));
  return changed === null
    ? null
    : manifest.text.slice(0, start) + changed + manifest.text.slice(start + text.length);
}

function isProven(
  { document, root }: ManifestObject,
  additions: readonly Addition[],
  edits: readonly SourceEdit[],
): boolean {
  const parsed = parseEdited(document, edits);
  // A key that stands there twice would parse to the right value all the same.
  if (parsed === null || parsed.duplicates !== document.duplicates) return false;
  const below = additions.map((addition) => ({ ...addition, path: [...root, ...addition.path] }));
  return isDeepStrictEqual(parsed.value, withAdditions(document.value as JsonObject, below));
}

function parseEdited(document: ManifestDocument, edits: readonly SourceEdit[]) {
  const { manifest, start } = document;
  const firstLine = manifest.lines.lineAt(start);
  const before = manifest.text.slice(manifest.lines.startOf(firstLine), start);
  const shifted = edits.map((edit) => ({
    ...edit,
    startLine: edit.startLine - firstLine + 1,
    endLine: edit.endLine - firstLine + 1,
  }));
  const text = applyEdits(before + document.text, shifted).slice(before.length);
  const parsed = parseSlice({ ...document, text });
  return parsed.ok ? { value: parsed.value, duplicates: parsed.duplicates.length } : null;
}

/** Makes one after the other where several stand on a line, and returns what that changes as one edit. */
function editInTurn(
  object: ManifestObject,
  additions: readonly Addition[],
  hunks: readonly Hunk[] | null,
): SourceEdit | null {
  const { manifest } = object.document;
  const index = manifest.objects.indexOf(object);
  const kinds = new Set(manifest.objects.map(({ kind }) => kind));
  const read = (text: string) => readObjects(manifest.path, text, kinds);
  let text = manifest.text;
  for (const addition of additions) {
    const current = read(text)[index];
    const [edit] = current === undefined ? [] : editsOf(current, addition, hunks);
    if (edit === undefined) return null;
    text = applyEdits(text, [edit]);
  }
  const expected = manifest.objects.map(({ value }, place) =>
    place === index ? withAdditions(value, additions) : value,
  );
  const values = read(text).map(({ value }) => value);
  return index >= 0 && isDeepStrictEqual(values, expected)
    ? editBetween(manifest.path, manifest.text, text)
    : null;
}
