/** Ports on which a debugger waits for whoever looks into a program: they say nothing of whether it serves. */
import { asArray, asString, get } from "../manifest/json-value.js";
import { MAX_TOLD_LENGTH } from "./serving/settings-of.js";
import type { Container } from "./workload.js";

type Told = Pick<Container, "commandLine" | "value">;

/** Node's own, where `--inspect` names none (nodejs.org, command-line API). */
const NODE_INSPECTOR = 9229;

/** Each with the port, where it is written: the JVM's agent, Node, Delve and Python's debugpy. */
const LISTENING: readonly RegExp[] = [
  /jdwp[=:][^\s"']{0,200}?\baddress=(?:[^\s,:"']{0,100}:)?(\d{1,5})\b/g,
  /(?<=^|\s)--inspect(?:-brk|-wait|-port)?(?:=(?:[^\s:]{0,100}:)?(\d{1,5}))?(?=\s|$)/g,
  /(?<=^|[\s/])dlv\s(?:[^\n]{0,300}?\s)?(?:--listen|-l)[= ](?:[^\s:]{0,100}:)?(\d{1,5})\b/g,
  /(?<=^|[\s/])debugpy\s(?:[^\n]{0,300}?\s)?--listen[= ](?:[^\s:]{0,100}:)?(\d{1,5})\b/g,
];

const told = new WeakMap<object, ReadonlySet<number>>();

/** Returns the ports of debuggers that the command line or the environment starts. */
export function debuggerPorts({ commandLine, value }: Told): ReadonlySet<number> {
  let ports = told.get(value);
  if (ports === undefined) {
    const values = asArray(value.env).flatMap((entry) => asString(get(entry, "value")) ?? []);
    const texts = [joined(commandLine), ...values].map((text) => text.slice(0, MAX_TOLD_LENGTH));
    ports = new Set(texts.flatMap(portsIn));
    told.set(value, ports);
  }
  return ports;
}

function joined(words: readonly string[]): string {
  let text = "";
  for (const word of words) {
    if (text.length > MAX_TOLD_LENGTH) break;
    text += `${word.slice(0, MAX_TOLD_LENGTH)} `;
  }
  return text;
}

function portsIn(text: string): number[] {
  return LISTENING.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, port]) => (port === undefined ? NODE_INSPECTOR : Number(port))),
  );
}
