import { asArray, isObject } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";

/** A value that a container is given, by the command line or the environment. */
export interface Setting {
  /** the flag without its dashes, or the variable, in small letters; empty for a word that stands alone */
  key: string;
  /** the same as it is written */
  name: string;
  value: string;
  source: "argument" | "variable";
}

/** Characters: far more than any program is told; a manifest may hold megabytes in one word. */
export const MAX_TOLD_LENGTH = 32 * 1024;

/** Words of configuration files that stand before their value with a space, as in a file that a shell writes. */
const DIRECTIVES = /^(?:listen|port|bind|(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass|server)$/i;

const known = new WeakMap<Container, Setting[]>();

/** Returns what a container's command, arguments and environment say, in that order; a shell's script word by word. */
export function settingsOf(container: Container): Setting[] {
  let settings = known.get(container);
  if (settings === undefined) {
    settings = [...ofCommandLine(container.commandLine), ...ofEnvironment(container)];
    known.set(container, settings);
  }
  return settings;
}

function ofCommandLine(commandLine: readonly string[]): Setting[] {
  const words: { text: string; entry: number; isAlone: boolean }[] = [];
  let left = MAX_TOLD_LENGTH;
  for (const [entry, written] of commandLine.entries()) {
    if (left <= 0) break;
    // A shell's script, or several arguments in one string.
    const texts = written.slice(0, left).match(/[^\s;|&"'`(){}<>]+/g) ?? [];
    words.push(...texts.map((text) => ({ text, entry, isAlone: texts.length === 1 })));
    left -= written.length;
  }
  const settings: Setting[] = [];
  for (let index = 0; index < words.length; index++) {
    const { text: word, entry } = words[index] as (typeof words)[number];
    const following = words[index + 1];
    // A script begins with a command, and not with the value of the flag before it.
    const next = following?.entry === entry || following?.isAlone ? following.text : undefined;
    const assigned = /^(-{0,2})([A-Za-z][\w.-]*)=(.*)$/.exec(word);
    const glued = /^-([pPlb]):?(\d{1,5})$/.exec(word);
    if (assigned !== null) {
      settings.push(argument(assigned[2] as string, assigned[3] as string));
    } else if (glued !== null) {
      settings.push(argument(glued[1] as string, glued[2] as string));
    } else if (/^-{1,2}[A-Za-z]/.test(word) || DIRECTIVES.test(word)) {
      const hasValue = next !== undefined && !next.startsWith("-") && !DIRECTIVES.test(next);
      if (hasValue) settings.push(argument(word.replace(/^-+/, ""), next));
      if (hasValue) index++;
    } else {
      settings.push(argument("", word));
    }
  }
  return settings;
}

function argument(name: string, value: string): Setting {
  return { key: name.toLowerCase(), name, value, source: "argument" };
}

function ofEnvironment({ value }: Container): Setting[] {
  return asArray(value.env).flatMap((entry): Setting[] => {
    if (!isObject(entry) || typeof entry.name !== "string") return [];
    const written = typeof entry.value === "number" ? `${entry.value}` : entry.value;
    if (typeof written !== "string" || written.length > MAX_TOLD_LENGTH) return [];
    return [{ key: entry.name.toLowerCase(), name: entry.name, value: written, source: "variable" }];
  });
}

/** Returns the flags that a variable holds for a program, as `JAVA_OPTS` and `GUNICORN_CMD_ARGS` do; none of other settings. */
export function flagsIn({ source, value }: Setting): Setting[] {
  if (source !== "variable" || !/^\s*-/.test(value)) return [];
  return ofCommandLine([value])
    .filter(({ key }) => key !== "")
    .map((flag) => ({ ...flag, source }));
}

/** The address in a value: whom a program listens for, or talks to. */
export interface Address {
  /** "any" for a wildcard or no host at all, "loopback" for the pod itself, null for a number alone */
  host: "any" | "loopback" | "other" | null;
  port: number;
  scheme: string | null;
}

const PORT_OF_SCHEME: Readonly<Record<string, number>> = { http: 80, https: 443 };
/** `+` is the wildcard of ASP.NET Core's `http://+:80`. */
const ANY = /^(?:|0\.0\.0\.0|\*|\+|::|\[::\]|\$[({]?\w+[)}]?)$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Returns the addresses in a value, which may list several with commas. */
export function addressesIn(value: string): Address[] {
  return value.split(",", 20).flatMap((one) => addressOf(one.trim()) ?? []);
}

function addressOf(text: string): Address | null {
  if (text.length > 300) return null;
  const url = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)/i.exec(text);
  const scheme = url?.[1]?.toLowerCase() ?? null;
  const authority = url?.[2] ?? "";
  if (scheme === null && /^\d{1,5}$/.test(text)) return portOf(text, null, null);
  const withPort = /^(.*):(\d{1,5})$/.exec(authority);
  if (withPort === null) {
    const port = scheme === null ? undefined : PORT_OF_SCHEME[scheme];
    return port === undefined ? null : { host: hostOf(authority), port, scheme };
  }
  return portOf(withPort[2] as string, hostOf(withPort[1] as string), scheme);
}

function portOf(digits: string, host: Address["host"], scheme: string | null): Address | null {
  const port = Number(digits);
  return port >= 1 && port <= 65535 ? { host, port, scheme } : null;
}

function hostOf(host: string): Exclude<Address["host"], null> {
  return ANY.test(host) ? "any" : LOOPBACK.test(host) ? "loopback" : "other";
}
