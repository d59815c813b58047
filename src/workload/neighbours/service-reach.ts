import { isPlaceholder } from "../../manifest/template-text.js";
import type { AddedLabels, Service, ServicePort } from "../neighbours.js";
import { runningContainers, type Workload } from "../workload.js";

/** How far a Service reaches the pods of a workload. A label that a tool or a controller fills in counts as met. */
export interface ServiceReach {
  /** keys of its selector that the pods do not have, or not with that value */
  missingLabels: string[];
  /** ports whose target the pods have, or can have */
  open: ServicePort[];
  /** ports whose named target no container declares, so that they get no endpoint */
  closed: ServicePort[];
}

export function reachOf(workload: Workload, service: Service, added: AddedLabels): ServiceReach {
  const set = workload.traits.controllerLabels(workload.spec);
  const labels = new Map([...Object.entries(workload.podLabels), ...Object.entries(added.onPods)]);
  const isMet = ([key, value]: [string, string]) =>
    added.everywhere.has(key) ||
    set.includes(key) ||
    labels.get(key) === value ||
    [value, labels.get(key)].some(isPlaceholder);
  const ports = { open: [] as ServicePort[], closed: [] as ServicePort[] };
  for (const port of service.ports) ports[isOpen(port, workload) ? "open" : "closed"].push(port);
  return {
    missingLabels: Object.entries(service.selector).flatMap((entry) => (isMet(entry) ? [] : [entry[0]])),
    ...ports,
  };
}

/** Whether any traffic arrives; a headless Service may have no ports at all. */
export function arrives({ missingLabels, open, closed }: ServiceReach): boolean {
  return missingLabels.length === 0 && (open.length > 0 || closed.length === 0);
}

/**
 * A name is looked up in every container that keeps running, for its protocol, and a number is used unchecked
 * (pkg/api/v1/pod/util.go: FindPort). The API server refuses a name of digits alone, so that case has no effect.
 */
function isOpen({ targetPort, protocol }: ServicePort, workload: Workload): boolean {
  if (typeof targetPort === "number" || /^\d+$/.test(targetPort) || isPlaceholder(targetPort)) return true;
  return runningContainers(workload).some(({ ports }) =>
    ports.some((port) => port.name === targetPort && port.protocol === protocol),
  );
}
