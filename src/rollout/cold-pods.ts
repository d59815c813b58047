/**
 * Returns the pods of one slot that Kubernetes counts as available while they are still cold, at the same moment: each
 * slot starts one pod every minReadySeconds, and each of them misleads the controller while it is younger than
 * startupSeconds. lastTransitionTime is stored in whole seconds (metav1.Time), so a pod may count almost a second
 * early: minReadySeconds equal to the start-up time is one too few, and a part of a second counts as a whole one.
 * minReadySeconds is above 0.
 */
export function coldPodsPerSlot(startupSeconds: number, minReadySeconds: number): number {
  return Math.floor(Math.ceil(startupSeconds) / minReadySeconds);
}
