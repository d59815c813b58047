/**
 * Adds an entry to a mapping of a manifest by inserting text, so that every other byte stays: comments, quoting,
 * anchors, a missing final newline. Block style, flow style and JSON each get an entry in their own style.
 */
import type { JsonObject } from "./json-value.js";
import { nodeAt } from "./locate.js";
import type { ManifestObject } from "./manifest.js";
import { renderBlockEntry, renderFlowValue, renderJsonValue } from "./render-entry.js";
import type { SourceEdit } from "./source-edit.js";
import type { MapNode, SourceNode } from "./source-tree.js";

/** A place in a mapping where an entry can be inserted. */
export interface InsertionPoint {
  /** the key of the entry that stands before it */
  after: string;
  /** the 1-based line of the file that the edit replaces */
  line: number;
  edit(key: string, value: JsonObject): SourceEdit;
}

/** The points of the mapping at a path below an object, in the order of the text; none where it cannot be edited. */
export function insertionPoints(
  object: ManifestObject,
  path: readonly (string | number)[],
): InsertionPoint[] {
  const map = nodeAt(object, path);
  if (map?.kind !== "map" || map.entries.length === 0) return [];
  return map.flow ? flowPoints(object, map) : blockPoints(object, map);
}

function blockPoints(object: ManifestObject, map: MapNode): InsertionPoint[] {
  const { manifest, start } = object.document;
  const { lines } = manifest;
  const column = columnOf(object, map.start);
  const style = {
    indent: column,
    step: indentStep(object, map, column),
    indentSeq: !hasOwnIndentSeq(object, map, column),
  };
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
      edit(name, entry) {
        const original = manifest.text.slice(lines.startOf(line), lines.endOf(line));
        const inserted = [original, ...renderBlockEntry(name, entry, style)];
        return editOfLine(object, line, inserted.join(lineEnd(manifest.text, lines.startOf(line))));
      },
    };
  });
}

function flowPoints(object: ManifestObject, map: MapNode): InsertionPoint[] {
  const { manifest, start, text } = object.document;
  const { lines } = manifest;
  const json = map.entries.every(({ key }) => key.kind === "scalar" && key.style === "double");
  return map.entries.map(({ key, value }) => {
    const end = lastOffset(key, value);
    const line = lines.lineAt(start + end);
    return {
      after: textOf(key),
      line,
      edit(name, entry) {
        const from = lines.startOf(line);
        const original = manifest.text.slice(from, lines.endOf(line));
        const cut = start + end + 1 - from;
        const margin = ownLineMargin(text, key.start);
        const inserted =
          margin === null
            ? inlineEntry(text, map, json, name, entry)
            : multilineEntry(
                margin,
                marginOf(text, map.start),
                json,
                name,
                entry,
                lineEnd(manifest.text, from),
              );
        return editOfLine(object, line, original.slice(0, cut) + inserted + original.slice(cut));
      },
    };
  });
}

/** `, key: value` in the spacing of the mapping it goes into. */
function inlineEntry(text: string, map: MapNode, json: boolean, key: string, value: JsonObject): string {
  if (!json)
    return `, ${key}: ${renderFlowValue(value, /^\{[ \t]/.test(text.slice(map.start, map.start + 2)))}`;
  const minified = !/[:,][ \t]/.test(text.slice(map.start, map.end));
  if (minified) return `,${JSON.stringify(key)}:${JSON.stringify(value)}`;
  return `, ${JSON.stringify(key)}: ${renderFlowValue(value, false, true)}`;
}

/** `,` and the entry on lines of its own. */
function multilineEntry(
  margin: string,
  outer: string,
  json: boolean,
  key: string,
  value: JsonObject,
  newline: string,
): string {
  const unit = margin.startsWith(outer) && margin.length > outer.length ? margin.slice(outer.length) : "  ";
  const rendered = json
    ? `${JSON.stringify(key)}: ${renderJsonValue(value, unit)}`
    : `${key}: ${renderFlowValue(value, true)}`;
  return `,\n${rendered}`.replaceAll("\n", `${newline}${margin}`);
}

/** Offset in the document of an entry's last character; an empty value ends at its colon. */
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

/** How far the file indents a nested mapping, taken from the mapping's own children; 2 where it has none. */
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

/** The white space before an offset on its line, or null where anything else stands there. */
function ownLineMargin(text: string, offset: number): string | null {
  const newline = text.lastIndexOf("\n", offset - 1);
  const margin = text.slice(newline + 1, offset);
  return newline !== -1 && /^[ \t]*$/.test(margin) ? margin : null;
}

function marginOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))?.[0] ?? "";
}

/** The line end in use around a line. */
function lineEnd(text: string, lineStart: number): "\n" | "\r\n" {
  const next = text.indexOf("\n", lineStart);
  const at = next === -1 ? text.lastIndexOf("\n", lineStart - 1) : next;
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

function editOfLine(object: ManifestObject, line: number, replacement: string): SourceEdit {
  return { path: object.document.manifest.path, startLine: line, endLine: line, replacement };
}
