/**
 * Tells containers that run nothing but a wait, such as `sleep infinity`: whatever a Service selects or a port declares, nothing
 * listens in them. Only what is certain counts: any word that is not known here may be a server.
 */
import { get } from "../../manifest/json-value.js";
import { MAX_SCRIPT_LENGTH } from "../probes/read-script.js";
import { baseName } from "../probes/shell-words.js";
import { isBare, isPause } from "../servers/bare-images.js";
import type { Container } from "../workload.js";

const known = new WeakMap<Container, string | null>();

/** Returns the command by which a container only waits, as it is written; null where it may do anything else. */
export function onlyIdles(container: Container): string | null {
  let command = known.get(container);
  if (command === undefined) {
    command = mayListenAnyway(container) ? null : idleCommand(container);
    known.set(container, command);
  }
  return command;
}

/** A probe is its owners' word that something answers, and a hook may start it (core/v1 Lifecycle). */
function mayListenAnyway({ probes, value }: Container): boolean {
  return Object.keys(probes).length > 0 || get(value, "lifecycle", "postStart") != null;
}

function idleCommand(container: Container): string | null {
  const { commandLine, value } = container;
  const written = commandLine.join(" ").trim();
  if (commandLine.length === 0) return isPause(container) ? "pause" : null;
  // Arguments alone are for the image's own entrypoint, which is known to be none in images of a system.
  const replacesEntrypoint = Array.isArray(value.command) && value.command.length > 0;
  if (written.length > MAX_SCRIPT_LENGTH || !(replacesEntrypoint || isBare(container))) return null;
  return isIdle(commandLine) ? written : null;
}

/** Programs that run what they are given as the rest of the words. */
const WRAPPER = /^(?:tini|dumb-init|busybox|env|exec)$/;
const SHELL = /^(?:ba|da|a|k|z)?sh$/;

function isIdle([program = "", ...operands]: readonly string[]): boolean {
  const name = baseName(program);
  if (WRAPPER.test(name)) {
    const rest = operands[0] === "--" ? operands.slice(1) : operands;
    return rest.length > 0 && isIdle(rest);
  }
  if (!SHELL.test(name)) return waits(name, operands.length);
  const script = scriptIn(operands);
  return script !== null && isIdleScript(script);
}

/** Without a file `cat` waits for what is typed. */
function waits(name: string, operands: number): boolean {
  if (name === "cat") return operands === 0;
  if (name === "pause") return true;
  return (name === "sleep" || name === "tail") && operands > 0;
}

/** Returns what stands behind `-c`; null where a shell is given a file, or anything else. */
function scriptIn(operands: readonly string[]): string | null {
  const flag = operands.findIndex((word) => /^-[a-z]*c$/.test(word));
  const before = operands.slice(0, flag).every((word) => /^-[a-z]+$|^pipefail$/.test(word));
  if (flag === -1 || !before) return null;
  const rest = operands.slice(flag + 1);
  return (rest[0] === "--" ? rest[1] : rest[0]) ?? null;
}

/** What may stand before a command in a loop. */
const KEYWORDS = /^(?:(?:while|until|do|exec|!)(?:\s+|$))+/;
/** Programs and builtins that open no port, whatever they are given; `trap` runs what it has once the pod is told to stop. */
const HARMLESS =
  /^(?:sleep|tail|wait|true|false|:|echo|printf|date|hostname|uname|pwd|whoami|id|ls|set|trap|exit|done|break|continue)$/;

function isIdleScript(script: string): boolean {
  const commands = commandsIn(script).map((command) => command.replace(KEYWORDS, ""));
  const words = commands
    .filter((command) => command !== "")
    .map((command) => command.split(/\s+/) as [string, ...string[]]);
  return (
    words.every(([program]) => HARMLESS.test(baseName(program))) &&
    words.some(([program, ...operands]) => waits(baseName(program), operands.length))
  );
}

/** Returns the commands of a script with their texts left out; what is not understood stays, and is no program. */
function commandsIn(script: string): string[] {
  return script
    .replaceAll(/\$\((?:date|hostname)(?:\s[^()`$;|&]*)?\)|\$\w+|\$\{\w+\}/g, "text")
    .replaceAll(/'[^']*'|"(?:[^"\\`$]|\\[\s\S])*"/g, "text")
    .replaceAll(/(^|\s)#[^\n]*/g, "$1")
    .replaceAll(/\d?>>?\s*(?:&\d|[\w./-]+)/g, " ")
    .replaceAll(/[<>`(){}$\\]/g, ";?;")
    .split(/[;\n|&]+/)
    .map((command) => command.trim());
}
