/**
 * Finds words of a command that nothing reads: those for a shell where none runs, as core/v1 ExecAction runs the program with
 * all of them as arguments, and those behind a shell's script.
 */

import { MAX_WORDS, scriptOf } from "./read-script.js";

/** An operator of the shell, and the program that gets it as an argument. */
export interface UnreadOperator {
  /** without its folder */
  program: string;
  operator: string;
  /** the word behind the operator; null where it is the last one */
  behind: string | null;
}

const OPERATOR = /^(?:\|\|?|&&|;|>>?|<|2>&1|(?:[12]?|&)>{1,2} ?\/dev\/null)$/;
/** What ends a command, and what may be another program's separator or comparison as well. */
const AMBIGUOUS = /^[|;<>]$/;
const SHELL = /^(?:ba|da|a|c|fi|k|tc|z)?sh$/;
/** Programs that hand words to a shell, or have such operators of their own. */
const OTHER_READERS = new Set([
  ...["ssh", "su", "sudo", "eval", "kubectl", "docker", "nsenter", "chroot", "xargs", "watch", "pwsh"],
  ...[
    "test",
    "[",
    "[[",
    "expr",
    "find",
    "grep",
    "egrep",
    "fgrep",
    "sed",
    "awk",
    "gawk",
    "tr",
    "cut",
    "jq",
    "printf",
  ],
]);

/** Returns the first word that only a shell would read as an operator; null where there is none, or a shell may be about. */
export function unreadOperator(command: readonly unknown[]): UnreadOperator | null {
  if (command.length > MAX_WORDS || !command.every((word) => typeof word === "string")) return null;
  const [program = "", ...words] = command as string[];
  const at = words.findIndex((word) => OPERATOR.test(word.trim()));
  const operator = words[at]?.trim();
  if (operator === undefined || readsItself([program, ...words.slice(0, at)])) return null;
  const behind = words[at + 1]?.trim() ?? null;
  // `2>&1` may stand at the end; an operator between commands has another one behind it.
  if (behind === null && !operator.includes(">")) return null;
  // `-d ";"` is an option with its value.
  if (AMBIGUOUS.test(operator) && (behind === null || words[at - 1]?.startsWith("-"))) return null;
  return { program: baseName(program), operator, behind };
}

function readsItself(words: readonly string[]): boolean {
  return words.map(baseName).some((name) => SHELL.test(name) || OTHER_READERS.has(name));
}

/** "/bin/ps" is "ps" */
export function baseName(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}

/** Words behind the script of a shell, which the script never reads. */
export interface LeftWords {
  /** without its folder */
  shell: string;
  /** at least one */
  words: string[];
}

/** What reads the words behind a script, or may: parameters, what moves them, a loop over them, a text that is run. */
const MAY_READ =
  /\$\{?[#!^=~+]?[\d@*#]|\b(?:shift|getopts|eval|source|argv|BASH_ARG\w)\b|(?:^|[\s;&|])\.\s|\bfor\s+\w+\s*(?:;|\n|do\b)/;
/** A template, or a text that a tool or the environment brings along. */
const FILLED_IN = /\{\{|\{%|<%|@@|^\s*\$[({]?\w+[)}]?\s*$/;
/** `$0`, as those write it who hand over parameters: a name of the script for its messages. */
const NAME_OF_SCRIPT = /^(?:-{0,2}|_|[\w.-]*sh)$/;
/** one word of a name may be `$0` as well, unless it is an operand of a script that is a single word itself */
const PLAIN_NAME = /^\w+$/;

/**
 * Returns the words behind the script of `sh -c` that nothing runs and the script never reads: POSIX sh, `sh -c
 * command_string [command_name [argument...]]`. Null where there are none, or the script may read them.
 */
export function leftWords(command: readonly unknown[]): LeftWords | null {
  if (command.length > MAX_WORDS || !command.every((word) => typeof word === "string")) return null;
  const [program = "", ...rest] = command as string[];
  const shell = baseName(program);
  if (shell === "busybox" || (shell === "env" && !/^-|=/.test(rest[0] ?? "-"))) return leftWords(rest);
  const script = scriptOf(shell, rest)?.text;
  // What begins with a sign is one more option.
  if (script === undefined || /^[-+]/.test(script) || FILLED_IN.test(script) || MAY_READ.test(script))
    return null;
  const words = rest.slice(rest.indexOf(script) + 1).filter((word) => word.trim() !== "");
  const [first = ""] = words;
  const isName = NAME_OF_SCRIPT.test(first) || (PLAIN_NAME.test(first) && /\s/.test(script.trim()));
  return words.length === 0 || (words.length === 1 && isName) ? null : { shell, words };
}
