/**
 * Adds an entry to a mapping of a manifest by inserting text, so that every other byte stays: comments, quoting,
 * anchors, a missing final newline. Block style, flow style and JSON each get an entry in their own style.
 */
import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
} from "yaml";
import type { JsonObject } from "./json-value.js";
import { keyText, type ManifestObject, nodeAt } from "./read-manifest.js";
import { renderBlockEntry, renderFlowValue, renderJsonValue } from "./render-entry.js";
import type { SourceEdit } from "./source-edit.js";

/** A place in a mapping where an entry can be inserted. */
export interface InsertionPoint {
  /** the key of the entry that stands before it */
  after: string;
  /** the 1-based line of the file that the edit replaces */
  line: number;
  edit(key: string, value: JsonObject): SourceEdit;
}

/** The points of the mapping at a path below an object's root, in the order of the text; none where it cannot be edited. */
export function insertionPoints(
  object: ManifestObject,
  path: readonly (string | number)[],
): InsertionPoint[] {
  const map = nodeAt(object.document, [...object.root, ...path]);
  if (!isMap(map) || map.items.length === 0) return [];
  return map.flow ? flowPoints(object, map) : blockPoints(object, map);
}

function blockPoints(object: ManifestObject, map: YAMLMap): InsertionPoint[] {
  const { manifest, start, text } = object.document;
  const { lines } = manifest;
  const points: InsertionPoint[] = [];
  const column = columnOf(object, map.items[0] as Pair);
  if (column === null) return [];
  for (const pair of map.items) {
    const end = entryEnd(text, pair);
    // Blank lines at the end of a "keep" block scalar are part of its value: nothing can go in between.
    if (end === null || endsInKeptScalar(pair.value as Node | null)) continue;
    const ownIndent = isSeq(pair.value) && !pair.value.flow && columnOfNode(object, pair.value) === column;
    const line = skipOwnComments(object, lines.lineAt(start + end), column, ownIndent);
    points.push({
      after: keyText(pair.key),
      line,
      edit(key, value) {
        const original = manifest.text.slice(lines.startOf(line), lines.endOf(line));
        const entry = renderBlockEntry(key, value, {
          indent: column,
          step: indentStep(object, map),
          indentSeq: !hasOwnIndentSeq(object, map),
        });
        return editOfLine(
          object,
          line,
          [original, ...entry].join(lineEnd(manifest.text, lines.startOf(line))),
        );
      },
    });
  }
  return points;
}

function flowPoints(object: ManifestObject, map: YAMLMap): InsertionPoint[] {
  const { manifest, start, text } = object.document;
  const { lines } = manifest;
  const points: InsertionPoint[] = [];
  const quoted = map.items.every((pair) => isScalar(pair.key) && pair.key.type === Scalar.QUOTE_DOUBLE);
  const open = map.range?.[0] ?? 0;
  for (const pair of map.items) {
    const end = entryEnd(text, pair);
    const keyStart = (pair.key as Node | null)?.range?.[0];
    if (end === null || keyStart === undefined) continue;
    const line = lines.lineAt(start + end);
    points.push({
      after: keyText(pair.key),
      line,
      edit(key, value) {
        const from = lines.startOf(line);
        const original = manifest.text.slice(from, lines.endOf(line));
        const cut = start + end + 1 - from;
        const margin = ownLineMargin(text, keyStart);
        const newline = lineEnd(manifest.text, from);
        const name = quoted ? JSON.stringify(key) : key;
        let inserted: string;
        if (margin !== null) {
          const unit = indentUnit(margin, marginOf(text, open));
          const body = quoted ? renderJsonValue(value, unit) : renderFlowValue(value, true);
          inserted = `,\n${margin}${name}: ${body.replaceAll("\n", `\n${margin}`)}`.replaceAll("\n", newline);
        } else {
          const padded = /^\{[ \t]/.test(text.slice(open, open + 2));
          const tight = quoted && !/"\s*:\s/.test(text.slice(open, end));
          const body = quoted ? compactJson(value, tight) : renderFlowValue(value, padded);
          inserted = tight ? `,${name}:${body}` : `, ${name}: ${body}`;
        }
        return editOfLine(object, line, original.slice(0, cut) + inserted + original.slice(cut));
      },
    });
  }
  return points;
}

function compactJson(value: JsonObject, tight: boolean): string {
  if (tight) return JSON.stringify(value);
  return renderFlowValue(value, false, true);
}

/** Offset in the document of an entry's last character that is not white space. */
function entryEnd(text: string, pair: Pair): number | null {
  if (!isPair(pair)) return null;
  const node = (pair.value ?? pair.key) as Node | null;
  const keyRange = (pair.key as Node | null)?.range;
  const range = node?.range ?? keyRange;
  if (!range || !keyRange) return null;
  let end = Math.max(range[1], keyRange[1]) - 1;
  while (end > keyRange[0] && /\s/.test(text[end] as string)) end -= 1;
  // A null value ends behind its colon, or at it where the line goes on with a comment.
  if (isScalar(node) && node.value === null && (node.source ?? "") === "") {
    const colon = text.indexOf(":", keyRange[1]);
    if (colon !== -1) return colon;
  }
  return end;
}

function endsInKeptScalar(node: Node | null): boolean {
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1);
    return endsInKeptScalar((isPair(last) ? last.value : last) as Node | null);
  }
  if (!isScalar(node) || (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED))
    return false;
  // `yaml` keeps the header's chomping only in the source: a kept value ends in more than one line break, or none at all.
  return typeof node.value === "string" && (/\n\s*\n$/.test(node.value) || /^\s*$/.test(node.value));
}

