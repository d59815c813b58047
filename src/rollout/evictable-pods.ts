import { type IntOrString, intOrPercentToPods } from "./int-or-percent.js";

/** The limits that a PodDisruptionBudget writes; absent or null where nothing is written. */
interface WrittenDisruptionBudget {
  minAvailable: unknown;
  maxUnavailable: unknown;
}

/**
 * Returns how many of `replicas` healthy pods a PodDisruptionBudget that selects no others lets be evicted at once;
 * null where that is not known. Both limits are rounded up, and without one nothing may go: getExpectedPodCount and
 * updatePdbStatus in pkg/controller/disruption/disruption.go. Both together are refused
 * (pkg/apis/policy/validation/validation.go).
 */
export function evictablePods(
  { minAvailable, maxUnavailable }: WrittenDisruptionBudget,
  replicas: number,
): number | null {
  if (minAvailable == null && maxUnavailable == null) return 0;
  if (minAvailable != null && maxUnavailable != null) return null;
  const pods = podsOf(maxUnavailable ?? minAvailable, replicas);
  if (pods === null) return null;
  return maxUnavailable == null ? Math.max(0, replicas - pods) : Math.min(pods, replicas);
}

function podsOf(limit: unknown, replicas: number): number | null {
  const pods = intOrPercentToPods(limit as IntOrString, replicas, "up");
  return typeof pods === "number" ? pods : null;
}
