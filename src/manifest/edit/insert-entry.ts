/**
 * Adds an entry to a mapping of a manifest by inserting text, so that every other byte stays: comments, quoting,
 * anchors, a missing final newline. Block style, flow style, KYAML and JSON each get an entry in their own style.
 */

import type { JsonObject } from "../json-value.js";
import { nodeAt } from "../locate.js";
import type { ManifestObject } from "../manifest.js";
import { placeOf } from "../origin.js";
import type { MapNode, SourceNode } from "../source-tree.js";
import { resolvePlain } from "../yaml/resolve-scalar.js";
import { flowEntry, flowStyle, flowValue } from "./flow-style.js";
import { type BlockStyle, renderBlockEntry } from "./render-entry.js";
import type { SourceEdit } from "./source-edit.js";

/** A place in a mapping where an entry can be put. */
export interface InsertionPoint {
  /** the key of the entry that stands before it */
  after: string;
  /** the 1-based line of the file that the edit replaces */
  line: number;
  edit(value: JsonObject): SourceEdit;
}

/**
 * Returns the points for an entry of the mapping at a path below an object, in the order of the text; none where it
 * cannot be edited. Where the key stands there without a value, or with null, its value is the only place.
 */
export function insertionPoints(
  object: ManifestObject,
  path: readonly (string | number)[],
  name: string,
): InsertionPoint[] {
  const map = placeOf(object, path)?.editable ? nodeAt(object, path) : null;
  if (map?.kind !== "map" || map.entries.length === 0) return [];
  const empty = map.entries.findLast(({ key }) => textOf(key) === name);
  if (empty !== undefined && isNull(empty.value)) return replacementPoint(object, map, empty);
  return map.flow ? flowPoints(object, map, name) : blockPoints(object, map, name);
}

type Entry = MapNode["entries"][number];

function isNull(node: SourceNode): boolean {
  return (
    node.kind === "scalar" && node.style === "plain" && node.tag === null && resolvePlain(node.text) === null
  );
}

