/** Ports that a container only lists: that opens none, and a list often stays when the program changes. */
import { asArray, get } from "../../manifest/json-value.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Container, Neighbours, Workload } from "../workload.js";
import { isQueueWorker, runsNothing } from "./known-helpers.js";
import { isTcp } from "./listeners.js";
import { namedPorts } from "./named-ports.js";
import { runsAnotherProgram } from "./other-program.js";

/** Whether no probe, command line or variable of the container names a port, and the node does not lead to it. */
export function isOnlyListed(port: number, container: Container): boolean {
  const isOnNode = asArray(container.value.ports).some(
    (entry) => get(entry, "containerPort") === port && Number(get(entry, "hostPort") ?? 0) > 0,
  );
  return !isOnNode && !namedPorts(container).some((one) => one.port === port && !one.loopback);
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
