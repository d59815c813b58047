import { type IntOrString, intOrPercentToPods } from "./int-or-percent.js";

/** What a PodDisruptionBudget writes: one of the two, absent or null where it is the other. */
export interface WrittenDisruptionBudget {
  minAvailable: unknown;
  maxUnavailable: unknown;
}

/**
 * How many of `replicas` healthy pods a PodDisruptionBudget lets be evicted at once; null where it does not say.
 * Both limits are rounded up: getExpectedPodCount in pkg/controller/disruption/disruption.go.
 */
export function evictablePods(
  { minAvailable, maxUnavailable }: WrittenDisruptionBudget,
  replicas: number,
): number | null {
  if (maxUnavailable != null) {
    const gone = podsOf(maxUnavailable, replicas);
    return gone === null ? null : Math.min(gone, replicas);
  }
  // Where neither is written at least one pod has to stay (policy/v1 types.go).
  const kept = minAvailable == null ? 1 : podsOf(minAvailable, replicas);
  return kept === null ? null : Math.max(0, replicas - kept);
}

function podsOf(limit: unknown, replicas: number): number | null {
  const pods = intOrPercentToPods(limit as IntOrString, replicas, "up");
  return typeof pods === "number" ? pods : null;
}