function replacementPoint(object: ManifestObject, map: MapNode, { key, value }: Entry): InsertionPoint[] {
  const { manifest, start, text } = object.document;
  const { lines } = manifest;
  const line = lines.lineAt(start + key.start);
  // Between a key and a value of its own line an anchor, a tag or a comment may stand.
  const between = text.slice(key.end, value.start);
  if (lines.lineAt(start + value.end) !== line || !/^(?:[ \t]*:[ \t]*)?$/.test(between)) return [];
  const from = lines.startOf(line);
  const original = manifest.text.slice(from, lines.endOf(line));
  const newline = lineEnd(manifest.text, from);
  const cut = start + key.end - from;
  const head = `${original.slice(0, cut)}${between.trimEnd() || ":"}`;
  const tail = original.slice(start + value.end - from);
  const put = (replacement: string): SourceEdit => editOfLine(object, line, replacement);
  if (map.flow) {
    const style = flowStyle(text, map, ownLineMargin(text, key.start));
    return [
      { after: textOf(key), line, edit: (entry) => put(`${head}${flowValue(style, entry, newline)}${tail}`) },
    ];
  }
  if (!/^[ \t]*(?:#.*)?$/.test(tail)) return [];
  const style = blockStyle(object, map);
  return [
    {
      after: textOf(key),
      line,
      edit(entry) {
        const [, ...nested] = renderBlockEntry("x", entry, style);
        return put([head + tail, ...nested].join(newline));
      },
    },
  ];
}

function blockStyle(object: ManifestObject, map: MapNode): BlockStyle {
  const indent = columnOf(object, map.start);
  return {
    indent,
    step: indentStep(object, map, indent),
    indentSeq: !hasOwnIndentSeq(object, map, indent),
  };
}

function blockPoints(object: ManifestObject, map: MapNode, name: string): InsertionPoint[] {
  const { manifest, start } = object.document;
  const { lines } = manifest;
  const style = blockStyle(object, map);
  const column = style.indent;
  return map.entries.flatMap(({ key, value }) => {
    // Blank lines at the end of a "keep" block scalar are part of its value: nothing can go in between.
    if (endsInKeptBreaks(value)) return [];
    const listAtOwnIndent = isBlockSeq(value) && columnOf(object, value.start) === column;
    const line = skipOwnComments(
      object,
      lines.lineAt(start + lastOffset(key, value)),
      column,
      listAtOwnIndent,
    );
    return {
      after: textOf(key),
      line,
      edit(entry) {
        const original = manifest.text.slice(lines.startOf(line), lines.endOf(line));
        const inserted = [original, ...renderBlockEntry(name, entry, style)];
        return editOfLine(object, line, inserted.join(lineEnd(manifest.text, lines.startOf(line))));
      },
    };
  });
}

function flowPoints(object: ManifestObject, map: MapNode, name: string): InsertionPoint[] {
  const { manifest, start, text } = object.document;
  const { lines } = manifest;
  return map.entries.map(({ key, value }) => {
    const end = lastOffset(key, value);
    const line = lines.lineAt(start + end);
    return {
      after: textOf(key),
      line,
      edit(entry) {
        const from = lines.startOf(line);
        const original = manifest.text.slice(from, lines.endOf(line));
        const cut = start + end + 1 - from;
        const style = flowStyle(text, map, ownLineMargin(text, key.start));
        const inserted = flowEntry(style, name, entry, lineEnd(manifest.text, from));
        return editOfLine(object, line, original.slice(0, cut) + inserted + original.slice(cut));
      },
    };
  });
}

/** Returns the offset in the document of an entry's last character; an empty value ends at its colon. */
function lastOffset(key: SourceNode, value: SourceNode): number {
  return Math.max(key.end, value.end) - 1;
}

function endsInKeptBreaks(node: SourceNode): boolean {
  if (node.kind === "scalar") return node.style === "block that keeps its breaks";
  if (node.kind === "alias" || node.flow) return false;
  const last = node.kind === "seq" ? node.items.at(-1) : node.entries.at(-1)?.value;
  return last !== undefined && endsInKeptBreaks(last);
}

/**
 * Comment lines that are indented deeper than the keys belong to the entry above them; so do commented-out items of
 * a list that stands at the key's own column.
 */
function skipOwnComments(
  object: ManifestObject,
  line: number,
  column: number,
  listAtOwnIndent: boolean,
): number {
  const { lines, text } = object.document.manifest;
  let last = line;
  for (let next = line + 1; next <= lines.count; next++) {
    const comment = /^( *)#(\s*-\s)?/.exec(text.slice(lines.startOf(next), lines.endOf(next)));
    if (comment === null) break;
    const indent = (comment[1] as string).length;
    if (indent < column || (indent === column && !(listAtOwnIndent && comment[2] !== undefined))) break;
    last = next;
  }
  return last;
}

/** Characters before an offset of the document on its line. */
function columnOf(object: ManifestObject, offset: number): number {
  const { document } = object;
  return document.manifest.lines.positionAt(document.start + offset).column - 1;
}

/** Returns how far the file indents a nested mapping, taken from the mapping's own children; 2 where it has none. */
function indentStep(object: ManifestObject, map: MapNode, column: number): number {
  for (const { value } of map.entries) {
    if (value.kind !== "map" || value.flow || value.entries.length === 0) continue;
    const step = columnOf(object, value.start) - column;
    if (step > 0 && step <= 8) return step;
  }
  return 2;
}

function hasOwnIndentSeq(object: ManifestObject, map: MapNode, column: number): boolean {
  const list = map.entries.find(({ value }) => isBlockSeq(value))?.value;
  return list !== undefined && columnOf(object, list.start) === column;
}

function isBlockSeq(node: SourceNode): boolean {
  return node.kind === "seq" && !node.flow;
}

function textOf(key: SourceNode): string {
  return key.kind === "scalar" ? key.text : "";
}

/** Returns the white space before an offset on its line, or null where anything else stands there. */
function ownLineMargin(text: string, offset: number): string | null {
  const newline = text.lastIndexOf("\n", offset - 1);
  const margin = text.slice(newline + 1, offset);
  return newline !== -1 && /^[ \t]*$/.test(margin) ? margin : null;
}

/** Returns the line end in use around a line. */
function lineEnd(text: string, lineStart: number): "\n" | "\r\n" {
  const next = text.indexOf("\n", lineStart);
  const at = next === -1 ? text.lastIndexOf("\n", lineStart - 1) : next;
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

function editOfLine(object: ManifestObject, line: number, replacement: string): SourceEdit {
  return { path: object.document.manifest.path, startLine: line, endLine: line, replacement };
}
