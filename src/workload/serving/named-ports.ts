/**
 * Ports that a container's own text says it listens on: its probes, its environment, its command line. Programs open ports
 * that no manifest declares, and a number in a Service alone does not say which of them does.
 */
import { isObject, type JsonObject } from "../../manifest/json-value.js";
import { debuggerPorts } from "../debugger-ports.js";
import { isAuxiliaryName } from "../neighbours/auxiliary-ports.js";
import { callsItself } from "../servers/image.js";
import { type Container, PROBE_TYPES, type ProbeType } from "../workload.js";
import { type Address, addressesIn, flagsIn, type Setting, settingsOf } from "./settings-of.js";

/** What names a port: a probe, a variable, or the command line. */
export type PortSource = ProbeType | "variable" | "argument";

export interface NamedPort {
  port: number;
  source: PortSource;
  /** the variable or the flag; empty for a word that stands alone, and for a probe */
  name: string;
  /** a number that stands alone on the command line, and may count anything */
  weak: boolean;
  /** it listens for the pod alone, so that no Service reaches it */
  loopback: boolean;
  /** by the setting's name it is for operators, or a debugger has it */
  auxiliary: boolean;
}

/** A setting by which a program is told whom to call, and not where to listen. */
const OF_ANOTHER =
  /upstream|backend|target|remote|proxy[-_.]?(?:to|pass|url)|_pass$|forward|redirect|origin|dest|client|connect|peer|join|broker/;
/** Servers that apps call. */
const SERVERS =
  /database|(?:^|[-_.])db(?=$|[-_.])|redis|valkey|postgres|(?:^|[-_.])pg(?=$|[-_.]|host|port)|mysql|maria|mongo|memcache|kafka|rabbit|amqp|nats|smtp|mail|elastic|opensearch|consul|vault|statsd|otel|otlp|jaeger|zipkin|ldap|minio|(?:^|[-_.])s3(?=$|[-_.])/;
const NAMES_PORT = /port|listen|addr|bind|^[plba]$|^https?$|^grpc$|^server$/;
const NAMES_LISTENER = /listen|bind|addr(?:ess)?$/;

const known = new WeakMap<Container, NamedPort[]>();

/** Returns the ports that a container itself names, as often as it does. */
export function namedPorts(container: Container): NamedPort[] {
  let ports = known.get(container);
  if (ports === undefined) {
    const settings = settingsOf(container).flatMap((setting) => [setting, ...flagsIn(setting)]);
    const hosts = hostsElsewhere(settings);
    const own = settings.filter(({ key }) => !hosts.has(key.replace(/[-_.]?port$/, "")));
    ports = [...ofProbes(container), ...own.flatMap((setting) => ofSetting(setting, container))];
    known.set(container, ports);
  }
  return ports;
}

function ofProbes({ probes }: Container): NamedPort[] {
  return PROBE_TYPES.flatMap((source) =>
    probedPorts(probes[source]).map((port) => ({
      port,
      source,
      name: "",
      weak: false,
      loopback: false,
      auxiliary: false,
    })),
  );
}

/** A probe with a host asks that one, and no container of the pod. */
function probedPorts(probe: JsonObject | undefined): number[] {
  if (probe === undefined) return [];
  const asked = ["httpGet", "tcpSocket", "grpc"].flatMap((handler) => {
    const written = probe[handler];
    if (!isObject(written) || (typeof written.host === "string" && written.host !== "")) return [];
    return typeof written.port === "number" ? [written.port] : [];
  });
  const { exec } = probe;
  if (!isObject(exec) || !Array.isArray(exec.command)) return asked;
  const text = exec.command
    .filter((word) => typeof word === "string")
    .join(" ")
    .slice(0, 4000);
  const called = [...text.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\]|[\s=]):(\d{1,5})\b/g)];
  return [...asked, ...called.map(([, port]) => Number(port))];
}

function ofSetting(setting: Setting, container: Container): NamedPort[] {
  const { key, name, value, source } = setting;
  if (isOfAnother(key, container)) return [];
  const isForOperators = isAuxiliaryName(key);
  const debuggers = debuggerPorts(container);
  const named = (address: Address, weak = false): NamedPort => ({
    port: address.port,
    source,
    name,
    weak,
    loopback: address.host === "loopback",
    auxiliary: isForOperators || debuggers.has(address.port),
  });
  const listening = source === "argument" ? /^tcp[46]?-listen:(\d{1,5})/i.exec(value)?.[1] : undefined;
  if (listening !== undefined) return [named({ host: "any", port: Number(listening), scheme: null })];
  return addressesIn(value).flatMap((address) => {
    if (address.host === "any") return [named(address)];
    if (address.host === "loopback") return NAMES_LISTENER.test(key) ? [named(address)] : [];
    if (address.host === "other") return [];
    if (NAMES_PORT.test(key)) return [named(address)];
    return key === "" ? [named(address, true)] : [];
  });
}

/** Returns what stands before `_HOST` where that is another host: beside it `_PORT` is that one's, and no port of its own. */
function hostsElsewhere(settings: readonly Setting[]): ReadonlySet<string> {
  const hosts = settings.flatMap(({ key, value }) => {
    const prefix = /^(.+?)[-_.]?(?:host|hostname|server|service|ip)$/.exec(key)?.[1];
    return prefix === undefined || /^(?:|0\.0\.0\.0|::|\*|\$.*)$/.test(value) ? [] : [prefix];
  });
  return new Set(hosts);
}

/** Whether a setting is about a server that the container calls, unless that is what the container itself is. */
function isOfAnother(key: string, container: Container): boolean {
  if (OF_ANOTHER.test(key)) return true;
  const server = SERVERS.exec(key)?.[0].replace(/^[-_.]/, "");
  return server !== undefined && !callsItself(container).includes(server);
}
