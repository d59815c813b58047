/**
 * Rewrites one entry of a document in its text: another name, another mapping, or a scalar of another type. Every byte
 * that has no part in it stays: comments, quoting, anchors, line ends. Says null where the text is written in a way that
 * cannot be rewritten so. Does not know whether the result means what was wanted: its caller parses it again.
 */
import type { KeyPath } from "../json-value.js";
import { entryBelow } from "../locate.js";
import type { MapNode, ScalarNode, SourceNode } from "../source-tree.js";

/** A document's text with the places of its values. */
export interface PlacedText {
  text: string;
  tree: SourceNode | null;
}

/** Gives the entry at a path, keys below the document's root, another name. */
export function renameEntry({ text, tree }: PlacedText, path: KeyPath, name: string): string | null {
  const key = entryBelow(tree, path)?.key;
  if (key?.kind !== "scalar" || key.end === key.start) return null;
  const mark = text[key.start];
  const quote = mark === '"' || mark === "'" ? mark : "";
  return splice(text, key.start, key.end, `${quote}${name}${quote}`);
}

/** Writes a plain scalar or a quoted one in other characters. */
export function rewriteScalar({ text, tree }: PlacedText, path: KeyPath, written: string): string | null {
  const node = entryBelow(tree, path)?.value;
  if (node?.kind !== "scalar" || node.end === node.start || isBlockScalar(node)) return null;
  return splice(text, node.start, node.end, written);
}

/** Sets a scalar to a number or a text. A text gets the quotes of the one before, and those of JSON where its key has them. */
export function setScalar(placed: PlacedText, path: KeyPath, value: string | number): string | null {
  const entry = entryBelow(placed.tree, path);
  const marks = [entry?.value, entry?.key].map((node) => (node == null ? "" : placed.text[node.start]));
  const quoted = typeof value === "number" ? String(value) : JSON.stringify(value);
  if (marks.includes('"')) return rewriteScalar(placed, path, quoted);
  const isSingle = marks[0] === "'" && typeof value === "string" && !value.includes("'");
  return rewriteScalar(placed, path, isSingle ? `'${value}'` : String(value));
}

/** Returns the characters of a scalar that stands on one line, with its quotes. */
export function scalarText({ text, tree }: PlacedText, path: KeyPath): string | null {
  const node = entryBelow(tree, path)?.value;
  if (node?.kind !== "scalar" || node.end === node.start || isBlockScalar(node)) return null;
  const written = text.slice(node.start, node.end);
  return written.includes("\n") ? null : written;
}

function isBlockScalar({ style }: ScalarNode): boolean {
  return style === "block" || style === "block that keeps its breaks";
}

/** Takes an entry out of its mapping and puts it, as it is written, into another one of the same document. */
export function moveEntry({ text, tree }: PlacedText, path: KeyPath, place: KeyPath): string | null {
  const source = entryBelow(tree, path.slice(0, -1))?.value;
  const target = entryBelow(tree, place)?.value;
  const entry = entryBelow(tree, path);
  if (source?.kind !== "map" || target?.kind !== "map" || entry?.key == null) return null;
  // An empty mapping is another value, and a node is taken for its entry by its key.
  if (source.entries.length < 2 || target.entries.length === 0) return null;
  const moved = { key: entry.key, value: entry.value };
  const before = entryAround(target, moved);
  if (target.flow) return source.flow ? moveInFlow(text, source, target, moved) : null;
  if (endsInKeptBreaks(before.value)) return null;
  return source.flow
    ? moveOutOfFlow(text, source, target, moved, before)
    : moveInBlock(text, source, target, moved, before);
}

type WholeEntry = MapNode["entries"][number];

/** Returns the entry of a mapping in which another one stands; its last where that stands elsewhere. */
function entryAround({ entries }: MapNode, { key }: WholeEntry): WholeEntry {
  const around = entries.find((entry) => entry.value.start <= key.start && key.end <= entry.value.end);
  return (
    around ??
    entries.find(({ key }) => key.kind === "scalar" && key.text === "ports") ??
    (entries.at(-1) as WholeEntry)
  );
}

function moveInBlock(
  text: string,
  source: MapNode,
  target: MapNode,
  { key, value }: WholeEntry,
  before: WholeEntry,
): string | null {
  const lines = text.split("\n");
  const lineOf = lineFinder(lines);
  const column = columnOf(text, key.start);
  const first = lineOf(key.start);
  const last = withOwnComments(lines, lineOf(Math.max(key.end, value.end) - 1), column);
  const head = (lines[first] as string).slice(0, column);
  const next = source.entries[source.entries.findIndex((entry) => entry.key === key) + 1];
  const isItem = head.includes("-");
  if (!/^ *(?:- +)*$/.test(head) || (isItem && next === undefined)) return null;
  const from = isItem ? first : withCommentsAbove(lines, first, column);
  const shift = columnOf(text, target.start) - column;
  const moved = shifted(lines.slice(from, last + 1), first - from, column, shift);
  const after = withOwnComments(
    lines,
    lineOf(Math.max(before.key.end, before.value.end) - 1),
    columnOf(text, target.start),
  );
  if (moved === null || (isItem && lineOf((next as WholeEntry).key.start) <= last)) return null;
  const nextLine = isItem ? lineOf((next as WholeEntry).key.start) : -1;
  const result: string[] = [];
  for (const [number, line] of lines.entries()) {
    if (number < from || number > last) result.push(number === nextLine ? head + line.slice(column) : line);
    if (number === after) result.push(...moved);
  }
  return result.join("\n");
}

