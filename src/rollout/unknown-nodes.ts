import type { RolloutOutcome, RolloutReading, RolloutTiming } from "./rollout-reading.js";

/** Facts that hold for a rollout on any number of nodes; null where they depend on the number. */
interface OnAnyNodes extends Omit<RolloutOutcome, "worstCase"> {
  /** 0 where no node loses its pod, and else not known */
  worstCase: 0 | null;
  /** 1 where every node can lose its pod, 0 where none can */
  worstShare: 0 | 1 | null;
  /** pods that may be out at most, where no number of nodes makes it more */
  mostPods: number | null;
  /** a gate would lower the worst case on some number of nodes */
  gateHelps: boolean;
}

/** More than any cluster has, and a multiple of 100, so that no percentage is rounded. */
const MANY = 2_000_000_000;

/**
 * Returns a DaemonSet's rollout where its nodes are not known. A limit in pods is the same on MANY nodes and on half of
 * them; a limit in per cent is not. If all of MANY nodes can lose their pod, all of any number can: the worst case is the
 * lesser of all nodes and something that grows no faster than they do.
 */
export function onAnyNodes({ outcomeAt }: RolloutReading, timing: RolloutTiming): OnAnyNodes | null {
  const many = outcomeAt?.(MANY, timing);
  const half = outcomeAt?.(MANY / 2, timing);
  const gated = outcomeAt?.(MANY, { ...timing, gated: true });
  if (many == null || half == null || gated == null) return null;
  const steady = (field: keyof RolloutOutcome) => (many[field] === half[field] ? many[field] : null);
  return {
    maxSurge: steady("maxSurge"),
    maxUnavailable: steady("maxUnavailable"),
    budget: steady("budget"),
    worstCase: many.worstCase === 0 ? 0 : null,
    worstShare: many.worstCase === 0 ? 0 : many.worstCase === MANY ? 1 : null,
    mostPods: steady("worstCase"),
    gateHelps: gated.worstCase < many.worstCase,
  };
}
