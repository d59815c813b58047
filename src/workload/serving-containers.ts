/**
 * Which containers of a workload traffic reaches. Where a Service known to us selects the pod, the containers that
 * its ports target; where none is known, every container that declares a TCP port, except one whose ports are all
 * auxiliary by name beside another that is not.
 */

import { electsLeader } from "./elects-leader.js";
import { isAuxiliaryName, isMetricsService } from "./neighbours/auxiliary-ports.js";
import { servicesOf } from "./neighbours/services-of.js";
import type { Container, ContainerPort, Neighbours, Service, ServicePort, Workload } from "./workload.js";
import { runningContainers } from "./workload.js";

/** A TCP port of a container that a Service targets. */
interface TargetedPort {
  container: Container;
  /** as a probe would name it: the declared port's number, or what the Service writes */
  port: number;
  name: string | null;
  auxiliary: boolean;
  grpc: boolean;
}

export interface ServingContainers {
  containers: Container[];
  /** ports that Services known to us target, in the order of the Services; empty where no Service is known */
  targets: TargetedPort[];
  /** every port that traffic reaches is for operators: metrics, health, profiling */
  operatorsOnly: boolean;
}

export function isGrpcName(name: string | null): boolean {
  return name !== null && /(?:^|[-_.])grpc(?:$|[-_.s])/i.test(name);
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
  const targets = found.targets.filter(({ container }) => containers.includes(container));
  return { containers, targets, operatorsOnly: found.operatorsOnly && !before.isLost };
}

function servingByPorts(workload: Workload, neighbours: Neighbours): ServingContainers {
  const services = servicesOf(workload, neighbours);
  const declared = indexPorts(workload);
  const targets = services.flatMap((service) =>
    service.ports.flatMap((port) => targetsOf(workload, declared, port, service)),
  );
  // A Service for metrics alone says nothing about where users' traffic goes.
  const main = targets.filter((target) => !target.auxiliary);
  if (main.length > 0) {
    const hit = new Set(main.map((target) => target.container));
    return {
      containers: runningContainers(workload).filter((container) => hit.has(container)),
      targets: main,
      operatorsOnly: false,
    };
  }
  const selectedForUdpOnly = services.length > 0 && services.every(hasOnlyDatagramPorts);
  if (selectedForUdpOnly) return { containers: [], targets: [], operatorsOnly: false };
  return { ...containersByPorts(workload, targets), targets: [] };
}

function hasOnlyDatagramPorts(service: Service): boolean {
  return service.ports.length > 0 && service.ports.every((port) => port.protocol !== "TCP");
}

interface DeclaredPort {
  container: Container;
  port: ContainerPort;
}

/** Returns the TCP ports of the running containers, by name and by number: a Service may list thousands. */
function indexPorts(workload: Workload): Map<string | number, DeclaredPort[]> {
  const index = new Map<string | number, DeclaredPort[]>();
  for (const container of runningContainers(workload)) {
    for (const port of container.ports.filter(isTcp)) {
      const keys = port.name === null ? [port.containerPort] : [port.containerPort, port.name];
      for (const key of keys) {
        const list = index.get(key);
        if (list === undefined) index.set(key, [{ container, port }]);
        else list.push({ container, port });
      }
    }
  }
  return index;
}

function targetsOf(
  workload: Workload,
  index: ReadonlyMap<string | number, DeclaredPort[]>,
  servicePort: ServicePort,
  service: Service,
): TargetedPort[] {
  if (servicePort.protocol !== "TCP") return [];
  const { targetPort, appProtocol } = servicePort;
  const toTarget = ({ container, port }: DeclaredPort): TargetedPort => {
    const names = [port.name, servicePort.name];
    return {
      container,
      port: port.containerPort,
      name: port.name,
      auxiliary: names.some(isAuxiliaryName) || isMetricsService(service),
      grpc: (appProtocol !== null && /grpc|h2c/i.test(appProtocol)) || names.some(isGrpcName),
    };
  };
  const declared = index.get(targetPort) ?? [];
  if (declared.length > 0 || typeof targetPort === "string") return declared.map(toTarget);
  // Pods listen on ports that they do not declare: any of several containers may be the one that does.
  const regular = workload.containers.filter((container) => container.role === "regular");
  if (regular.length !== 1) return [];
  const undeclared: ContainerPort = { name: null, containerPort: targetPort, protocol: "TCP" };
  return [toTarget({ container: regular[0] as Container, port: undeclared })];
}

function isTcp(port: ContainerPort): boolean {
  return port.protocol === "TCP";
}

/** `auxiliary` holds the ports that Services for operators target, whatever the container calls them. */
function containersByPorts(
  workload: Workload,
  auxiliary: readonly TargetedPort[],
): Pick<ServingContainers, "containers" | "operatorsOnly"> {
  const running = runningContainers(workload);
  const withTcp = running.filter((container) => container.ports.some(isTcp));
  const operators = new Map<Container, Set<number>>();
  for (const { container, port } of auxiliary) {
    operators.set(container, (operators.get(container) ?? new Set()).add(port));
  }
  const main = withTcp.filter((container) =>
    container.ports.some(
      (port) =>
        isTcp(port) && !isAuxiliaryName(port.name) && !operators.get(container)?.has(port.containerPort),
    ),
  );
  // A controller that waits for the lead has no users on its metrics port; a lone exporter does.
  if (main.length > 0 || running.some(electsLeader)) return { containers: main, operatorsOnly: false };
  return { containers: withTcp, operatorsOnly: withTcp.length > 0 };
}
