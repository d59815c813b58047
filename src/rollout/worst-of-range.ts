import type { RolloutOutcome } from "./rollout-reading.js";

export interface WorstCaseOverRange {
  /** the largest worst case at any number of replicas, for a ceiling in pods */
  maxPods: number;
  /** where worstCase / replicas is largest, at the smallest of equals */
  maxShare: { worstCase: number; replicas: number };
}

/** A percentage of N + 100 is that of N plus a whole number: nothing new happens after 100 steps. */
const PERIOD = 100;

/**
 * Returns the worst case over every number of replicas, exact, in 101 steps however wide the range and as many for each
 * peak; null where a number of pods leaves int32. Where the share goes up and down, every number up to `unevenUpTo` is
 * asked.
 *
 * Pods: all limits and the cap at N only grow with N, so the worst case does, and is largest at max.
 *
 * Share, where there are no peaks: let f(N) be the worst case before its cap at N. f(N + 100) = f(N) + D with a constant D, so along N,
 * N + 100, N + 200 … the share f/N moves steadily towards D/100: it falls, stays, or rises without passing it. A
 * multiple of 100 has f >= D/100 * N, as nothing is rounded there. So within any 100 successive N some share is at
 * least D/100, and no later N can beat the best of them. The two exceptions only help the smaller N: below 100 a
 * maxUnavailable of 0 beside no surge counts as 1, and where maxUnavailable in pods is N or more the share is 1.
 */
export function worstOfRange(
  { min, max }: { min: number; max: number },
  outcomeAt: (replicas: number) => Pick<RolloutOutcome, "worstCase"> | null,
  { peaks = [], unevenUpTo = 0 }: { peaks?: readonly number[]; unevenUpTo?: number } = {},
): WorstCaseOverRange | null {
  let maxPods = outcomeAt(max)?.worstCase;
  if (maxPods === undefined) return null;
  // 0 replicas have no share: they speak only where the range has nothing else.
  const first = Math.max(min, Math.min(1, max));
  let maxShare = { worstCase: 0, replicas: first };
  const steady = Math.min(max, Math.max(first, unevenUpTo + 1));
  const starts = [steady, ...peaks.toSorted((left, right) => left - right)].map((start) =>
    Math.max(steady, Math.min(start, max - PERIOD + 1)),
  );
  const stretches = starts.map((start) => [start, Math.min(max, start + PERIOD - 1)] as const);
  for (const [from, to] of [[first, steady - 1] as const, ...stretches]) {
    for (let replicas = from; replicas <= to; replicas++) {
      const worstCase = outcomeAt(replicas)?.worstCase;
      if (worstCase === undefined) return null;
      if (isLargerShare({ worstCase, replicas }, maxShare)) maxShare = { worstCase, replicas };
      maxPods = Math.max(maxPods, worstCase);
    }
  }
  return { maxPods, maxShare };
}

/** Whether more of the pods are lost, as a share of them; no pod of none is no share. */
export function isLargerShare(
  share: WorstCaseOverRange["maxShare"],
  than: WorstCaseOverRange["maxShare"],
): boolean {
  // Compared crosswise: quotients of doubles can make two equal shares differ.
  const [left, right] = [share.worstCase * than.replicas, than.worstCase * share.replicas];
  // Beyond that a double is not exact.
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left > right;
  return BigInt(share.worstCase) * BigInt(than.replicas) > BigInt(than.worstCase) * BigInt(share.replicas);
}
