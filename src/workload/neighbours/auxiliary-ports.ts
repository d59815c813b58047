import { get } from "../../manifest/json-value.js";
import type { Service, ServicePort } from "../neighbours.js";
import { ownNames, purposeOf } from "../port-purpose.js";
import { asksForScrapes } from "../scrapes/scrape-annotations.js";
import { type ContainerPort, runningContainers, type Workload } from "../workload.js";

const METRICS_SERVICE = /-metrics(?:-service)?$/;
/** KEDA's "metricsservice" is no scrape: its other half asks it for each autoscaler's numbers (config/manager/service.yaml). */
const AUXILIARY =
  /metrics(?!service)|(?:^|[-_.])(?:(?:debug(?:ger)?|delve|dlv|jdwp|inspect(?:or)?|jmx|admin|exporter)(?=$|[-_.])|prom|health|probe|profil|pprof|monitoring)/i;

/** Words of those that a page for people has in its name as well. */
const OF_PAGES = /(?:^|[-_.])(?:(?:admin|profiles?)(?=$|[-_.])|promo|monitoring)/i;

/** Whether a port's name says that it is for operators and not for users; of a container's port that is its `purpose`. */
export function isAuxiliaryName(name: string | null): boolean {
  return name !== null && AUXILIARY.test(name);
}

/**
 * By which Kubernetes' own components, and controllers after them, tell of their health and metrics: the kubelet, the proxy,
 * the controller managers, the scheduler (pkg/cluster/ports/ports.go, cloud-provider/ports.go, those before 1.24 too), and
 * controllers of Ingresses (10254). Not 10250, which webhooks take as well, since private clusters let it through.
 */
const COMPONENT_PORTS: ReadonlySet<number> = new Set([
  10248, 10249, 10251, 10252, 10253, 10254, 10255, 10256, 10257, 10258, 10259,
]);

/** A screen for people who look on (RFC 6143): what is shown there serves its users elsewhere. */
export const VNC_PORT = 5900;

/** Whether a container's port is for operators: a debugger's, its image's for metrics, by its name, or without one by its number. */
export function isOperatorsPort(port: ContainerPort): boolean {
  const { name, purpose, containerPort } = port;
  if (port.debugger !== undefined || port.metrics) return true;
  const isByNumber = COMPONENT_PORTS.has(containerPort) || containerPort === VNC_PORT;
  return name === null ? isByNumber : isAuxiliaryName(purpose);
}

/** Whether a port's name says that the kubelet alone asks it. */
export function isHealthName(name: string | null): boolean {
  return name !== null && /(?:^|[-_.])(?:health|probe)/i.test(name);
}

/**
 * Whether Services lead to a container's port, and each calls its own one for it after health or a probe: the same of the
 * container's port itself, which has no name or another one.
 */
export function isHealthByServices(
  { name, containerPort }: Pick<ContainerPort, "name" | "containerPort">,
  services: readonly Service[],
  workload: Workload,
): boolean {
  const own = ownNames(workload.name, workload.podSpec);
  const leading = services
    .flatMap(({ ports }) => ports)
    .filter(({ targetPort }) => targetPort === containerPort || (name !== null && targetPort === name));
  return leading.length > 0 && leading.every((port) => isHealthName(purposeOf(port.name, own)));
}

/** Whether a Service's name says so of all its ports: kubebuilder calls one "https" behind "…-metrics-service". */
export function isMetricsService({ name }: Pick<Service, "name">): boolean {
  return name !== null && METRICS_SERVICE.test(name);
}

/** Whether a Service tells Prometheus to scrape a port. */
export function isScrapedService({ object }: Pick<Service, "object">, port: number): boolean {
  return asksForScrapes(get(object.value, "metadata", "annotations"), port);
}

/** Whether a Service's port leads operators alone to a workload's pods, by any of the names that it goes by. */
export function isAuxiliaryPort(service: Service, port: ServicePort, workload: Workload): boolean {
  const { name, targetPort } = port;
  const declared = runningContainers(workload).flatMap(({ ports }) =>
    ports.filter(({ containerPort }) => containerPort === targetPort),
  );
  const own = ownNames(workload.name, workload.podSpec);
  const purposes = [
    purposeOf(name, own),
    typeof targetPort === "string" ? purposeOf(targetPort, own) : null,
    ...declared.map(({ purpose }) => purpose),
  ];
  const isKnown = declared.length > 0 && declared.every((one) => one.debugger !== undefined || one.metrics);
  return isKnown || isMetricsService(service) || saysForOperators(purposes, service, workload);
}

/**
 * Whether any of the names of a target says that it is for operators. A page that is all that the pods have, and that a
 * Service opens to the outside, is for whoever it is for: "admin" is then a product's name or its users' part.
 */
export function saysForOperators(
  purposes: readonly (string | null)[],
  service: Service,
  workload: Workload,
): boolean {
  const telling = purposes.filter(isAuxiliaryName);
  return telling.length > 0 && !(telling.every(isOfPages) && isOpen(service) && hasOnePort(workload));
}

function isOfPages(name: string | null): boolean {
  return name !== null && !isAuxiliaryName(name.replace(OF_PAGES, ""));
}

/** Whether a Service has an address outside of the cluster. */
export function isOpen({ object }: Service): boolean {
  const type = get(object.value, "spec", "type");
  return type === "LoadBalancer" || type === "NodePort";
}

function hasOnePort(workload: Workload): boolean {
  return runningContainers(workload).flatMap(({ ports }) => ports).length === 1;
}
