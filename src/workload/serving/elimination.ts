/**
 * Who may listen on a port that no container declares or names, or that several declare: told by what the others are, and by what
 * speaks for and against each.
 */
import { get } from "../../manifest/json-value.js";
import { isNoServer } from "../servers/bare-images.js";
import { isHelper } from "../servers/helpers.js";
import { isDefaultPort } from "../servers/image-ports.js";
import { isProxyOfOthers } from "../servers/proxies.js";
import { isQueueWorker } from "../servers/queue-workers.js";
import { type Container, PROBE_TYPES } from "../workload.js";
import { namedPorts } from "./named-ports.js";
import { runsAnotherProgram } from "./other-program.js";
import { looksLikeTlsServer, TLS_PORTS } from "./serves-tls.js";
import { addressesIn, settingsOf } from "./settings-of.js";
import { upstreamsOf } from "./upstreams-of.js";

/** A setting for where a program listens altogether, and not for one of its side doors. */
const LISTENS =
  /^(?:https?[-_.]?)?(?:(?:listen|bind|web\.listen)(?:[-_.]?addr(?:ess)?)?|addr(?:ess)?|interface)$/;

/**
 * Returns the containers that may listen on the port; none only where none was given. One without declared ports goes before
 * those that declare others, as long as it is no likelier that it listens nowhere, or elsewhere, or that one of those has the
 * port: declaring a port is optional for each port.
 */
export function mayListen(containers: readonly Container[], port: number): Container[] {
  const possible = besidesHelpers(containers).filter((container) => !cannotListen(container, port));
  if (possible.length === 0) return besidesHelpers(containers);
  const without = possible.filter((container) => !container.ports.some(({ protocol }) => protocol === "TCP"));
  if (without.length === 0 || without.some((container) => isDoubtful(container, port))) return possible;
  return TLS_PORTS.has(port) && isForOthers(without, possible) ? possible : without;
}

/**
 * Returns those of several containers that may have a port which all of them declare; none only where none was given. The containers
 * of a pod share its network, where a second socket cannot take the same port (bind(2): EADDRINUSE), and a worker is often a copy
 * of the server beside it. `names` says whether a container's settings name the port as its own.
 */
export function mayBind(
  containers: readonly Container[],
  port: number,
  names: (container: Container) => boolean,
): Container[] {
  const signs = [
    (container: Container) => asksItself(container, port),
    names,
    (container: Container) => isDefaultPort(port, container),
    (container: Container) => !isQueueWorker(container) && !isHelper(container),
    (container: Container) => !runsAnotherProgram(container),
  ];
  return signs.reduce<Container[]>(
    (left, sign) => {
      const told = left.length > 1 ? left.filter(sign) : [];
      return told.length > 0 ? told : left;
    },
    [...containers],
  );
}

/** Whether a probe of the container has the kubelet ask the port, by its number or by the name that the container gives it. */
function asksItself({ probes, ports }: Container, port: number): boolean {
  return PROBE_TYPES.some((type) =>
    ["httpGet", "tcpSocket", "grpc"].some((handler) => {
      const host = get(probes[type], handler, "host");
      const asked = get(probes[type], handler, "port");
      if (asked === undefined || (typeof host === "string" && host !== "")) return false;
      return asked === port || ports.some((one) => one.name === asked && one.containerPort === port);
    }),
  );
}

/** Whether those that declare other ports look like servers of TLS, and those without ports do not. */
function isForOthers(without: readonly Container[], possible: readonly Container[]): boolean {
  const others = possible.filter((container) => !without.includes(container));
  return others.some(looksLikeTlsServer) && !without.some(looksLikeTlsServer);
}

/** All but the known helpers; where there is nobody else, all but what others are called through, or all. */
function besidesHelpers(containers: readonly Container[]): Container[] {
  const known = containers.filter((container) => !isHelper(container));
  const left = known.length > 0 ? known : containers.filter((container) => !isProxyOfOthers(container));
  return left.length > 0 ? left : [...containers];
}

/** It calls that port of its own pod, or listens for the pod alone. */
function cannotListen(container: Container, port: number): boolean {
  if (upstreamsOf(container).includes(port)) return true;
  const listening = settingsOf(container)
    .filter(({ key }) => LISTENS.test(key))
    .flatMap(({ value }) => addressesIn(value));
  // Where it has that very port, nobody else can have it.
  return listening.length > 0 && listening.every((one) => one.host === "loopback" && one.port !== port);
}

/** What is no server by its image, says that it listens elsewhere, or is told of that port as of another's. */
function isDoubtful(container: Container, port: number): boolean {
  if (isNoServer(container)) return true;
  const elsewhere = namedPorts(container).some((one) => !one.weak && !one.auxiliary && one.port !== port);
  return (
    elsewhere ||
    settingsOf(container).some((setting) => setting.source === "argument" && calls(setting.value, port))
  );
}

function calls(value: string, port: number): boolean {
  return addressesIn(value).some((address) => address.host === "loopback" && address.port === port);
}
