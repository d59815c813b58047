/** Commands in comments: which comment is one, and what it asks for. Pure. */

import type { WrittenWaiver } from "../../review/answers/waive-answer.js";

export type Command =
  | { kind: "fix" }
  | { kind: "review" }
  | { kind: "help" }
  | { kind: "explain"; workload: string }
  | { kind: "waive"; waiver: WrittenWaiver }
  | { kind: "unknown"; word: string };

// At the very beginning of its line: four spaces would be code, a ">" a quotation. A telephone writes a capital letter.
const COMMAND = /^\/surefoot(?:[ \t]+(.*))?$/i;

/** More would only be cut off later. */
const MAX_LINE = 1_000;

/** Returns the command of a comment whose first line that is not blank begins with /surefoot; null for any other. */
export function parseCommand(body: string): Command | null {
  const line = commandLine(body);
  return line === null ? null : readCommand(line);
}

/** Returns the command in the text behind /surefoot. */
export function readCommand(line: string): Command {
  const [word, rest] = split(line);
  switch (word.toLowerCase()) {
    case "fix":
    case "review":
      return rest === "" ? { kind: word.toLowerCase() as "fix" | "review" } : { kind: "unknown", word: line };
    case "help":
    case "":
      return { kind: "help" };
    case "explain":
      return { kind: "explain", workload: bare(rest) };
    case "waive":
      return { kind: "waive", waiver: parseWaiver(rest) };
    default:
      return { kind: "unknown", word: line };
  }
}

/** The text behind /surefoot; null where a comment is no command. */
export function commandLine(body: string): string | null {
  const first = body.split(/\r\n|\r|\n/).find((line) => line.trim() !== "");
  const match = COMMAND.exec((first ?? "").slice(0, MAX_LINE).trimEnd());
  return match === null ? null : (match[1] ?? "").trim();
}

// <rule> <workload> until <date> because <reason>; the answer tells what is missing.
function parseWaiver(text: string): WrittenWaiver {
  const [subject, reason] = cut(text, /(?:^|\s)because(?:\s|$)/i);
  const [names, until] = cut(subject, /(?:^|\s)until(?:\s|$)/i);
  const [rule, workload] = split(names);
  return { rule: part(rule), workload: part(workload), until: part(until), reason: reason.trim() || null };
}

function cut(text: string, at: RegExp): [before: string, after: string] {
  const match = at.exec(text);
  if (match === null) return [text, ""];
  return [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

function split(text: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)(.*)$/.exec(text.trim()) ?? [];
  return [word, rest.trim()];
}

function part(text: string): string | null {
  return bare(text) || null;
}

/** Without the backticks or quotes that a name may stand in. */
function bare(text: string): string {
  return text.trim().replace(/^([`"'])(.*)\1$/, "$2");
}
