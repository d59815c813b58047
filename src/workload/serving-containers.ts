/**
 * Which containers of a workload traffic reaches. Where a Service known to us selects the pod, the containers that
 * its ports target; where none is known, every container that declares a TCP port, except one whose ports are all
 * auxiliary by name beside another that is not.
 */
import { electsLeader } from "./elects-leader.js";
import type { Container, ContainerPort, Neighbours, Service, ServicePort, Workload } from "./workload.js";
import { runningContainers } from "./workload.js";

/** A TCP port of a container that a Service targets. */
export interface TargetedPort {
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
}

const METRICS_SERVICE = /-metrics(?:-service)?$/;
const AUXILIARY = /(?:^|[-_.])(?:(?:metrics|debug|jmx|admin)(?=$|[-_.])|prom|health|probe)/i;

/** Whether a port's name says that it is for operators and not for users. */
export function isAuxiliaryName(name: string | null): boolean {
  return name !== null && AUXILIARY.test(name);
}

export function isGrpcName(name: string | null): boolean {
  return name !== null && /(?:^|[-_.])grpc(?:$|[-_.s])/i.test(name);
}

export function servingContainers(workload: Workload, neighbours: Neighbours): ServingContainers {
  const services = servicesOf(workload, neighbours);
  const targets = services.flatMap((service) =>
    service.ports.flatMap((port) => targetsOf(workload, port, service.name)),
  );
  // A Service for metrics alone says nothing about where users' traffic goes.
  const main = targets.filter((target) => !target.auxiliary);
  if (main.length > 0) {
    const hit = new Set(main.map((target) => target.container));
    return {
      containers: runningContainers(workload).filter((container) => hit.has(container)),
      targets: main,
    };
  }
  const selectedForUdpOnly = services.length > 0 && services.every(hasOnlyDatagramPorts);
  return { containers: selectedForUdpOnly ? [] : containersByPorts(workload, targets), targets: [] };
}

/** The Services that select the workload's pods. An unwritten namespace is whatever the deployer's is, so it matches any. */
export function servicesOf(workload: Workload, neighbours: Neighbours): Service[] {
  return neighbours.services.filter(
    (service) =>
      (service.namespace === null ||
        workload.namespace === null ||
        service.namespace === workload.namespace) &&
      Object.entries(service.selector).every(
        ([key, value]) => Object.hasOwn(workload.podLabels, key) && workload.podLabels[key] === value,
      ),
  );
}

function hasOnlyDatagramPorts(service: Service): boolean {
  return service.ports.length > 0 && service.ports.every((port) => port.protocol !== "TCP");
}

function targetsOf(workload: Workload, servicePort: ServicePort, serviceName: string | null): TargetedPort[] {
  if (servicePort.protocol !== "TCP") return [];
  const running = runningContainers(workload);
  const { targetPort } = servicePort;
  const marked = servicePort.appProtocol !== null && /grpc|h2c/i.test(servicePort.appProtocol);
  const declared = running.flatMap((container) =>
    container.ports
      .filter(
        (port) =>
          port.protocol === "TCP" &&
          (typeof targetPort === "string" ? port.name === targetPort : port.containerPort === targetPort),
      )
      .map((port) => toTarget(container, port, servicePort, serviceName, marked)),
  );
  if (declared.length > 0 || typeof targetPort === "string") return declared;
  // Pods listen on ports that they do not declare: a numeric one goes to the only container that can have it.
  const regular = running.filter((container) => container.role === "regular");
  const candidates =
    regular.length === 1 ? regular : regular.filter((container) => !container.ports.some(isTcp));
  if (candidates.length !== 1) return [];
  const undeclared: ContainerPort = { name: null, containerPort: targetPort, protocol: "TCP" };
  return [toTarget(candidates[0] as Container, undeclared, servicePort, serviceName, marked)];
}

function toTarget(
  container: Container,
  port: ContainerPort,
  servicePort: ServicePort,
  serviceName: string | null,
  marked: boolean,
): TargetedPort {
  const names = [port.name, servicePort.name];
  return {
    container,
    port: port.containerPort,
    name: port.name,
    // kubebuilder calls the port "https" and the Service "controller-manager-metrics-service".
    auxiliary: names.some(isAuxiliaryName) || (serviceName !== null && METRICS_SERVICE.test(serviceName)),
    grpc: marked || names.some(isGrpcName),
  };
}

function isTcp(port: ContainerPort): boolean {
  return port.protocol === "TCP";
}

/** `auxiliary` holds the ports that Services for operators target, whatever the container calls them. */
function containersByPorts(workload: Workload, auxiliary: readonly TargetedPort[]): Container[] {
  const running = runningContainers(workload);
  const withTcp = running.filter((container) => container.ports.some(isTcp));
  const isMain = (container: Container, { name, containerPort }: ContainerPort): boolean =>
    !isAuxiliaryName(name) &&
    !auxiliary.some((target) => target.container === container && target.port === containerPort);
  const main = withTcp.filter((container) =>
    container.ports.some((port) => isTcp(port) && isMain(container, port)),
  );
  // A controller that waits for the lead serves nobody on its metrics port; a lone exporter does.
  return main.length > 0 || running.some(electsLeader) ? main : withTcp;
}