/**
 * Comment lines that are indented deeper than the keys belong to the entry above them; so do commented-out items of
 * a list that stands at the key's own column.
 */
function skipOwnComments(
  object: ManifestObject,
  line: number,
  column: number,
  ownIndentSeq: boolean,
): number {
  const { lines, text } = object.document.manifest;
  let last = line;
  for (let next = line + 1; next <= lines.count; next++) {
    const content = text.slice(lines.startOf(next), lines.endOf(next));
    const comment = /^( *)#(\s*-\s)?/.exec(content);
    if (comment === null) break;
    const indent = (comment[1] as string).length;
    if (indent < column || (indent === column && !(ownIndentSeq && comment[2] !== undefined))) break;
    last = next;
  }
  return last;
}

function columnOf(object: ManifestObject, pair: Pair): number | null {
  const key = pair.key as Node | null;
  return key?.range ? columnOfNode(object, key) : null;
}

/** Characters before a node on its line. */
function columnOfNode(object: ManifestObject, node: Node): number {
  const { document } = object;
  return document.manifest.lines.positionAt(document.start + (node.range?.[0] ?? 0)).column - 1;
}

/** How far the file indents a nested mapping, taken from the mapping's own children; 2 where it has none. */
function indentStep(object: ManifestObject, map: YAMLMap): number {
  const column = columnOf(object, map.items[0] as Pair) ?? 0;
  for (const pair of map.items) {
    if (isMap(pair.value) && !pair.value.flow && pair.value.items[0] !== undefined) {
      const step = (columnOf(object, pair.value.items[0]) ?? 0) - column;
      if (step > 0 && step <= 8) return step;
    }
  }
  return 2;
}

function hasOwnIndentSeq(object: ManifestObject, map: YAMLMap): boolean {
  const column = columnOf(object, map.items[0] as Pair);
  const list = map.items.find((pair) => isSeq(pair.value) && !pair.value.flow);
  return list !== undefined && columnOfNode(object, list.value as Node) === column;
}

/** The white space before an offset on its line, or null where anything else stands there. */
function ownLineMargin(text: string, offset: number): string | null {
  const margin = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(margin) && text.lastIndexOf("\n", offset - 1) !== -1 ? margin : null;
}

function marginOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
}

function indentUnit(inner: string, outer: string): string {
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : "  ";
}

function lineEnd(text: string, lineStart: number): "\n" | "\r\n" {
  const next = text.indexOf("\n", lineStart);
  const at = next === -1 ? text.lastIndexOf("\n", lineStart - 1) : next;
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

function editOfLine(object: ManifestObject, line: number, replacement: string): SourceEdit {
  return { path: object.document.manifest.path, startLine: line, endLine: line, replacement };
}
