import type { DeploymentStrategy } from "./read-deployment-strategy.js";
import { type Fenceposts, resolveFenceposts } from "./resolve-fenceposts.js";
import { worstCaseOfDeployment } from "./worst-case.js";

/** A rollout of a Deployment at any number of replicas from min to max. */
export interface RangeOfRollouts {
  min: number;
  max: number;
  strategy: DeploymentStrategy;
  /** the object itself is deleted and created again */
  recreated: boolean;
  gated: boolean;
  startupSeconds: number | null;
  minReadySeconds: number;
}

export interface WorstCaseOverRange {
  /** the largest worst case at any number of replicas, for a ceiling in pods */
  maxPods: number;
  /** where worstCase / replicas is largest, at the smallest of equals */
  maxShare: { worstCase: number; replicas: number };
}

/** A percentage of N + 100 is that of N plus a whole number: nothing new happens after 100 steps. */
const PERIOD = 100;

/**
 * The worst case over every number of replicas, exact, in 101 steps however wide the range; null where a
 * number of pods leaves int32.
 *
 * Pods: both fenceposts and the cap at N only grow with N, so the worst case does, and is largest at max.
 *
 * Share: let f(N) be the worst case before its cap at N. f(N + 100) = f(N) + D with a constant D, so along N,
 * N + 100, N + 200 … the share f/N moves steadily towards D/100: it falls, stays, or rises without passing it. A
 * multiple of 100 has f >= D/100 * N, as nothing is rounded there. So within any 100 successive N some share is at
 * least D/100, and no later N can beat the best of them. The two exceptions only help the smaller N: below 100 a
 * maxUnavailable of 0 beside no surge counts as 1, and where maxUnavailable in pods is N or more the share is 1.
 */
export function worstOfRange(range: RangeOfRollouts): WorstCaseOverRange | null {
  const maxPods = worstCaseAt(range, range.max);
  if (maxPods === null) return null;
  // 0 replicas have no share: they speak only where the range has nothing else.
  const first = Math.max(range.min, Math.min(1, range.max));
  const last = Math.min(range.max, first + PERIOD - 1);
  let maxShare = { worstCase: 0, replicas: first };
  for (let replicas = first; replicas <= last; replicas++) {
    const worstCase = worstCaseAt(range, replicas);
    if (worstCase === null) return null;
    if (isLargerShare(worstCase, replicas, maxShare)) maxShare = { worstCase, replicas };
  }
  return { maxPods, maxShare };
}

/** maxSurge and maxUnavailable in pods at this number of replicas; null under Recreate or beyond int32. */
export function fencepostsAt(strategy: DeploymentStrategy, replicas: number): Fenceposts | null {
  if (strategy.type === "Recreate") return null;
  const resolved = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  return "error" in resolved ? null : resolved;
}

/** Pods that may not be serving in a rollout at this number of replicas; null beyond int32. */
export function worstCaseAt(range: RangeOfRollouts, replicas: number): number | null {
  // recreate.go scales every old ReplicaSet to 0 and waits for the last pod before it creates a new one.
  if (range.recreated || range.strategy.type === "Recreate") return replicas;
  const fenceposts = fencepostsAt(range.strategy, replicas);
  if (fenceposts === null) return null;
  const { gated, startupSeconds, minReadySeconds } = range;
  return worstCaseOfDeployment({ replicas, ...fenceposts, gated, startupSeconds, minReadySeconds });
}

function isLargerShare(worstCase: number, replicas: number, than: WorstCaseOverRange["maxShare"]): boolean {
  // Compared crosswise: quotients of doubles can make two equal shares differ.
  return BigInt(worstCase) * BigInt(than.replicas) > BigInt(than.worstCase) * BigInt(replicas);
}
