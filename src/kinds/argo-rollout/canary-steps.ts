/** Follows what the steps of a canary do to the number of its pods: utils/replicaset/canary.go. */
import { isObject, type JsonObject } from "../../manifest/json-value.js";
import { readCount } from "../../rollout/read-count.js";
import type { CanaryRouting } from "./read-argo-strategy.js";

/** Returns the weights that the steps set, in their order. */
export function weightsOf(steps: readonly JsonObject[]): number[] {
  return steps.flatMap(({ setWeight }) => (typeof setWeight === "number" ? [setWeight] : []));
}

/**
 * Old pods that a basic canary keeps at a weight, in per cent: approximateWeightedCanaryStableReplicaCounts takes what
 * comes closest to the weight, of the pods as they are and, where there is a surge, of one more.
 */
export function stableReplicasAt(weight: number, replicas: number, maxSurge: number): number {
  if (replicas === 0) return 0;
  const exact = (weight * replicas) / 100;
  // Between 0 and 100 both sides keep a pod, where there are two to share.
  const mayBeNone = weight === 0 || weight === 100 || (replicas === 1 && maxSurge === 0);
  const totals = maxSurge > 0 ? [replicas, replicas + 1] : [replicas];
  const options = totals.flatMap((total) => {
    const counts: number[] = [];
    if (total > replicas || Math.ceil(exact) < replicas || mayBeNone) counts.push(Math.ceil(exact));
    const isTied = ((weight * total) / 100) % 1 === 0.5;
    if (!isTied && (Math.floor(exact) !== 0 || mayBeNone)) counts.push(Math.floor(exact));
    return counts.map((canary) => ({ canary, total }));
  });
  const distance = ({ canary, total }: { canary: number; total: number }) =>
    Math.abs((canary * 100) / total - weight);
  const [first, ...others] = options;
  if (first === undefined) return replicas;
  const best = others.reduce((known, one) => (distance(one) < distance(known) ? one : known), first);
  return best.total - best.canary;
}

/** More than any rollout has: they are followed once for each number of replicas. */
const MAX_FOLLOWED = 1_000;

/**
 * Returns the pods that the steps themselves take away under dynamicStableScale: old pods go as their weight does, while
 * setCanaryScale may keep fewer new ones than their weight (CalculateReplicaCountsForTrafficRoutedCanary).
 */
export function lostToSteps(steps: readonly JsonObject[], routing: CanaryRouting, replicas: number): number {
  // Steps that are not followed could lose them all.
  if (steps.length > MAX_FOLLOWED) return replicas;
  const podsAt = sharesOf(routing, replicas);
  let [weight, lost] = [0, 0];
  let scale: JsonObject | null = null;
  for (const { setWeight, setCanaryScale } of steps) {
    weight = readCount(setWeight, weight) ?? weight;
    if (isObject(setCanaryScale)) scale = setCanaryScale.matchTrafficWeight === true ? null : setCanaryScale;
    const kept = podsAt(routing.maxTrafficWeight - weight);
    lost = Math.max(lost, replicas - kept - canaryPods(scale, podsAt, weight));
  }
  return lost;
}

/** Returns how many pods a weight comes to. */
function sharesOf(
  { maxTrafficWeight, minPodsPerReplicaSet }: CanaryRouting,
  replicas: number,
): (weight: number) => number {
  return (weight) => {
    const pods = Math.ceil((weight * replicas) / maxTrafficWeight);
    return pods === 0 ? 0 : Math.max(pods, minPodsPerReplicaSet);
  };
}

function canaryPods(scale: JsonObject | null, podsAt: (weight: number) => number, weight: number): number {
  if (scale?.replicas != null) return readCount(scale.replicas, 0) ?? 0;
  return podsAt(readCount(scale?.weight, weight) ?? weight);
}

/** A step that sends the new pods more than their share, and how many they are there. */
export interface ThinStep {
  /** from 0 */
  index: number;
  weight: number;
  pods: number;
}

/**
 * Returns the step after which each new pod gets the most traffic beyond its share, where that is at least twice as much: what
 * setCanaryScale says holds until matchTrafficWeight. Null where there is none, or the steps are not followed. Without an available
 * pod the router sends the new ones nothing (rollout/trafficrouting.go), so a scale of none is no such step.
 */
export function thinnestStep(
  steps: readonly JsonObject[],
  routing: CanaryRouting,
  replicas: number,
): ThinStep | null {
  if (steps.length > MAX_FOLLOWED) return null;
  const podsAt = sharesOf(routing, replicas);
  let weight = 0;
  let scale: JsonObject | null = null;
  let [worst, worstLoad]: [ThinStep | null, number] = [null, 0];
  for (const [index, { setWeight, setCanaryScale }] of steps.entries()) {
    weight = readCount(setWeight, weight) ?? weight;
    if (isObject(setCanaryScale)) scale = setCanaryScale.matchTrafficWeight === true ? null : setCanaryScale;
    const pods = canaryPods(scale, podsAt, weight);
    if (pods === 0) continue;
    const load = (weight * replicas) / routing.maxTrafficWeight / pods;
    if (load >= 2 && load > worstLoad) [worst, worstLoad] = [{ index, weight, pods }, load];
  }
  return worst;
}
