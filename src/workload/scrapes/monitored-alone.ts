import { get } from "../../manifest/json-value.js";
import { matchesSelector } from "../neighbours/label-selector.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours, Service, ServicePort } from "../neighbours.js";
import { readLabels } from "../read-workload.js";
import { isTcp } from "../serving/listeners.js";
import { hasProtocolName } from "../serving/port-witness.js";
import type { Container, ContainerPort, Workload } from "../workload.js";
import type { Monitor } from "./monitors-in.js";

/**
 * Returns a monitor where its kind is all that is known to ask a container: every port of it that Services in sight lead to is
 * scraped, no Ingress or route leads to them, and neither the port's names nor an address for all pods speak of users. Many
 * apps tell of their metrics at the port that users ask, so that a scrape alone says nothing. Null where there is none.
 */
export function monitoredAlone(
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
): Monitor | null {
  if (neighbours.monitors.length === 0) return null;
  const services = servicesOf(workload, neighbours);
  const asked = services.flatMap((service) =>
    service.ports
      .filter(({ protocol }) => protocol === "TCP")
      .map((port) => ({ service, port, declared: declaredAs(port, container) }))
      .filter(({ declared }) => declared !== null),
  );
  if (services.length > 0 && asked.length === 0) return null;
  if (asked.some(({ service }) => service.name === null || neighbours.routed.has(service.name))) return null;
  if (asked.length === 0) return ofPods(container, workload, neighbours);
  const found = asked.map(({ service, port, declared }) =>
    isForUsers(service, port, declared as ContainerPort, container, workload)
      ? null
      : scraping(service, port, workload, neighbours),
  );
  return found.every((monitor) => monitor !== null) ? (found[0] ?? null) : null;
}

function declaredAs({ targetPort }: ServicePort, container: Container): ContainerPort | null {
  return (
    container.ports
      .filter(isTcp)
      .find(({ name, containerPort }) => containerPort === targetPort || name === targetPort) ?? null
  );
}

/** A Service that is made for scrapes often has no address: users mostly ask one, unless each pod is itself. */
function isForUsers(
  service: Service,
  { name }: ServicePort,
  { containerPort, name: own }: ContainerPort,
  container: Container,
  { traits }: Workload,
): boolean {
  if (get(service.object.value, "spec", "type") === "LoadBalancer") return true;
  if (get(service.object.value, "spec", "type") === "NodePort") return true;
  if (service.headless && !traits.podsDiffer && service.ports.length === 1) return false;
  if (name === null && own === null) return true;
  const named = { ...container, ports: [{ containerPort, name } as ContainerPort] };
  return hasProtocolName(containerPort, container) || hasProtocolName(containerPort, named);
}

/** Returns the ServiceMonitor that scrapes a Service's port. */
function scraping(
  service: Service,
  { name, targetPort }: ServicePort,
  workload: Workload,
  { monitors }: Neighbours,
): Monitor | null {
  const labels = readLabels(get(service.object.value, "metadata", "labels"));
  return (
    monitors.find(
      (monitor) =>
        monitor.of === "services" &&
        isInReach(monitor, service.namespace ?? workload.namespace) &&
        matchesSelector(monitor.selector, labels) &&
        monitor.ports.some(
          (one) =>
            (one.name !== null && one.name === name) || (one.target !== null && one.target === targetPort),
        ),
    ) ?? null
  );
}

/** Returns the PodMonitor that scrapes the one TCP port that a container declares, where no Service selects its pods. */
function ofPods(container: Container, workload: Workload, { monitors }: Neighbours): Monitor | null {
  const [port, ...others] = container.ports.filter(isTcp);
  if (port === undefined || others.length > 0) return null;
  const isNamed = (asked: string | number | null) =>
    asked !== null && (asked === port.containerPort || asked === port.name);
  return (
    monitors.find(
      (monitor) =>
        monitor.of === "pods" &&
        isInReach(monitor, workload.namespace) &&
        matchesSelector(monitor.selector, workload.podLabels) &&
        monitor.ports.some(({ name, target }) => isNamed(name) || isNamed(target)),
    ) ?? null
  );
}

/** Whether a monitor looks into a namespace; one that is not written is whatever the deployer's is. */
function isInReach({ namespace, elsewhere }: Monitor, asked: string | null): boolean {
  if (namespace === null || asked === null || elsewhere === "any") return true;
  return elsewhere.length === 0 ? namespace === asked : elsewhere.includes(asked);
}
