/** The lines of a document that cannot be read, and how it reads with some of them moved. */
import type { LineRun } from "../changeset/line-hunks.js";
import { parseYaml } from "../manifest/parse-yaml.js";
import type { ParsedDocument } from "../manifest/parsed-document.js";

/** A document's lines with the number of the first one in the file. */
export interface FailingText {
  lines: readonly string[];
  first: number;
}

/** Lines that are moved by so many blanks: to the right, or to the left where the number is negative. */
export interface Shift extends LineRun {
  blanks: number;
}

/** Reads the document with some of its lines replaced. */
export function readWith(
  { lines, first }: FailingText,
  { start, end }: LineRun,
  replace: (lines: readonly string[]) => readonly string[],
): ParsedDocument {
  const [from, to] = [start - first, end - first + 1];
  return parseYaml(
    [...lines.slice(0, from), ...replace(lines.slice(from, to)), ...lines.slice(to)].join("\n"),
  );
}

export function shiftedBy(blanks: number): (lines: readonly string[]) => string[] {
  return (lines) =>
    lines.map((line) => {
      if (line.trim() === "") return line;
      return blanks > 0 ? " ".repeat(blanks) + line : line.slice(Math.min(-blanks, indentOf(line)));
    });
}

/** Returns what is wrong with the indentation of lines, and how the document can be read; `fault` is the line that fails. */
export function shiftWords({ blanks, ...lines }: Shift, fault: number): string {
  const count = Math.abs(blanks);
  const shift = `${count} ${blanks > 0 ? "more" : "fewer"} ${count === 1 ? "blank" : "blanks"}`;
  const each = lines.start === lines.end ? "it" : "each";
  const asFar = lines.start <= fault && fault <= lines.end ? "" : `, as far in as line ${fault}`;
  return `the indentation of ${linesOf(lines)} is wrong: with ${shift} before ${each}${asFar}, the document can be read`;
}

export function linesOf({ start, end }: LineRun): string {
  return start === end ? "this line" : `lines ${start} to ${end}`;
}

export function indentAt(text: FailingText, line: number): number {
  return indentOf(lineAt(text, line));
}

export function lineAt({ lines, first }: FailingText, line: number): string {
  return lines[line - first] ?? "";
}

/** Whether a line holds more than blanks or a comment. */
export function hasContent(text: FailingText, line: number): boolean {
  return /^ *[^\s#]/.test(lineAt(text, line));
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
