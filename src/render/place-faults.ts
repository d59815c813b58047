/**
 * A reader notices too late that a line is indented too little: it stumbles over the next one that belongs to the block
 * which that line has closed. Where the change did not write the line of a fault, this finds the one that it did write.
 */
import { addedRuns, type LineRun } from "../changeset/line-hunks.js";
import type { Manifest, UnreadDocument } from "../manifest/manifest.js";
import { parseYaml } from "../manifest/parse-yaml.js";
import {
  type FailingText,
  hasContent,
  indentAt,
  linesOf,
  readWith,
  shiftedBy,
  shiftWords,
} from "./failing-text.js";
import { shiftThatMends } from "./shifted-line.js";

/**
 * Moves the faults of documents to the lines that are wrong, as far as a reading proves them: to lines of the change, where the
 * base could read the document, and else to the one line whose indentation can be meant otherwise.
 */
export function placeFaults(before: Manifest | null, after: Manifest | null): void {
  if (after === null || after.unread.length > MAX_UNREAD) return;
  if (!after.unread.some(({ problem }) => problem.code === "yaml-syntax")) return;
  const added = before === null ? null : addedRuns(before.text, after.text);
  const lines = after.text.split("\n");
  const read = before === null ? new Set<string>() : linesRead(before);
  after.unread = after.unread.map((document) => {
    const text = failingText(document, lines);
    if (text === null) return document;
    const { line } = document.problem;
    const isWritten = added === null || added.some(({ start, end }) => start <= line && line <= end);
    if (!isWritten && read.has(lines[line - 1] ?? ""))
      return { ...document, problem: placed(document, text, added) };
    return { ...document, problem: shifted(document, text) };
  });
}

/** Returns a fault at the line that has to be moved for it, whoever wrote that; as it is where none is known. */
function shifted({ problem }: UnreadDocument, text: FailingText): UnreadDocument["problem"] {
  const shift = shiftThatMends(text, problem.line);
  if (shift === null) return problem;
  const column = indentAt(text, shift.start) + 1;
  return { ...problem, line: shift.start, column, message: shiftWords(shift, problem.line) };
}

/** Faulty documents of a file, and characters of one, beyond which none is looked at again: a look reads it several times. */
const MAX_UNREAD = 10;
const MAX_LENGTH = 100_000;
/** Runs of added lines above a fault that are tried, the nearest first. */
const MAX_RUNS = 3;

/** Returns the text of a document whose fault is that its line belongs to no block; null for any other fault. */
function failingText(
  { text, endLine, problem }: UnreadDocument,
  lines: readonly string[],
): FailingText | null {
  if (problem.code !== "yaml-syntax" || text.length > MAX_LENGTH) return null;
  const first = endLine - text.split("\n").length + 1;
  const own = lines.slice(first - 1, endLine);
  const parsed = parseYaml(own.join("\n"));
  if (parsed.ok || !parsed.misplaced) return null;
  const at = own.join("\n").slice(0, parsed.offset).split("\n").length;
  return first + at - 1 === problem.line ? { lines: own, first } : null;
}

function placed(
  { problem }: UnreadDocument,
  text: FailingText,
  added: readonly LineRun[],
): UnreadDocument["problem"] {
  const { line, message } = problem;
  const above = added.filter(({ start, end }) => text.first <= start && end < line).toReversed();
  for (const run of above.slice(0, MAX_RUNS)) {
    if (!parses(text, run, () => [])) continue;
    const from = closingLine(text, run, line);
    const shift = [from, run.start]
      .map((start) => ({ start, end: run.end, blanks: indentAt(text, line) - indentAt(text, start) }))
      .find(({ blanks, ...lines }) => blanks !== 0 && parses(text, lines, shiftedBy(blanks)));
    const at = shift?.start ?? from;
    const told =
      shift === undefined
        ? `line ${line} does not fit what this change adds above it: without ${linesOf(run)} the document can be read`
        : shiftWords(shift, line);
    return { ...problem, line: at, column: indentAt(text, at) + 1, message: told };
  }
  return {
    ...problem,
    message: `${message}; this line was read before, so the cause is one near it that the change adds or takes away`,
  };
}

/** Returns the line of a run that closed a fault's block: the first of those that are indented least, and less than the fault. */
function closingLine(text: FailingText, run: LineRun, fault: number): number {
  let closing = { line: run.start, indent: indentAt(text, fault) };
  for (let line = run.start; line <= run.end; line++) {
    const indent = indentAt(text, line);
    if (hasContent(text, line) && indent < closing.indent) closing = { line, indent };
  }
  return closing.line;
}

/** Whether the document can be read once some of its lines are replaced. */
function parses(...asked: Parameters<typeof readWith>): boolean {
  return readWith(...asked).ok;
}

/** Returns the lines of the documents that were read. */
function linesRead({ objects }: Manifest): ReadonlySet<string> {
  const documents = new Set(objects.map(({ document }) => document));
  return new Set([...documents].flatMap(({ text }) => text.split("\n")));
}
