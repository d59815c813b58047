/**
 * Tells the commands of probes that end with 0 whatever the app does. Only what is certain counts: a script with anything in
 * it that is not known here may fail, and so may be a real check.
 */

import { type Command, commandsOf, MAX_WORDS, scriptOf, type Word } from "./read-script.js";
import { baseName, type UnreadOperator, unreadOperator } from "./shell-words.js";

/**
 * "nothing" where the command looks at nothing of the app, "any" where it looks and ends well whatever it finds, "unread"
 * where words for a shell are in it and no shell reads them.
 */
export type CertainSuccess = "nothing" | "any" | "unread";

export interface CertainCommand {
  finds: CertainSuccess;
  /** the command, or a shell's script, as it is written */
  text: string;
  /** the operator in it that no shell reads, where `finds` is "unread" */
  unread: UnreadOperator | null;
}

/** Thousands of containers can share one command by an alias. */
const known = new WeakMap<readonly unknown[], CertainCommand | null>();

/** Returns how a command always succeeds, or null where it may fail. No shell is around it: core/v1 ExecAction. */
export function certainCommand(command: readonly unknown[]): CertainCommand | null {
  let certain = known.get(command);
  if (certain === undefined) {
    certain = command.length > MAX_WORDS ? null : read(command);
    known.set(command, certain);
  }
  return certain;
}

function read(command: readonly unknown[]): CertainCommand | null {
  if (!command.every((word) => typeof word === "string")) return null;
  const [program = "", ...rest] = command as string[];
  const name = baseName(program);
  if (name === "busybox" || (name === "env" && !/^-|=/.test(rest[0] ?? "-"))) return read(rest);
  const text = command.join(" ");
  if (isIdle(name, rest)) {
    const unread = operatorIn(name, rest);
    return { finds: unread === null ? "nothing" : "unread", text, unread };
  }
  // BusyBox' own takes any operands and lists all the same; where another one refuses them, it never asks the app either.
  const unread = name === "ps" ? unreadOperator(command) : null;
  if (
    unread !== null &&
    isIdle(
      name,
      rest.slice(
        0,
        rest.findIndex((word) => word.trim() === unread.operator),
      ),
    )
  )
    return { finds: "unread", text, unread };
  const script = scriptOf(name, rest);
  if (script === null) return null;
  const finds = FINDS_ITSELF.test(script.text) ? "any" : ofScript(script.text, script.endsAtFailure);
  return finds === null ? null : { finds, text: script.text.trim(), unread: null };
}

/**
 * `ps -ef | grep app`: the shell that runs this has the word in its own command line, and `ps` lists that too. A pattern
 * with signs of its own, such as `[a]pp`, is there against it.
 */
const FINDS_ITSELF =
  /^\s*ps\s+(?:-ef|-eaf|-Af|-?auxw{0,2}|-?axw{0,2})\s*\|\s*[ef]?grep\s+(?:-[qi]+\s+)?(["']?)[\w/-]+\1\s*$/;

/** Whatever begins like an operator is one behind a program that only prints its operands. */
function operatorIn(program: string, operands: readonly string[]): UnreadOperator | null {
  const at = operands.findIndex((word) => /^\s*(?:\d?[<>]|\||&&|;)/.test(word));
  const operator = operands[at]?.trim();
  return operator === undefined ? null : { program, operator, behind: operands[at + 1]?.trim() ?? null };
}

/** Options by which `ps` lists every process, itself among them: its status says nothing of any other. */
const LISTS_ALL = /^(?:-[flw]*[eA][flw]*|-?au?xf?w{0,2})$/;

/** Programs that look at nothing but the machine that they run on, with the operands that cannot be wrong. */
function isIdle(name: string, operands: readonly string[]): boolean {
  if (name === "true" || name === "echo") return true;
  if (name === "ls") return operands.every((word) => word === "/" || /^-[1Aahl]+$/.test(word));
  if (name === "ps")
    return operands.length === 0 || (operands.length === 1 && LISTS_ALL.test(operands[0] ?? ""));
  return operands.length === 0 && ["date", "pwd", "uname", "hostname"].includes(name);
}

function ofScript(script: string, endsAtFailure: boolean): CertainSuccess | null {
  const commands = commandsOf(script);
  if (commands === null || commands.length === 0) return null;
  if (commands.length === 1 && commands[0]?.words.length === 1 && commands[0].words[0]?.text === "exit")
    return "nothing";
  if (commands.some(mayDecide)) return null;
  const succeeds: boolean[] = [];
  for (const command of commands) {
    const zero = isZero(command);
    const before = succeeds.at(-1) as boolean;
    if (command.after === ";") succeeds.push(zero);
    else succeeds.splice(-1, 1, command.after === "||" ? before || zero : before && zero);
  }
  const certain = endsAtFailure ? succeeds.every(Boolean) : succeeds.at(-1) === true;
  if (!certain) return null;
  return commands.every(isZero) ? "nothing" : "any";
}

function isZero({ words, piped }: Command): boolean {
  const [program, ...operands] = words as [Word, ...Word[]];
  if (piped || !program.literal) return false;
  if (program.text === "exit") return operands.length === 1 && operands[0]?.text === "0";
  if (program.text === ":") return true;
  return isIdle(
    baseName(program.text),
    operands.map(({ text }) => text),
  );
}

/** Whether a command may end the script with another status, decide whether others run, or wait beyond the timeout. */
function mayDecide(command: Command): boolean {
  const [program] = command.words as [Word, ...Word[]];
  if (!program.literal || program.text.includes("=")) return true;
  if (CONTROL.has(program.text)) return true;
  if (program.text === "exit" && !isZero(command)) return true;
  return command.words.some(({ text }) => /sleep|wait|timeout|tail/i.test(text));
}

const CONTROL = new Set([
  ...["if", "then", "else", "elif", "fi", "while", "until", "for", "do", "done", "case", "esac", "select"],
  ...[
    "function",
    "return",
    "break",
    "continue",
    "exec",
    "eval",
    "trap",
    "set",
    "shopt",
    "source",
    ".",
    "kill",
  ],
  ...["!", "read", "coproc", "time", "alias", "unset", "readonly", "export", "shift", "command", "builtin"],
]);
