/**
 * Which containers of a workload traffic reaches. Where a Service known to us selects the pod, the containers that
 * its ports target; where none is known, every container that declares a TCP port, except known helpers, and one whose
 * ports are all auxiliary by name, beside another that is neither. And whatever these forward to within the pod.
 */

import { holdsHostPorts } from "../host-ports.js";
import { isHealthName, isOperatorsPort } from "../neighbours/auxiliary-ports.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours, Service } from "../neighbours.js";
import { electsLeader } from "../servers/elects-leader.js";
import { isCsiSidecar, isHelper } from "../servers/helpers.js";
import { isOutbound } from "../servers/proxies.js";
import { isStartedByQueues } from "../servers/queue-workers.js";
import type { Container, ContainerPort, Workload } from "../workload.js";
import { isGated, PROBE_TYPES, runningContainers } from "../workload.js";
import { type Forwarding, forwardedFrom } from "./forwarded.js";
import { isTcp, listeningContainers, PodListeners } from "./listeners.js";
import { namedPorts } from "./named-ports.js";
import { isScrapedOfElected } from "./scraped-alone.js";
import { standsBehindGated } from "./stands-behind-gated.js";
import { type TargetedPort, targetsOf, type UnknownTarget } from "./targets.js";

export interface ServingContainers {
  containers: Container[];
  /** ports that Services known to us target, in the order of the Services; empty where no Service is known */
  targets: TargetedPort[];
  /** how those are known to serve that traffic reaches through another container of the pod */
  forwardings: Forwarding[];
  /** where it is not known which container answers; beside those of `containers` */
  unknown: UnknownTarget[];
  /** every port that traffic reaches is for operators: metrics, health, profiling */
  operatorsOnly: boolean;
  /**
   * protocols of the Services that select the pods, where none of them has a TCP port, or without any Service those of the
   * declared ports, where none for users is TCP: no probe speaks them
   */
  datagrams: ("UDP" | "SCTP")[];
}

/** The containers that served at the base, where the Services that said so no longer route to the pods of the head. */
export interface ServedBefore {
  names: ReadonlySet<string>;
  /** by mistake: they are still meant to serve; else none but they can */
  isLost: boolean;
}

/** `before` holds nothing where the Services of the same commit are enough to know. */
export function servingContainers(
  workload: Workload,
  neighbours: Neighbours,
  before: ServedBefore | null = null,
): ServingContainers {
  const found = servingByPorts(workload, neighbours);
  if (before === null) return found;
  const known = runningContainers(workload).filter(({ name }) => name !== null && before.names.has(name));
  // All of them have new names: what is known now has to do.
  if (known.length === 0 && before.names.size > 0) return found;
  const containers = before.isLost
    ? known
    : found.containers.filter((container) => known.includes(container));
  const isKept = (container: Container) => containers.includes(container);
  return {
    containers,
    targets: found.targets.filter(({ container }) => isKept(container)),
    forwardings: found.forwardings.filter(({ to }) => isKept(to)),
    unknown: before.isLost ? [] : found.unknown,
    operatorsOnly: found.operatorsOnly && !before.isLost,
    datagrams: before.isLost ? [] : found.datagrams,
  };
}

const NOBODY: ServingContainers = {
  containers: [],
  targets: [],
  forwardings: [],
  unknown: [],
  operatorsOnly: false,
  datagrams: [],
};

function servingByPorts(workload: Workload, neighbours: Neighbours): ServingContainers {
  const services = servicesOf(workload, neighbours);
  const listeners = new PodListeners(workload);
  const found = services.flatMap((service) =>
    service.ports.map((port) => targetsOf(listeners, port, service, workload, neighbours)),
  );
  const targets = found.flatMap((one) => one.targets);
  const unknown = withoutEqual(found.flatMap((one) => one.unknown ?? []));
  // A Service for metrics alone says nothing about where users' traffic goes.
  const main = targets.filter((target) => !target.auxiliary);
  if (main.length > 0 || unknown.length > 0) {
    const hit = new Set(main.map((target) => target.container));
    return withForwarded({ ...NOBODY, containers: [...hit], targets: main, unknown }, workload, listeners);
  }
  const selectedForUdpOnly = services.length > 0 && services.every(hasOnlyDatagramPorts);
  if (selectedForUdpOnly)
    return { ...NOBODY, datagrams: datagramsOf(services.flatMap(({ ports }) => ports)) };
  // A list of ports alone makes no users of pods that are not there while no work waits; a gate is somebody's word for some.
  const isUnseen = services.length === 0 && !listeningContainers(workload).some(isGated);
  if (isUnseen && !holdsHostPorts(workload) && isStartedByQueues(workload, neighbours)) return NOBODY;
  const byPorts = containersByPorts(workload, targets, listeners);
  if (services.length === 0 && byPorts.containers.length === 0)
    return { ...NOBODY, datagrams: datagramsOf(declaredForUsers(workload)) };
  return withForwarded({ ...NOBODY, ...byPorts }, workload, listeners);
}

