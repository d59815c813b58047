import { type IntOrString, intOrPercentToPods } from "./int-or-percent.js";

/** Pods that a rolling update may be above and below `replicas`. maxUnavailable is not capped at replicas. */
interface Fenceposts {
  maxSurge: number;
  maxUnavailable: number;
}

/**
 * Turns both fields into pods as the deployment controller does: ResolveFenceposts in
 * pkg/controller/deployment/util/deployment_util.go. A field that is null counts as 0.
 */
export function resolveFenceposts(
  maxSurge: IntOrString | null,
  maxUnavailable: IntOrString | null,
  replicas: number,
): Fenceposts | { error: string } {
  const surge = intOrPercentToPods(maxSurge ?? 0, replicas, "up");
  if (typeof surge !== "number") return { error: `maxSurge ${surge.error}` };
  const unavailable = intOrPercentToPods(maxUnavailable ?? 0, replicas, "down");
  if (typeof unavailable !== "number") return { error: `maxUnavailable ${unavailable.error}` };
  // Otherwise a percentage that rounds down to 0 beside no surge would leave no room to move at all.
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}
