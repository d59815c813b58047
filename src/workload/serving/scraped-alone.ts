import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { scrapedPortOf } from "../scrapes/scrape-annotations.js";
import { electsLeader } from "../servers/elects-leader.js";
import type { Container, ContainerPort, Workload } from "../workload.js";
import { isTcp } from "./listeners.js";

/**
 * Whether Prometheus alone is known to call a container: its one TCP port is the one to be scraped and has no name, or that of
 * a protocol which scrapes speak too, and no Service in sight selects the pods.
 */
export function isScrapedAlone(container: Container, workload: Workload, neighbours: Neighbours): boolean {
  const [port, ...others] = container.ports.filter(isTcp);
  if (port === undefined || others.length > 0 || !isScrapesName(port.name)) return false;
  const isScraped = scrapedPortOf(workload) === String(port.containerPort);
  return isScraped && servicesOf(workload, neighbours).length === 0;
}

/** Whether the annotation of the pods names a port of a controller that waits for the lead: what such a one does, nobody asks it for. */
export function isScrapedOfElected(
  { name, containerPort }: Pick<ContainerPort, "name" | "containerPort">,
  container: Container,
  workload: Workload,
): boolean {
  return isScrapesName(name) && scrapedPortOf(workload) === String(containerPort) && electsLeader(container);
}

function isScrapesName(name: string | null): boolean {
  return name === null || /^(?:https?|web|tcp|metrics)$/.test(name);
}
