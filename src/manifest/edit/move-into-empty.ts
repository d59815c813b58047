/** Moves an entry one level down, into a mapping beside it that has nothing yet. */
import type { KeyPath } from "../json-value.js";
import { entryBelow } from "../locate.js";
import type { PlacedText } from "./rewrite-entry.js";

const STEP = 2;

/**
 * Takes the lines of an entry of a block mapping below the key of another one, which is written where it is not there and
 * has no value where it is. Null where an entry has no lines of its own, where a comment goes with it, or where the key has a
 * value.
 */
export function moveIntoEmpty({ text, tree }: PlacedText, path: KeyPath, place: KeyPath): string | null {
  const parent = path.slice(0, -1);
  const name = place.at(-1);
  const around = entryBelow(tree, parent);
  const entry = entryBelow(tree, path);
  if (around?.value.kind !== "map" || around.value.flow || entry?.key == null || typeof name !== "string")
    return null;
  if (place.length !== path.length || !parent.every((key, index) => place[index] === key)) return null;
  const line = ownLines(text, entry.key.start, entry.value.end);
  if (line === null || isComment(lineBefore(text, line.start))) return null;
  const column = entry.key.start - line.start;
  const outer = around.key === null ? column : columnOf(text, around.key.start);
  const step = column > outer ? column - outer : STEP;
  const moved = text.slice(line.start, line.end).replace(/^(?=.*\S)/gm, " ".repeat(step));
  const target = entryBelow(tree, place);
  if (target === null) {
    const key = `${" ".repeat(column)}${name}:${text.slice(line.start, line.end).endsWith("\r\n") ? "\r\n" : "\n"}`;
    return text.slice(0, line.start) + key + moved + text.slice(line.end);
  }
  const { key, value } = target;
  if (key === null || value.kind !== "scalar" || value.end > value.start) return null;
  const above = ownLines(text, key.start, key.end);
  if (above === null) return null;
  return above.end <= line.start
    ? text.slice(0, above.end) + moved + text.slice(above.end, line.start) + text.slice(line.end)
    : text.slice(0, line.start) + text.slice(line.end, above.end) + moved + text.slice(above.end);
}

/** Returns where the first line of an entry begins and where the next entry's does; null where it has others, or is the last without an end. */
function ownLines(text: string, from: number, to: number): { start: number; end: number } | null {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const end = text.indexOf("\n", Math.max(from, to - 1)) + 1;
  return end === 0 || text.slice(start, from).trim() !== "" ? null : { start, end };
}

function lineBefore(text: string, start: number): string {
  return start === 0 ? "" : text.slice(text.lastIndexOf("\n", start - 2) + 1, start);
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}
