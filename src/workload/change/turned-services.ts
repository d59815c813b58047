import { arrives, reachOf } from "../neighbours/service-reach.js";
import type { KeyPath, Service } from "../workload.js";
import { heldServices, isForOperators, type Surroundings } from "./held-services.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** A Service that routes to the new pods, and not to the ones that run. */
export interface TurnedService {
  /** as it is at the head */
  service: Service;
  /** where it turned, as keys below its object: an entry of the selector or a targetPort */
  path: KeyPath;
}

/**
 * Returns the Services that route to the head's pods and not to the ones that run: as soon as they are applied they
 * stop routing to every old pod, before the first new one is there.
 */
export function turnedServices(pair: WorkloadPair, around: Surroundings): TurnedService[] {
  // The pods that run have the labels that kustomize gave them at the base.
  return heldServices(pair, around).flatMap(({ whole, base, heads }) => {
    const turned = heads.flatMap((service): TurnedService[] => {
      const old = reachOf(whole.before, service, around.base.addedLabels);
      if (arrives(old) || !arrives(reachOf(whole.after, service, around.head.addedLabels))) return [];
      const [key] = old.missingLabels;
      const path =
        key === undefined
          ? ["spec", "ports", old.closed[0]?.place ?? 0, "targetPort"]
          : ["spec", "selector", key];
      return [{ service, path }];
    });
    if (turned.length < heads.length || isForOperators(base, base.ports, whole.before)) return [];
    return turned.slice(0, 1);
  });
}