/** Returns lines of an entry at another column; null where one of them has no room for that. */
function shifted(lines: readonly string[], keyLine: number, column: number, shift: number): string[] | null {
  const result: string[] = [];
  for (const [number, line] of lines.entries()) {
    if (number === keyLine) result.push(" ".repeat(column + shift) + line.slice(column));
    else if (line.trim() === "") result.push(line);
    else if (shift >= 0) result.push(" ".repeat(shift) + line);
    else if (/^ *$/.test(line.slice(0, -shift))) result.push(line.slice(-shift));
    else return null;
  }
  return result;
}

/** Returns the last of the lines that belong to an entry: comments below it that are indented deeper than its key. */
function withOwnComments(lines: readonly string[], last: number, column: number): number {
  let end = last;
  while (commentColumn(lines[end + 1]) > column) end += 1;
  return end;
}

/** Returns the first of the comment lines right above a key, at its own column. */
function withCommentsAbove(lines: readonly string[], first: number, column: number): number {
  let start = first;
  while (start > 0 && commentColumn(lines[start - 1]) === column) start -= 1;
  return start;
}

function commentColumn(line: string | undefined): number {
  return line === undefined ? -1 : (/^( *)#/.exec(line)?.[1]?.length ?? -1);
}

function moveInFlow(text: string, source: MapNode, target: MapNode, moved: WholeEntry): string | null {
  const last = target.entries.findLast((entry) => entry.key !== moved.key) as WholeEntry;
  const at = Math.max(last.key.end, last.value.end);
  const margin = ownLineMargin(text, last.key.start);
  const isMinified = !/[:,]\s/.test(text.slice(target.start, target.end));
  const separator = margin !== null ? `,${lineEnd(text)}${margin}` : isMinified ? "," : ", ";
  return cutAndPut(text, source, moved, at, separator + reindented(text, moved, margin));
}

function moveOutOfFlow(
  text: string,
  source: MapNode,
  target: MapNode,
  moved: WholeEntry,
  before: WholeEntry,
): string | null {
  const lines = text.split("\n");
  const column = columnOf(text, target.start);
  const last = withOwnComments(
    lines,
    lineFinder(lines)(Math.max(before.key.end, before.value.end) - 1),
    column,
  );
  const end = lines.slice(0, last + 1).join("\n").length;
  const at = text[end - 1] === "\r" ? end - 1 : end;
  const margin = " ".repeat(column);
  return cutAndPut(text, source, moved, at, lineEnd(text) + margin + reindented(text, moved, margin));
}

/** Returns an entry's own text; the lines after its first follow it to another margin where it stood at one. */
function reindented(text: string, { key, value }: WholeEntry, margin: string | null): string {
  const written = text.slice(key.start, Math.max(key.end, value.end));
  const old = ownLineMargin(text, key.start);
  if (margin === null || old === null) return written;
  return written
    .split("\n")
    .map((line, number) => (number > 0 && line.startsWith(old) ? margin + line.slice(old.length) : line))
    .join("\n");
}

/** Takes an entry out of a flow mapping, with its comma, and puts text in elsewhere. */
function cutAndPut(
  text: string,
  source: MapNode,
  { key, value }: WholeEntry,
  at: number,
  inserted: string,
): string | null {
  const index = source.entries.findIndex((entry) => entry.key === key);
  const next = source.entries[index + 1];
  const previous = source.entries[index - 1];
  const [start, end] =
    next !== undefined
      ? [key.start, next.key.start]
      : [Math.max(previous?.key.end ?? 0, previous?.value.end ?? 0), Math.max(key.end, value.end)];
  // A comment between two entries would lose its place.
  if (text.slice(start, end).includes("#") || (at > start && at < end)) return null;
  return at >= end
    ? splice(splice(text, at, at, inserted), start, end, "")
    : splice(splice(text, start, end, ""), at, at, inserted);
}

function endsInKeptBreaks(node: SourceNode): boolean {
  if (node.kind === "scalar") return node.style === "block that keeps its breaks";
  if (node.kind === "alias" || node.flow) return false;
  const last = node.kind === "seq" ? node.items.at(-1) : node.entries.at(-1)?.value;
  return last !== undefined && endsInKeptBreaks(last);
}

/** Returns the index of the line that an offset stands on. */
function lineFinder(lines: readonly string[]): (offset: number) => number {
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  return (offset) => starts.findLastIndex((begin) => begin <= offset);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** Returns the white space before an offset on its line, or null where anything else stands there. */
function ownLineMargin(text: string, offset: number): string | null {
  const margin = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(margin) && text.lastIndexOf("\n", offset - 1) !== -1 ? margin : null;
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
