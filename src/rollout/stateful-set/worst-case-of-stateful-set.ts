import { coldPodsPerSlot } from "../cold-pods.js";
import { type IntOrString, intOrPercentToPods } from "../int-or-percent.js";

/** One rolling update of a StatefulSet whose fields are resolved to pods and seconds. */
export interface StatefulSetWorstCase {
  replicas: number;
  /** pods below this index stay as they are */
  partition: number;
  /** pods that may be unavailable at once, at least 1 */
  maxUnavailable: number;
  gated: boolean;
  /** from a container's start until it serves; null where nobody knows */
  startupSeconds: number | null;
  /** as far as the controller honours it */
  minReadySeconds: number;
}

/**
 * maxUnavailable in pods where the controller honours it: getStatefulSetMaxUnavailable in
 * pkg/controller/statefulset/stateful_set_utils.go, which rounds down and never below 1. Null beyond int32.
 */
export function statefulSetMaxUnavailable(written: IntOrString | null, replicas: number): number | null {
  const pods = intOrPercentToPods(written ?? 1, replicas, "down");
  return typeof pods === "number" ? Math.max(1, pods) : null;
}

/** Pods that an update replaces, from the highest ordinal down to the partition. */
export function replacedPods({ replicas, partition }: { replicas: number; partition: number }): number {
  return Math.max(0, replicas - partition);
}

/** How many times maxUnavailable can be out of service at once; Infinity where only the pods to replace limit it. */
export function lossFactor({
  gated,
  startupSeconds,
  minReadySeconds,
}: Pick<StatefulSetWorstCase, "gated" | "startupSeconds" | "minReadySeconds">): number {
  if (gated || startupSeconds === 0) return 1;
  // Available as soon as it runs: the next old pod can go before this one serves, and so on to the last.
  if (startupSeconds === null || minReadySeconds === 0) return Number.POSITIVE_INFINITY;
  return 1 + coldPodsPerSlot(startupSeconds, minReadySeconds);
}

/**
 * Pods that may not be serving at the worst moment of a rolling update from settled pods, over every schedule
 * (stateful_set_control.go: updateStatefulSet). Exact where pods go one at a time and for podManagementPolicy Parallel,
 * as an exhaustive search finds the same; with OrderedReady and a larger maxUnavailable the replacements come one by
 * one, and it is an upper bound.
 */
export function worstCaseOfStatefulSet(input: StatefulSetWorstCase): number {
  return Math.min(replacedPods(input), input.maxUnavailable * lossFactor(input));
}
