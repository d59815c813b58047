/** Edits of a values file that make a chart print a probe which its template has under a condition. */
import { editBetween } from "../../../manifest/edit/edit-between.js";
import { insertionPoints } from "../../../manifest/edit/insert-entry.js";
import { renderBlockEntry } from "../../../manifest/edit/render-entry.js";
import { rewriteScalar } from "../../../manifest/edit/rewrite-entry.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { indexLines } from "../../../manifest/line-index.js";
import { entryBelow } from "../../../manifest/locate.js";
import type { Manifest, ManifestDocument, ManifestObject } from "../../../manifest/manifest.js";
import { plainOrigin } from "../../../manifest/origin.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import { indentOf } from "./mapped-line.js";
import type { OwnProbe } from "./probes-in-template.js";

/** A value to write. */
export interface ValueToSet {
  way: readonly string[];
  value: true | JsonObject;
  /** only where false is written */
  isFlag?: true;
}

/** Ways that are tried for one container: each costs a rendering with every set of values. */
const MAX_WAYS = 6;

/** Returns what may make the template print the probe, the likeliest first. */
export function valuesToSet(own: readonly OwnProbe[], probe: JsonObject): ValueToSet[] {
  const found: ValueToSet[] = [];
  for (const { switches, contents, isOpen } of own) {
    const enabled = switches.filter((way) => /^(?:enabled?|create)$/i.test(way.at(-1) ?? ""));
    for (const way of enabled) found.push({ way, value: true });
    for (const way of switches) if (!enabled.includes(way)) found.push({ way, value: true, isFlag: true });
    const maps = [...contents, ...switches].filter((way) => !enabled.includes(way));
    for (const way of maps) {
      const isProbe = /read(?:y|iness)|probe/i.test(way.at(-1) ?? "");
      if (isOpen && !isProbe) found.push({ way: [...way, "readinessProbe"], value: probe });
      else if (isProbe) found.push({ way, value: probe });
    }
    for (const way of enabled) found.push({ way: way.slice(0, -1), value: { enabled: true, ...probe } });
  }
  const seen = new Set<string>();
  const known = found.filter(({ way }) => way.length > 0 && !way.includes("*"));
  return known
    .filter((one) => {
      const key = JSON.stringify(one);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((left, right) => customLast(left) - customLast(right))
    .slice(0, MAX_WAYS);
}

function customLast({ way }: ValueToSet): number {
  return way.some((key) => /custom|override/i.test(key)) ? 1 : 0;
}

/** Returns the edit of a values file that gives a way a value; null where none can be made in place. */
export function valuesEdit(
  path: string,
  text: string,
  { way, value, isFlag }: ValueToSet,
): SourceEdit | null {
  const object = asObject(path, text);
  if (object === null) return null;
  const known = get(object.value, ...way);
  if (value === true) {
    if (known === true || (isFlag && known !== false)) return null;
    if (known === false) {
      const { tree } = object.document;
      const written = rewriteScalar({ text, tree }, way, "true");
      return written === null ? null : editBetween(path, text, written);
    }
    if (known != null) return null;
  }
  if (known != null && value !== true) return inPlaceOf(object, way, value, known);
  return added(object, way, value);
}

/** An empty mapping, or an empty text, gets the value in its place. */
function inPlaceOf(
  object: ManifestObject,
  way: readonly string[],
  value: JsonObject,
  known: unknown,
): SourceEdit | null {
  const { manifest, text } = object.document;
  const entry = entryBelow(object.document.tree, way);
  const isEmpty = isObject(known) && Object.keys(known).length === 0;
  if (entry?.key == null || !(isEmpty || known === "")) return null;
  const line = manifest.lines.lineAt(entry.key.start);
  const own = text.slice(manifest.lines.startOf(line), manifest.lines.endOf(line)).replace(/\r$/, "");
  const tail = own.slice(entry.value.end - manifest.lines.startOf(line));
  if (manifest.lines.lineAt(Math.max(entry.key.end, entry.value.end)) !== line) return null;
  if (
    !/^[ \t]*(?:#.*)?$/.test(tail) ||
    own.slice(0, entry.key.start - manifest.lines.startOf(line)).trim() !== ""
  )
    return null;
  const key = own.slice(0, entry.key.end - manifest.lines.startOf(line));
  const style = { indent: indentOf(own), step: stepOf(text), indentSeq: true };
  const [, ...nested] = renderBlockEntry("x", value, style);
  const replacement = [`${key}:${tail.trimEnd() === "" ? "" : ` ${tail.trim()}`}`, ...nested].join(
    lineEnd(text),
  );
  return { path: manifest.path, startLine: line, endLine: line, replacement };
}

/** Puts an entry into the nearest mapping around it that is written. */
function added(object: ManifestObject, way: readonly string[], value: true | JsonObject): SourceEdit | null {
  for (let depth = way.length - 1; depth >= 0; depth--) {
    const parent = get(object.value, ...way.slice(0, depth));
    if (parent == null && depth > 0) continue;
    if (!isObject(parent)) return null;
    const nested = way
      .slice(depth + 1)
      .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as JsonObject;
    const name = way[depth] as string;
    if (Object.keys(parent).length === 0)
      return depth === 0 ? null : inPlaceOf(object, way.slice(0, depth), { [name]: nested }, parent);
    const points = insertionPoints(object, way.slice(0, depth), name);
    return points.at(-1)?.edit(nested) ?? null;
  }
  return null;
}

/** A file of values has no kind; its text is edited as that of an object all the same. */
function asObject(path: string, text: string): ManifestObject | null {
  const parsed = parseYaml(text);
  if (!parsed.ok || !isObject(parsed.value) || parsed.duplicates.length > 0) return null;
  const manifest: Manifest = {
    ...{ path, text, editable: true, origin: plainOrigin(path, true), lines: indexLines(text) },
    ...{ objects: [], unread: [], templates: [], problems: [], cut: null },
  };
  const document: ManifestDocument = {
    ...{
      manifest,
      start: 0,
      text,
      value: parsed.value,
      syntax: "yaml",
      from: 0,
      tree: parsed.tree,
      duplicates: 0,
    },
  };
  return { document, root: [], value: parsed.value, apiVersion: "", kind: "", place: 1, line: 1 };
}

function stepOf(text: string): number {
  const indents = text.split("\n").flatMap((line) => /^( +)[\w"']/.exec(line)?.[1]?.length ?? []);
  return Math.min(8, ...indents.filter((indent) => indent > 1), indents.length > 0 ? 8 : 2) === 4 ? 4 : 2;
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
