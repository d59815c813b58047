/** How long a pod that fails may keep its traffic: what is long enough before a restart is too long for that. */
import type { ProbeTimings } from "./read-probe.js";

/** Seconds between two questions. */
export const LONGEST_PERIOD = 10;

/** Seconds until a pod that fails counts as such: a threshold that leads beyond them is one of a slow start. */
export const LONGEST_FAILURE = 60;

/** Kubernetes' own default (SetDefaults_Probe). */
export const USUAL_THRESHOLD = 3;

/** Whether timings are as short as a readiness probe's are suggested. */
export function isSteady({ periodSeconds, failureThreshold }: ProbeTimings): boolean {
  const isLong = failureThreshold > USUAL_THRESHOLD && periodSeconds * failureThreshold > LONGEST_FAILURE;
  return periodSeconds <= LONGEST_PERIOD && !isLong;
}
