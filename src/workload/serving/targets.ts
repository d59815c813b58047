/** Which ports of which containers a Service's port leads to, and for whom. */
import {
  isMetricsService,
  isOpen,
  isScrapedService,
  saysForOperators,
} from "../neighbours/auxiliary-ports.js";
import type { Neighbours, Service, ServicePort } from "../neighbours.js";
import { patchedPort } from "../patched-ports.js";
import { ownNames, purposeOf } from "../port-purpose.js";
import { isExporter } from "../servers/helpers.js";
import { isMetricsPort } from "../servers/metrics-ports.js";
import { type Container, isGated, type Workload } from "../workload.js";
import { listeningContainers, type PodListeners } from "./listeners.js";
import type { NamedPort } from "./named-ports.js";
import { isPlaceholderOfKompose } from "./placeholder-service.js";
import { isScrapedOfElected } from "./scraped-alone.js";

/** A TCP port of a container that a Service targets. */
export interface TargetedPort {
  container: Container;
  /** as a probe would name it: the declared port's number, or what the Service writes */
  port: number;
  name: string | null;
  auxiliary: boolean;
  grpc: boolean;
  service: Service;
  /** the container declares it, names it itself, or nothing but the Service does */
  by: "declared" | NamedPort | "service";
}

/** A port of the pod that traffic goes to and several containers may answer. */
export interface UnknownTarget {
  from: { service: Service; place: number } | { proxy: Container };
  port: number;
  /** never none: one of them answers, or nothing does */
  candidates: readonly Container[];
  /** all of them declare it; else no container of the pod declares or names it */
  declared?: true;
}

/** Whether Kubernetes waits for whichever container answers; null where that depends on which does. */
export function gateOfTarget({ candidates }: UnknownTarget): boolean | null {
  if (candidates.every(isGated)) return true;
  return candidates.some(isGated) ? null : false;
}

export function isGrpcName(name: string | null): boolean {
  return name !== null && /(?:^|[-_.])grpc(?:$|[-_.s])/i.test(name);
}

/** Returns the targets of a Service's port; it is unknown which where several containers may answer. */
export function targetsOf(
  listeners: PodListeners,
  servicePort: ServicePort,
  service: Service,
  workload: Workload,
  neighbours: Neighbours,
): { targets: TargetedPort[]; unknown?: UnknownTarget } {
  if (servicePort.protocol !== "TCP" || isPlaceholderOfKompose(service)) return { targets: [] };
  const { targetPort, appProtocol, place } = servicePort;
  const own = ownNames(workload.name, workload.podSpec);
  const toTarget = (
    container: Container,
    port: number,
    name: string | null,
    by: TargetedPort["by"],
    isDebuggers = false,
  ): TargetedPort => {
    const names = [name, servicePort.name];
    const purposes = names.map((one) => purposeOf(one, own));
    return {
      container,
      port,
      name,
      auxiliary:
        isDebuggers ||
        isMetricsPort(port, container) ||
        isForScrapesOfElected({ container, port, name }, servicePort, service, workload, neighbours) ||
        saysForOperators(purposes, service, workload) ||
        isMetricsService(service) ||
        listeners.isExporter(container) ||
        (isExporter(container) && isScrapedService(service, port)),
      grpc: (appProtocol !== null && /grpc|h2c/i.test(appProtocol)) || names.some(isGrpcName),
      service,
      by,
    };
  };
  const declared = listeners.reached(targetPort);
  if (declared.length === 0 && typeof targetPort === "string") {
    const patched = patchedPort(targetPort, workload, listeningContainers(workload), neighbours);
    if (patched !== null)
      return { targets: [toTarget(patched.container, patched.port, targetPort, "declared")] };
  }
  if (declared.length > 0 || typeof targetPort === "string") {
    const targets = declared.map(({ container, port }) =>
      toTarget(container, port.containerPort, port.name, "declared", port.debugger !== undefined),
    );
    return (
      severalOnOne(
        targets.filter(({ auxiliary }) => !auxiliary),
        place,
      ) ?? { targets }
    );
  }
  // Pods listen on ports that they do not declare.
  const found = listeners.undeclared(targetPort);
  if (found.ok) {
    const { container, named } = found;
    const target = toTarget(container, targetPort, null, named ?? "service");
    return { targets: [named?.auxiliary ? { ...target, auxiliary: true } : target] };
  }
  const isForUsers =
    !saysForOperators([purposeOf(servicePort.name, own)], service, workload) && !isMetricsService(service);
  // A Service that gives names to pods has a port because one has to be written: it says nothing about who listens where.
  if (!isForUsers || service.headless || isGoverning(service, workload) || found.candidates.length === 0)
    return { targets: [] };
  const unknown = { from: { service, place }, port: targetPort, candidates: found.candidates };
  return { targets: [], unknown };
}

/**
 * Whether a Service is there for the scrapes of a controller that waits for the lead: its pods' annotation names the port. A Service
 * that is open to the outside, that a route leads to or that has a number of pages may be for users.
 */
function isForScrapesOfElected(
  { container, port, name }: Pick<TargetedPort, "container" | "port" | "name">,
  servicePort: ServicePort,
  service: Service,
  workload: Workload,
  { routed }: Neighbours,
): boolean {
  if (!isScrapedOfElected({ name, containerPort: port }, container, workload)) return false;
  const isRouted = service.name === null || routed.has(service.name);
  return !isRouted && !isOpen(service) && !PAGES.has(servicePort.port);
}

/** RFC 9110: of http and https. */
const PAGES: ReadonlySet<unknown> = new Set([80, 443]);

/** Several containers declare the port that a Service leads to, and nothing tells which of them has it. */
function severalOnOne(
  targets: readonly TargetedPort[],
  place: number,
): { targets: TargetedPort[]; unknown: UnknownTarget } | null {
  const [first] = targets;
  const candidates = [...new Set(targets.map(({ container }) => container))];
  if (first === undefined || candidates.length < 2 || targets.some(({ port }) => port !== first.port))
    return null;
  const from = { service: first.service, place };
  return { targets: [], unknown: { from, port: first.port, candidates, declared: true } };
}

/** Whether a StatefulSet names a Service as the one that gives its pods their names. */
function isGoverning({ name }: Service, { spec, traits }: Workload): boolean {
  return traits.podsDiffer && name !== null && spec.serviceName === name;
}
