const SECOND = 1000;

/** A pod's condition Ready as it is stored. */
interface StoredReadyCondition {
  ready: boolean;
  /** milliseconds; null where it was never set */
  lastTransitionTime: number | null;
}

/**
 * The condition as it is stored when a pod gets ready at a moment: metav1.Time goes over the wire in whole seconds
 * (RFC 3339), so a pod may seem ready almost a second before it was.
 */
export function storedTime(milliseconds: number): number {
  return Math.floor(milliseconds / SECOND) * SECOND;
}

/**
 * Whether a pod counts as available: IsPodAvailable in pkg/api/v1/pod/util.go of Kubernetes 1.34 and newer. Before, a
 * pod was available just after the last second of its wait, and not at it.
 */
export function isPodAvailable(
  { ready, lastTransitionTime }: StoredReadyCondition,
  minReadySeconds: number,
  now: number,
): boolean {
  if (!ready) return false;
  if (minReadySeconds === 0) return true;
  return lastTransitionTime !== null && lastTransitionTime + minReadySeconds * SECOND <= now;
}

/** The first moment at which `isPodAvailable` holds for a pod that gets ready at a moment and stays so. */
export function availableAt(readyAt: number, minReadySeconds: number): number {
  return minReadySeconds === 0 ? readyAt : Math.max(readyAt, storedTime(readyAt) + minReadySeconds * SECOND);
}
