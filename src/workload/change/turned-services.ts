import { isAuxiliaryPort } from "../neighbours/auxiliary-ports.js";
import { reachOf, type ServiceReach } from "../neighbours/service-reach.js";
import type { Service, ServicePort } from "../neighbours.js";
import type { KeyPath } from "../workload.js";
import { heldServices, isForOperators, type Surroundings, type Whole } from "./held-services.js";
import { type MovedPort, movedPort } from "./moved-port.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** A Service that routes to the new pods, and not to the ones that run. */
export interface TurnedService {
  /** as it is at the head */
  service: Service;
  /** where it turned, as keys below its object: an entry of the selector or a targetPort */
  path: KeyPath;
  /** the number that it routes to now, where the pods that run listen at another; null where they lack a label or a name */
  moved: MovedPort | null;
}

/**
 * Returns the Services that route to the head's pods and not to the ones that run: as soon as they are applied they
 * stop routing to every old pod, before the first new one is there.
 */
export function turnedServices(pair: WorkloadPair, around: Surroundings): TurnedService[] {
  // The pods that run have the labels that kustomize gave them at the base.
  return heldServices(pair, around).flatMap(({ whole, base, heads }) => {
    const turned = heads.flatMap((service) => {
      const old = reachOf(whole.before, service, around.base.addedLabels);
      const now = reachOf(whole.after, service, around.head.addedLabels);
      return turnOf(service, { old, now }, base, whole) ?? [];
    });
    if (turned.length < heads.length || isForOperators(base, base.ports, whole.before)) return [];
    return turned.slice(0, 1);
  });
}

/** Ports of one Service that are compared with what the pods listen at; the others are taken to be open. */
const MAX_PORTS = 20;

/** Returns how a Service turned from the old pods to the new ones; null where it still reaches the old, or misses the new. */
function turnOf(
  service: Service,
  { old, now }: { old: ServiceReach; now: ServiceReach },
  base: Service,
  whole: Whole,
): TurnedService | null {
  if (now.missingLabels.length > 0) return null;
  const [key] = old.missingLabels;
  if (key !== undefined) {
    const isReached = now.open.length > 0 || now.closed.length === 0;
    return isReached ? { service, path: ["spec", "selector", key], moved: null } : null;
  }
  const moves = new Map<ServicePort, MovedPort | null>(old.closed.map((port) => [port, null]));
  for (const port of old.open.slice(0, MAX_PORTS)) {
    const moved = movedPort(port, base, whole);
    if (moved !== null) moves.set(port, moved);
  }
  const isForUsers = (port: ServicePort) => !isAuxiliaryPort(service, port, whole.after);
  if (old.open.some((port) => !moves.has(port) && isForUsers(port))) return null;
  const turned = now.open.find((port) => moves.has(port) && isForUsers(port));
  if (turned === undefined) return null;
  const path = ["spec", "ports", turned.place, "targetPort"];
  return { service, path, moved: moves.get(turned) ?? null };
}
