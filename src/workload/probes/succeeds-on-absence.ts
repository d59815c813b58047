/**
 * Tells the commands of probes that succeed as long as something is absent: an error in a log, a file, a process. Before the
 * app has begun nothing of it is there, so they say nothing of whether it can serve.
 */
import { type Command, commandsOf, MAX_WORDS, scriptOf } from "./read-script.js";
import { baseName } from "./shell-words.js";

export interface AbsenceCheck {
  /** the command, or a shell's script, as it is written */
  text: string;
  /**
   * it searches files alone, so that it succeeds before the app has written anything; another check may wait for the end of a
   * process, or for a file that goes
   */
  searchesFiles: boolean;
}

/** Thousands of containers can share one command by an alias. */
const known = new WeakMap<readonly unknown[], AbsenceCheck | null>();

/** Returns what a probe's command is if it succeeds on absence alone; null for any other. */
export function absenceCheck(command: readonly unknown[]): AbsenceCheck | null {
  let check = known.get(command);
  if (check === undefined) {
    check = read(command);
    known.set(command, check);
  }
  return check;
}

/** `[ -z "$(grep error log)" ]`, `test $(grep -c error log) -eq 0`, with backquotes too */
const COUNTED =
  /^(?:\[{1,2}|test)\s+(?:-z\s+"?(?:\$\(|`)[^()`]*\b(?:grep|pgrep|pidof)\s[^()`]*[)`]"?|"?(?:\$\(|`)[^()`]*\b(?:p?grep\s[^()`]*-\w*c|wc\s+-l)[^()`]*[)`]"?\s+(?:-eq|={1,2}|-lt|-le)\s+"?[01]"?)\s*(?:\]{1,2})?\s*$/;

function read(command: readonly unknown[]): AbsenceCheck | null {
  if (command.length > MAX_WORDS || !command.every((word) => typeof word === "string")) return null;
  const [program = "", ...rest] = command as string[];
  const name = baseName(program);
  const text = command.join(" ");
  if (TEST.test(name)) return kindOfTest(rest) === "A" ? { text, searchesFiles: false } : null;
  const script = scriptOf(name, rest)?.text.trim();
  if (script === undefined) return null;
  if (script.length <= 500 && COUNTED.test(script)) return { text: script, searchesFiles: false };
  const commands = commandsOf(script);
  if (commands === null || !ON_ABSENCE.test(commands.map(signOf).join(""))) return null;
  return { text: script, searchesFiles: commands.filter(isSearch).every(searchesFile) };
}

/**
 * What a command is to the script: F succeeds where it finds something and A where it does not, Q asks whether the one before
 * failed, X ends or stands for a failure, Z succeeds, O is any other.
 */
type Kind = "F" | "A" | "Q" | "X" | "Z" | "O";

/** Groups behind one another, of which the last decides; keywords are small letters. */
const ON_ABSENCE =
  /^(?:[ZFA];)*(?:A(?:&[AZ]|\|X)*|F;Q|F&X(?:\|Z|;(?:Z;)*Z)|iF;t;?(?:Z;)*X;(?:e;?(?:Z;)*Z;)?f(?:;Z)*|iA;t;?(?:Z;)*Z;e;?(?:Z;)*X;f)$/;

const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ["if", "i"],
  ["then", "t"],
  ["else", "e"],
  ["fi", "f"],
]);

/** "&F" for a search behind `&&`; the first command has nothing before it */
function signOf({ words, after, last }: Command, index: number): string {
  const texts = words.map(({ text, literal }) => (literal || text === "$?" ? text : "$"));
  const separator = index === 0 ? "" : after === ";" ? ";" : after === "&&" ? "&" : "|";
  const keyword = KEYWORDS.get(texts[0] ?? "");
  if (keyword === undefined) return separator + kindOf(texts, last);
  const rest = texts.slice(1);
  return separator + keyword + (rest.length === 0 ? "" : kindOf(rest, last - 1));
}

const TEST = /^(?:test|\[{1,2})$/;
const FINDER = /^(?:[efz]?grep|rg|pgrep|pidof)$/;
const SUCCEEDS = /^(?:true|:|echo|printf|set)$/;

function kindOf(words: readonly string[], last: number): Kind {
  const [program = "", ...operands] = words;
  if (program === "!") {
    const kind = kindOf(operands, last - 1);
    return kind === "F" ? "A" : kind === "A" ? "F" : "O";
  }
  if (program === "exit") return operands[0] === "0" ? "Z" : /^[1-9]\d*$/.test(operands[0] ?? "") ? "X" : "O";
  if (last <= 0) {
    if (program === "false") return "X";
    if (SUCCEEDS.test(program)) return "Z";
    if (TEST.test(baseName(program))) return kindOfTest(operands);
  }
  const [finder = "", ...asked] = words.slice(Math.max(0, last));
  if (
    !FINDER.test(baseName(finder)) ||
    asked.some((word) => /^-\w*[vL]|^--invert|^--files-without/.test(word))
  )
    return "O";
  // `grep -c error log | grep 0`
  const counts = words.slice(0, last).some((word) => /^-\w*c$|^wc$/.test(word));
  return counts && asked.some((word) => /^\^?0\$?$/.test(word)) ? "A" : "F";
}

function kindOfTest(operands: readonly string[]): Kind {
  const words = operands.filter((word) => !/^\]{1,2}$/.test(word));
  const [first, operator = "", second] = words;
  if (first === "$?" && words.length === 3) {
    if (/^(?:-ne|!=|-gt)$/.test(operator) && second === "0") return "Q";
    return /^(?:-eq|={1,2})$/.test(operator) && second === "1" ? "Q" : "O";
  }
  const isNegated = first === "!";
  const [option = "", ...files] = isNegated ? words.slice(1) : words;
  if (!/^-[adefhLrsSwx]$/.test(option) || files.length !== 1) return "O";
  return isNegated ? "A" : "F";
}

function isSearch({ words }: Command): boolean {
  return words.some(({ text }) => FINDER.test(baseName(text)) || TEST.test(text)) && words[1]?.text !== "$?";
}

/** A pattern and a file behind it; the kernel's files are there before any app. */
function searchesFile({ words, piped }: Command): boolean {
  const at = words.findIndex(({ text }) => /^(?:[efz]?grep|rg)$/.test(baseName(text)));
  const operands = words.slice(at + 1).filter(({ text }) => !text.startsWith("-"));
  return (
    !piped &&
    at !== -1 &&
    operands.length >= 2 &&
    !operands.some(({ text }) => /^\/(?:proc|sys)\//.test(text))
  );
}
