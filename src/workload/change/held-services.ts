import { isAuxiliaryPort } from "../neighbours/auxiliary-ports.js";
import { isOfOtherRendering } from "../neighbours/renderings.js";
import { arrives, reachOf } from "../neighbours/service-reach.js";
import { namesakes, servicesOf } from "../neighbours/services-of.js";
import type { Neighbours, Service, ServicePort } from "../neighbours.js";
import type { Workload } from "../workload.js";
import type { GoneOnPurpose } from "./gone-on-purpose.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** The surroundings of a workload: its folder at both commits, with the workloads in it. */
export interface Surroundings {
  base: Neighbours;
  head: Neighbours;
  /** every workload of the folder that was read, this one among them */
  workloads: readonly WorkloadPair[];
  /** those of the folder that the change takes away for certain */
  gone: readonly GoneWorkload[];
  /** what the whole change tells of a Service that it deletes */
  goneOnPurpose: GoneOnPurpose;
}

/** A workload of the base that the head has no more, with what stood around it. */
export interface GoneWorkload {
  workload: Workload;
  neighbours: Neighbours;
}

/** A workload on both sides. */
export interface Whole {
  before: Workload;
  after: Workload;
}

/** A Service that routes to a workload's pods at the base. */
export interface HeldService {
  whole: Whole;
  base: Service;
  /** those of its name at the head; several where a folder has one for each cluster */
  heads: Service[];
}

/** Returns the Services that route to the pods at the base, each name once, with those of that name at the head. */
export function heldServices({ before, after }: WorkloadPair, { base, head }: Surroundings): HeldService[] {
  if (!isReadable(before) || !isReadable(after)) return [];
  const byName = new Map<string, Service>();
  for (const service of servicesOf(before, base)) {
    if (service.name === null || !arrives(reachOf(before, service, base.addedLabels))) continue;
    const key = JSON.stringify([service.name, service.namespace]);
    if (!byName.has(key)) byName.set(key, service);
  }
  return [...byName]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, service]) => ({
      whole: { before, after },
      base: service,
      heads: namesakes(service, head).filter(({ object }) => !isOfOtherRendering(object, after)),
    }));
}

/** A patch has its labels elsewhere, and an unreadable workload may have some that were not found. */
export function isReadable(workload: Workload | null): workload is Workload {
  return workload !== null && !workload.partial && workload.faults.every(({ dropped }) => dropped);
}

/** Whether all of these ports are asked by operators alone, as one for metrics is. */
export function isForOperators(service: Service, ports: readonly ServicePort[], workload: Workload): boolean {
  return ports.length > 0 && ports.every((port) => isAuxiliaryPort(service, port, workload));
}
