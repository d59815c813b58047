/** Who gets the signal to stop: a runtime sends it to the process that it started, which need not be the server. */
import { asArray, asObject, type JsonObject } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";

export interface StopSignal {
  /** the server is the first process of its namespace, which ignores what it has no handler for (man 2 kill); null where that is not known */
  isFirst: boolean | null;
  /** a shell starts the server without `exec`, so that the signal may end there (docs.docker.com: shell form of ENTRYPOINT) */
  isBehindShell: boolean;
  /** what runs it stops it in its own way, and gives it its own time for that */
  isSupervised: boolean;
}

/** Become the program that they are given, or hand signals on to it as its only child. */
const INIT = /^(?:tini(?:-static)?|dumb-init|catatonit|docker-init)$/;
/** s6-overlay is started as `/init`. */
const SUPERVISOR = /^(?:init|my_init|s6-[\w-]+|supervisord|runsvdir|circusd)$/;
const SHELL = /^(?:ba|da|a|k|z)?sh$/;
/** Programs that are replaced by what they are given (execve), and whether that stands behind a user's name. */
const REPLACED: ReadonlyMap<string, number> = new Map([
  ["exec", 0],
  ["env", 0],
  ["gosu", 1],
  ["su-exec", 1],
]);
/** Run in their own process what is known to have no handler of the signal. */
const ITSELF = /^(?:python[\d.]*|flask|waitress-serve|manage\.py)$/;

/** Returns what is known of a container in a pod by its command; an image's own ENTRYPOINT may be any of these. */
export function stopSignalOf({ value }: Container, podSpec: JsonObject): StopSignal {
  const command = asArray(asObject(value).command).map(String);
  const words = [...command, ...asArray(asObject(value).args).map(String)];
  const found = signalBy(command.length === 0 ? [] : words);
  // kubernetes.io, Share Process Namespace between Containers: the first one there is the pod's pause, or the node's init.
  const isShared = podSpec.shareProcessNamespace === true || podSpec.hostPID === true;
  return isShared ? { ...found, isFirst: false } : found;
}

const UNKNOWN: StopSignal = { isFirst: null, isBehindShell: false, isSupervised: false };
/** Wrappers within each other are a few; a word of megabytes is no script. */
const MAX_WORDS = 100;
const MAX_LENGTH = 4 * 1024;

function signalBy([program = "", ...operands]: readonly string[]): StopSignal {
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (operands.length > MAX_WORDS) return UNKNOWN;
  if (SUPERVISOR.test(name)) return { ...UNKNOWN, isSupervised: true };
  if (INIT.test(name)) return { ...signalBy(behindFlags(operands)), isFirst: false };
  const users = REPLACED.get(name);
  if (users !== undefined) return signalBy(behindFlags(operands).slice(users));
  if (SHELL.test(name)) return signalInShell(operands);
  return ITSELF.test(name) ? { ...UNKNOWN, isFirst: true } : UNKNOWN;
}

/** Without options and variables in front. An option's own value may be taken for the program, which is none that is known. */
function behindFlags(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^-|^\w+=/.test(word));
  return first === -1 ? [] : words.slice(first);
}

function signalInShell(operands: readonly string[]): StopSignal {
  const flag = operands.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = operands[flag + 1];
  // A file's last line is mostly an exec of what it is given, and mostly is not known.
  if (flag === -1 || script === undefined || script.length > MAX_LENGTH) return UNKNOWN;
  const last = script.split(/[;\n|&]+/).findLast((command) => command.trim() !== "") ?? "";
  const isAside = /(?<![&>])&(?![&>])/.test(script) || /(?<!\|)\|(?!\|)/.test(script);
  const words = last.trim().split(/\s+/);
  return words[0] === "exec" && !isAside ? signalBy(words) : { ...UNKNOWN, isBehindShell: true };
}
