import { coldPodsPerSlot } from "../../rollout/cold-pods.js";
import { type IntOrString, intOrPercentToPods } from "../../rollout/int-or-percent.js";

/** One rolling update of a StatefulSet whose fields are resolved to pods and seconds. */
interface StatefulSetWorstCase {
  replicas: number;
  /** pods below this index stay as they are */
  partition: number;
  /** pods that may be unavailable at once, at least 1 */
  maxUnavailable: number;
  gated: boolean;
  /** from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  /** as far as the controller honours it */
  minReadySeconds: number;
  /** podManagementPolicy Parallel: pods that are gone come back together, and otherwise one by one */
  parallel: boolean;
}

/**
 * maxUnavailable in pods where the controller honours it: getStatefulSetMaxUnavailable in
 * pkg/controller/statefulset/stateful_set_utils.go, which rounds down and never below 1. Null beyond int32.
 */
export function statefulSetMaxUnavailable(written: IntOrString | null, replicas: number): number | null {
  const pods = intOrPercentToPods(written ?? 1, replicas, "down");
  return typeof pods === "number" ? Math.max(1, pods) : null;
}

/** Returns the pods that an update replaces, from the highest ordinal down to the partition. */
export function replacedPods({ replicas, partition }: { replicas: number; partition: number }): number {
  return Math.max(0, replicas - partition);
}

/**
 * Returns the pods of one slot that count as available while they are still cold, at the same moment; Infinity where
 * only the pods to replace limit them.
 */
export function coldPods({
  gated,
  startupSeconds,
  minReadySeconds,
}: Pick<StatefulSetWorstCase, "gated" | "startupSeconds" | "minReadySeconds">): number {
  if (gated || startupSeconds === 0) return 0;
  // Available as soon as it runs: the next old pod can go before this one serves, and so on to the last.
  if (startupSeconds === null || minReadySeconds === 0) return Number.POSITIVE_INFINITY;
  return coldPodsPerSlot(startupSeconds, minReadySeconds);
}

/** Up to so many replicas the worst case is exact; above, `maxUnavailable` x (cold pods + 1) at most, an upper bound. */
export const EXACT_UP_TO = 10_000;

/**
 * Returns the pods that may not be serving at the worst moment of a rolling update from settled pods, over every schedule
 * (stateful_set_control.go: updateStatefulSet). Exact, as an exhaustive search finds the same.
 */
export function worstCaseOfStatefulSet(input: StatefulSetWorstCase): number {
  const { replicas, maxUnavailable, parallel } = input;
  const replaced = replacedPods(input);
  const cold = coldPods(input);
  if (parallel || replicas > EXACT_UP_TO) return Math.min(replaced, maxUnavailable * (cold + 1));
  return lostOneByOne(replaced, maxUnavailable, cold);
}

/**
 * Pods go in batches of `maxUnavailable`, and each batch only once all pods are there and available. They come back one
 * by one, so of those before the last batch at most `cold` are cold: min(before, cold) and the batch itself are out.
 * Both grow with the batches before it, so the most is lost at the last whole batch, or at the rest behind it.
 */
function lostOneByOne(replaced: number, maxUnavailable: number, cold: number): number {
  const lostAt = (before: number) => Math.min(before, cold) + Math.min(maxUnavailable, replaced - before);
  const whole = Math.floor(replaced / maxUnavailable) * maxUnavailable;
  return Math.max(lostAt(Math.max(0, whole - maxUnavailable)), lostAt(whole));
}
