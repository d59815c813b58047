/**
 * New pods in a search of schedules: a number holds a pod's age in half seconds, twice, plus 1 where it serves. Half
 * seconds, since a pod's Ready time is stored in whole ones and so may lie before its start.
 */
export interface Clock {
  minReadySeconds: number;
  /** longest warm-up; null: no bound. A gated pod counts only once it serves, which is a warm-up of 0 */
  startupSeconds: number | null;
}

/** A pod that has just started. */
export function startedPod({ startupSeconds }: Clock): number {
  return startupSeconds === 0 ? 1 : 0;
}

export function isWarm(pod: number): boolean {
  return pod % 2 === 1;
}

/** A pod half a second later. Its age stops where nothing depends on it any more, so that the states are finite. */
export function agedPod({ minReadySeconds, startupSeconds }: Clock, pod: number): number {
  const age = Math.floor(pod / 2) + 1;
  const serves = startupSeconds === null ? Number.POSITIVE_INFINITY : 2 * startupSeconds;
  const warm = isWarm(pod) || age >= serves;
  const oldest = warm || startupSeconds === null ? 2 * minReadySeconds : serves;
  return 2 * Math.min(age, oldest) + (warm ? 1 : 0);
}

/**
 * IsPodAvailable in pkg/api/v1/pod/util.go, with lastTransitionTime cut to whole seconds: a pod that became ready in
 * the second half of a second counts half a second early. `half` is the half of the current second, 0 or 1.
 */
export function isAvailable({ minReadySeconds }: Clock, pod: number, half: number): boolean {
  const age = Math.floor(pod / 2);
  const cutOff = Math.abs(half - age) % 2;
  return age + cutOff >= 2 * minReadySeconds;
}
