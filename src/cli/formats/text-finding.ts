import { diffArrays } from "diff";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import { ageOf } from "../../review/findings/age-of.js";
import type { Finding, Fix } from "../../review/findings/finding.js";
import { fixWords } from "../fix-words.js";
import { plain, sourceLine, wrap } from "../plain-text.js";
import type { Colours, TextStyle } from "./text-style.js";

/** The lines of a file at the head, by its path; none where they are not known. */
export type Sources = (path: string) => readonly string[];

const CONTEXT = 2;
const NUMBER_WIDTH = 7;

/** A finding: where, what, the line that it is about, and the suggestion as a small diff. */
export function findingLines(finding: Finding, sources: Sources, style: TextStyle): string[] {
  const { colours, width } = style;
  const { severity, rule, state, path, line, message, fix, waived } = finding;
  const level = severity === "error" ? colours.red("error") : colours.yellow("warning");
  const notes = [
    state === "existing" ? ageOf(finding) : "",
    waived === null ? "" : `waived until ${waived.until}: ${plain(waived.reason)}`,
  ];
  const note = notes.filter(Boolean).join(", ");
  const source = sources(path)[line - 1];
  return [
    `  ${level} ${colours.bold(rule)}  ${plain(path)}:${line}${note === "" ? "" : colours.dim(` (${note})`)}`,
    ...wrap(plain(message), width, "    "),
    ...(source === undefined ? [] : [numbered(line, sourceLine(source), colours)]),
    ...(fix === null ? [] : ["", ...fixLines(fix, sources, style)]),
  ];
}

function fixLines(fix: Fix, sources: Sources, { colours, width }: TextStyle): string[] {
  const words = wrap(plain(fixWords(fix)), width, "    ");
  if (fix.edits.length > 0) {
    return [...words, ...fix.edits.flatMap((edit) => editLines(edit, sources(edit.path), colours))];
  }
  const yaml = fix.text === "" ? [] : fix.text.split("\n");
  return [...words, ...yaml.map((line) => row("", sourceLine(line), colours))];
}

interface Row {
  mark: "+" | "-" | " ";
  /** line in the file as it is; null for a line that is new */
  number: number | null;
  text: string;
}

function editLines(edit: SourceEdit, source: readonly string[], colours: Colours): string[] {
  const rows = diffRows(edit, source);
  const shown = rows.filter((_, at) =>
    rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(isChange),
  );
  return shown.map(({ mark, number, text }) => {
    const line = sourceLine(text);
    if (mark === "+") return colours.green(row("+", line, colours));
    if (mark === "-") return colours.red(row(`- ${number}`, line, colours));
    return numbered(number as number, line, colours);
  });
}

function isChange({ mark }: Row): boolean {
  return mark !== " ";
}

function diffRows({ startLine, endLine, replacement }: SourceEdit, source: readonly string[]): Row[] {
  // A line or two around what is replaced show where that is.
  const first = Math.max(1, startLine - CONTEXT);
  const last = Math.min(source.length, endLine + CONTEXT);
  const before = source.slice(first - 1, last);
  const after = [
    ...source.slice(first - 1, startLine - 1),
    ...replacement.split("\n"),
    ...source.slice(endLine, last),
  ];
  const rows: Row[] = [];
  let number = first;
  for (const part of diffArrays(before, after)) {
    for (const text of part.value) {
      rows.push({
        mark: part.added ? "+" : part.removed ? "-" : " ",
        number: part.added ? null : number,
        text,
      });
      if (!part.added) number++;
    }
  }
  return rows;
}

function numbered(number: number, text: string, colours: Colours): string {
  return row(`${number}`, text, colours);
}

function row(margin: string, text: string, colours: Colours): string {
  return `${colours.dim(`${margin.padStart(NUMBER_WIDTH)} │`)} ${text}`.trimEnd();
}