/** Declared ports of containers that may serve others than their own pod. */
function declaredForUsers(workload: Workload): ContainerPort[] {
  const running = listeningContainers(workload);
  const isServer = (container: Container) =>
    running.length === 1 ||
    givesName(container, workload) ||
    !(isOutbound(container) || isCsiSidecar(container) || isHelper(container));
  return running
    .filter(isServer)
    .flatMap(({ ports }) => ports.filter((port) => !isOperatorsPort(port) && !isHealthName(port.purpose)));
}

/** One Service often stands in several files of a folder, such as one for each set of values: it asks one question. */
function withoutEqual(targets: readonly UnknownTarget[]): UnknownTarget[] {
  const byWords = new Map<string, UnknownTarget>();
  for (const target of targets) {
    const { from, port, candidates } = target;
    const { name, namespace } = "service" in from ? from.service : { name: null, namespace: null };
    const key = JSON.stringify([name, namespace, port, candidates.map(({ path }) => path)]);
    if (!byWords.has(key)) byWords.set(key, target);
  }
  return [...byWords.values()];
}

/** Adds the containers that the serving ones forward to. What only operators ask is not followed. */
function withForwarded(
  serving: ServingContainers,
  workload: Workload,
  listeners: PodListeners,
): ServingContainers {
  const { forwardings, unknown } = serving.operatorsOnly
    ? { forwardings: [], unknown: [] }
    : forwardedFrom(serving.containers, workload, listeners);
  const reached = new Set([...serving.containers, ...forwardings.map(({ to }) => to)]);
  return {
    ...serving,
    containers: runningContainers(workload).filter((container) => reached.has(container)),
    forwardings,
    // Where all who may answer serve anyway, nothing hangs on which one does.
    unknown: [
      ...serving.unknown,
      ...unknown.map(({ proxy, ...rest }): UnknownTarget => ({ from: { proxy }, ...rest })),
    ].filter(({ candidates }) => !candidates.every((candidate) => reached.has(candidate))),
  };
}

function hasOnlyDatagramPorts(service: Service): boolean {
  return service.ports.length > 0 && service.ports.every((port) => port.protocol !== "TCP");
}

function datagramsOf(ports: readonly { protocol: string }[]): ServingContainers["datagrams"] {
  const used = new Set(ports.map(({ protocol }) => protocol));
  return (["UDP", "SCTP"] as const).filter((protocol) => used.has(protocol));
}

/** `auxiliary` holds the ports that Services for operators target, whatever the container calls them. */
function containersByPorts(
  workload: Workload,
  auxiliary: readonly TargetedPort[],
  listeners: PodListeners,
): Pick<ServingContainers, "containers" | "operatorsOnly"> {
  const running = listeningContainers(workload);
  // What a pod calls others through is no server of its own, unless it is all that there is.
  const isServer = (container: Container) =>
    (running.length === 1 || !isOutbound(container)) &&
    (operators.has(container) || !isCsiSidecar(container));
  const operators = new Map<Container, Set<number>>();
  for (const { container, port, by } of auxiliary) {
    if (by !== "service") operators.set(container, (operators.get(container) ?? new Set()).add(port));
  }
  const elected = running.some(electsLeader);
  // What a controller's own probe asks, and neither a name nor a Service tells of, is there for the kubelet.
  const isHealthPort = (container: Container, { name, purpose, containerPort }: ContainerPort) =>
    isHealthName(purpose) || (name === null && elected && namesInProbe(container, containerPort));
  const isAsked = (container: Container) =>
    operators.has(container) || container.ports.some((port) => isTcp(port) && !isHealthPort(container, port));
  const withTcp = running.filter((container) => isAsked(container) && isServer(container));
  const mayHave = (container: Container, port: ContainerPort) =>
    listeners.binding(port.containerPort).some((one) => one.container === container);
  const declaring = withTcp.filter((container) =>
    container.ports.some(
      (port) =>
        isTcp(port) &&
        mayHave(container, port) &&
        !isOperatorsPort(port) &&
        !isScrapedOfElected(port, container, workload) &&
        !isHealthPort(container, port) &&
        !operators.get(container)?.has(port.containerPort),
    ),
  );
  const apps = declaring.filter((container) => !isHelper(container) || givesName(container, workload));
  const main = apps.length > 0 ? apps : declaring;
  // A controller that waits for the lead has no users on its metrics port; a lone exporter does.
  if (main.length > 0 || elected) return { containers: main, operatorsOnly: false };
  const scraped = withTcp.filter(
    (container) => operators.has(container) || isGated(container) || !standsBehindGated(container, workload),
  );
  return { containers: scraped, operatorsOnly: scraped.length > 0 };
}

/** Whether a container's own probe asks a port. */
function namesInProbe(container: Container, port: number): boolean {
  return namedPorts(container).some(
    (named) => named.port === port && PROBE_TYPES.some((type) => type === named.source),
  );
}

/** Whether what is a helper elsewhere is what the workload is for. */
function givesName({ name }: Container, workload: Workload): boolean {
  return name !== null && (workload.name ?? "").includes(name);
}
