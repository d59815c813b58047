import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import { servicesOf } from "../neighbours/services-of.js";
import { type ServedBefore, servingContainers } from "../serving-containers.js";
import { asApplied } from "./as-applied.js";
import type { Surroundings } from "./held-services.js";
import { type LostService, lostServices } from "./lost-services.js";
import { immutableChange, rollsPods, type WorkloadPair } from "./pair-workloads.js";
import { type TurnedService, turnedServices } from "./turned-services.js";

/** Facts about a workload at the head that only the comparison with the base tells. */
export interface ChangeFacts {
  /** the immutable entry of the spec that changed, so that the object must be created again; null where none did */
  recreated: string | null;
  /** Services that routed to the old pods and do not route to the new ones */
  lostServices: readonly LostService[];
  /** Services that route to the new pods and stop routing to the old ones at once */
  turnedServices: readonly TurnedService[];
  /** `spec.replicas` of the base where the head writes none; null where there is nothing to tell */
  droppedReplicas: number | null;
  /** the replicas of the base, where the change raises them, nothing else sets them and it rolls pods; else null */
  raisedFrom: number | null;
  /** who served at the base, where no Service of the head says who does; else null */
  servedBefore: ServedBefore | null;
}

/** A workload without a base to be compared with, or the base itself. */
export const NO_CHANGE: ChangeFacts = {
  recreated: null,
  lostServices: [],
  turnedServices: [],
  droppedReplicas: null,
  raisedFrom: null,
  servedBefore: null,
};

export function changeFacts(pair: WorkloadPair, around: Surroundings): ChangeFacts {
  const lost = lostServices(pair, around);
  return {
    recreated: immutableChange(asApplied(pair, around)),
    lostServices: lost,
    turnedServices: turnedServices(pair, around),
    droppedReplicas: droppedReplicas(pair, around),
    raisedFrom: raisedFrom(pair, around),
    servedBefore: servedBefore(pair, around, lost.length > 0),
  };
}

function droppedReplicas({ before, after }: WorkloadPair, { head }: Surroundings): number | null {
  if (before === null || after === null || before.partial || after.partial) return null;
  if (head.countedByKustomize.has(after.name ?? "")) return null;
  const { replicas } = before.spec;
  return Number.isInteger(replicas) && after.spec.replicas == null ? (replicas as number) : null;
}

function raisedFrom(pair: WorkloadPair, around: Surroundings): number | null {
  const { before, after } = pair;
  if (before === null || after === null || before.partial || after.partial) return null;
  if (autoscalersOf(before, around.base).length > 0 || autoscalersOf(after, around.head).length > 0)
    return null;
  const [from, to] = [before.spec.replicas ?? 1, after.spec.replicas ?? 1] as [number, number];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from >= to) return null;
  return rollsPods(asApplied(pair, around)) ? from : null;
}

/** A Service that goes away brings traffic to no further container, whatever ports it declares. */
function servedBefore(
  { before, after }: WorkloadPair,
  { base, head }: Surroundings,
  isLost: boolean,
): ServedBefore | null {
  if (before === null || after === null) return null;
  const isGone = servicesOf(after, head).length === 0 && servicesOf(before, base).length > 0;
  if (!isLost && !isGone) return null;
  const names = servingContainers(before, base).containers.flatMap(({ name }) => name ?? []);
  return { names: new Set(names), isLost };
}
