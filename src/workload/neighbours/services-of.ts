import { isSameNamespace } from "../names.js";
import type { Neighbours, Service } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { byPlace } from "./by-place.js";
import { isOfOtherRendering } from "./renderings.js";

/** More than one workload has; a file of thousands must not cost thousands for each workload. */
export const MAX_SERVICES = 50;

interface Placed {
  service: Service;
  place: number;
}

const indexes = new WeakMap<readonly Service[], Map<string, Placed[]>>();

/**
 * Returns the Services that select the workload's pods, in their own order. An unwritten namespace is whatever the
 * deployer's is, so it matches any.
 */
export function servicesOf(workload: Workload, { services }: Neighbours): Service[] {
  const index = indexOf(services);
  if (index.size === 0) return [];
  const found: Placed[] = [];
  for (const label of Object.entries(workload.podLabels)) {
    for (const placed of index.get(JSON.stringify(label)) ?? []) {
      if (found.length < MAX_SERVICES && selects(placed.service, workload)) found.push(placed);
    }
  }
  return found.toSorted((left, right) => left.place - right.place).map(({ service }) => service);
}

const byName = new WeakMap<readonly Service[], Map<string, Service[]>>();

/** Returns another commit's Services with a Service's name, the first file's first. An unwritten namespace is any. */
export function namesakes(
  { name, namespace }: Pick<Service, "name" | "namespace">,
  { services }: Neighbours,
): Service[] {
  if (name === null) return [];
  let index = byName.get(services);
  if (index === undefined) {
    index = new Map();
    for (const service of services) {
      const list = index.get(service.name ?? "");
      if (list === undefined) index.set(service.name ?? "", [service]);
      else list.push(service);
    }
    byName.set(services, index);
  }
  return (index.get(name) ?? [])
    .filter((other) => isSameNamespace(namespace, other.namespace))
    .toSorted(byPlace)
    .slice(0, MAX_SERVICES);
}

/** Services by the first pair of their selector: a pod that they select has it too. */
function indexOf(services: readonly Service[]): Map<string, Placed[]> {
  const known = indexes.get(services);
  if (known !== undefined) return known;
  const index = new Map<string, Placed[]>();
  for (const [place, service] of services.entries()) {
    const key = JSON.stringify(Object.entries(service.selector)[0]);
    const list = index.get(key);
    if (list === undefined) index.set(key, [{ service, place }]);
    else list.push({ service, place });
  }
  indexes.set(services, index);
  return index;
}

/** Whether a Service's selector matches a workload's pods. */
export function selects({ namespace, selector, object }: Service, workload: Workload): boolean {
  if (namespace !== null && workload.namespace !== null && namespace !== workload.namespace) return false;
  const isMet = ([key, value]: [string, string]) =>
    Object.hasOwn(workload.podLabels, key) && workload.podLabels[key] === value;
  return Object.entries(selector).every(isMet) && !isOfOtherRendering(object, workload);
}
