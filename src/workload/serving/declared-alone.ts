/** Ports that a container only lists: that opens none, and a list often stays when the program changes. */
import { isOnNode } from "../host-ports.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { runsNothing } from "../servers/bare-images.js";
import { isDefaultPort } from "../servers/image-ports.js";
import { isQueueWorker } from "../servers/queue-workers.js";
import type { Container, ContainerPort, Workload } from "../workload.js";
import { isTcp } from "./listeners.js";
import { namedPorts } from "./named-ports.js";
import { runsAnotherProgram } from "./other-program.js";

/** Whether no probe, command line or variable of the container names a port, and the node does not lead to it. */
export function isOnlyListed(port: number, container: Container): boolean {
  return (
    !isOnNode(port, container) && !namedPorts(container).some((one) => one.port === port && !one.loopback)
  );
}

/**
 * Whether nothing but the list of ports says that a container listens on one, while its program is another than the image's
 * own. A port with a name is meant to be called, unless the program is known to listen to nobody.
 */
export function isGuess(port: number, container: Container): boolean {
  if (runsNothing(container)) return isOnlyListed(port, container);
  const hasName = container.ports.some(({ containerPort, name }) => containerPort === port && name !== null);
  return (
    (!hasName || isQueueWorker(container)) && isOnlyListed(port, container) && runsAnotherProgram(container)
  );
}

/** Whether that is so of all of its ports, and no Service in sight selects the pods. */
export function isPerhapsUncalled(container: Container, workload: Workload, neighbours: Neighbours): boolean {
  const ports = container.ports.filter(isTcp);
  return (
    ports.length > 0 &&
    ports.every(({ containerPort }) => isGuess(containerPort, container)) &&
    servicesOf(workload, neighbours).length === 0
  );
}

/** The shortest row of ports without names, and of such with names that only count (`slot1`, `slot2`). */
const SHORTEST_ROW = { nameless: 3, counted: 2 };

/**
 * Whether a port is one of several in a row that go by one name or by none, and nothing tells any of them from the others: no
 * probe, command line, variable or image, and no Service with an address. Programs that are handed work, such as the supervisor
 * of Apache Storm with its `supervisor.slots.ports`, open each of these only once a job takes it.
 */
export function isOneOfRow(
  port: number,
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
): boolean {
  const tcp = container.ports.filter(isTcp);
  const own = tcp.find(({ containerPort }) => containerPort === port);
  const stem = own === undefined ? null : stemOf(own);
  if (stem === null) return false;
  const alike = new Map(tcp.filter((one) => stemOf(one) === stem).map((one) => [one.containerPort, one]));
  let [first, last] = [port, port];
  while (alike.has(first - 1)) first -= 1;
  while (alike.has(last + 1)) last += 1;
  if (last - first + 1 < (stem === "" ? SHORTEST_ROW.nameless : SHORTEST_ROW.counted)) return false;
  const isInRow = (number: number) => number >= first && number <= last;
  const names = new Set([...alike.values()].map(({ name }) => name));
  const isRouted = servicesOf(workload, neighbours)
    .filter(({ headless }) => !headless)
    .flatMap(({ ports }) => ports)
    .some(({ targetPort }) => (typeof targetPort === "number" ? isInRow(targetPort) : names.has(targetPort)));
  if (isRouted || namedPorts(container).some((one) => isInRow(one.port))) return false;
  return ![...alike.keys()].some((number) => isInRow(number) && isDefaultPort(number, container));
}

/** What a port's name says beside a number at its end; empty where it says nothing, and null where nothing is counted. */
function stemOf({ name, containerPort }: ContainerPort): string | null {
  if (name === null) return "";
  const [number] = /\d+$/.exec(name) ?? [];
  if (number === undefined) return null;
  return number === String(containerPort) ? "" : name.slice(0, -number.length);
}
