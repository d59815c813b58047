/**
 * Reads how long a preStop hook takes, as far as it is written: a `sleep` action, or a command that sleeps. In a script
 * a sleep that waits for the success of another command is told apart: nobody can see here whether it is reached.
 */
import { asArray, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { baseName } from "../../workload/probes/shell-words.js";
import type { Container } from "../../workload/workload.js";

/** Returns a container's preStop hook; null where it has none. */
export function preStopOf(container: Container): JsonObject | null {
  const hook = get(container.value, "lifecycle", "preStop");
  return isObject(hook) && Object.values(hook).some((handler) => handler != null) ? hook : null;
}

/** How long a hook sleeps, in seconds. */
export interface HookSeconds {
  /** whatever its other commands come to */
  always: number;
  /** where each command that a sleep waits for succeeds; `always` where none does */
  ifAllSucceed: number;
}

/** Returns how long the hook sleeps; null where that cannot be told. */
export function secondsOf(hook: JsonObject): HookSeconds | null {
  const { seconds } = isObject(hook.sleep) ? hook.sleep : {};
  if (Number.isInteger(seconds) && (seconds as number) >= 0) return inAnyCase(seconds as number);
  const command = asArray(get(hook, "exec", "command"));
  return command.every((word) => typeof word === "string") ? secondsOfCommand(command as string[]) : null;
}

const SHELL = /^(?:ba|da|a|k|z)?sh$/;

function inAnyCase(seconds: number | null): HookSeconds | null {
  return seconds === null ? null : { always: seconds, ifAllSucceed: seconds };
}

function secondsOfCommand(words: readonly string[]): HookSeconds | null {
  const [program, ...rest] = words;
  if (program === undefined) return null;
  const name = baseName(program);
  if (name === "busybox") return secondsOfCommand(rest);
  if (name === "sleep") return inAnyCase(sleepOf(rest));
  if (!SHELL.test(name)) return null;
  // `sh -c "sleep" "15"` runs sleep without an operand: what follows the script is no part of it.
  const flag = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = flag === -1 ? undefined : rest[flag + 1];
  const endsAtFailure = rest.slice(0, flag + 1).some((word) => ERREXIT.test(word));
  return script === undefined ? null : secondsOfScript(script, endsAtFailure);
}

/** The shell's flag that ends a script at the first command that fails. */
const ERREXIT = /^-[a-z]*e/;

/** Longer scripts are programs, and their sleeps are not read. */
const MAX_SCRIPT_LENGTH = 2_000;

/** Returns the sleeps of a script up to the first word that may skip or repeat what follows. */
function secondsOfScript(script: string, endsAtFailure: boolean): HookSeconds | null {
  if (script.length > MAX_SCRIPT_LENGTH) return null;
  const sums: HookSeconds = { always: 0, ifAllSucceed: 0 };
  let isKnown = false;
  let strict = endsAtFailure;
  // Whether the command at hand runs only if one before it succeeds.
  let depends = false;
  for (const statement of withoutQuotes(script).split(/(;|&&|\n)/)) {
    if (SEPARATORS.has(statement)) {
      if (statement !== "&&" && !strict) depends = false;
      continue;
    }
    const words = statement.trim().split(/\s+/).filter(Boolean);
    const [first] = words;
    if (first === undefined || first.startsWith("#")) continue;
    if (/[|&(){}`]/.test(statement) || CONTROL.has(first)) break;
    const [program, ...operands] = first === "exec" ? words.slice(1) : words;
    const name = baseName(program ?? "");
    const seconds = name === "sleep" ? sleepOf(operands) : null;
    if (seconds !== null) {
      isKnown = true;
      sums.ifAllSucceed += seconds;
      if (!depends) sums.always += seconds;
    } else if (!SUCCEEDS.has(name)) depends = true;
    if (name === "set" && operands.some((word) => ERREXIT.test(word))) strict = true;
    if (first === "exec") break;
  }
  return isKnown ? sums : null;
}

const SEPARATORS = new Set([";", "&&", "\n"]);

/** Commands that do not fail, whatever the app does. */
const SUCCEEDS = new Set([":", "true", "echo", "printf", "date", "set"]);

/** Makes one word of quoted text: a plain one stays as it is, any other matters nothing here. */
function withoutQuotes(script: string): string {
  return script.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => {
    const word = double ?? single ?? "";
    return /^[\w.]+$/.test(word) ? word : "?";
  });
}

const CONTROL = new Set([
  ...["if", "while", "until", "for", "case", "exit", "return", "trap", "function"],
  // A test is there to fail at times: what stands behind it runs in some cases alone.
  ...["test", "[", "[[", "!"],
]);

const UNITS: Record<string, number> = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** `sleep 1m 30s` is the sum of its operands; `sleep infinity` never ends. */
function sleepOf(operands: readonly string[]): number | null {
  let total = 0;
  for (const operand of operands) {
    if (/^inf(?:inity)?$/i.test(operand)) return Number.POSITIVE_INFINITY;
    const match = /^(\d{1,9}(?:\.\d{1,9})?)([smhd]?)$/.exec(operand);
    if (match === null) return null;
    total += Number(match[1]) * (UNITS[match[2] ?? ""] as number);
  }
  return operands.length === 0 ? null : total;
}
