/** How the kubelet ends a container: pkg/kubelet/kuberuntime/kuberuntime_container.go. Seconds. */

/** minimumGracePeriodInSeconds: what the app gets after a preStop hook that took all of the grace. */
const MINIMUM_GRACE_SECONDS = 2;

interface GracePeriods {
  /** the pod's terminationGracePeriodSeconds */
  pod: number;
  /** those of its probes; null where they set none */
  livenessProbe: number | null;
  startupProbe: number | null;
}

/** Grace of a container, by what ends it: setTerminationGracePeriod. */
export function killGracePeriod(
  { pod, livenessProbe, startupProbe }: GracePeriods,
  reason: "startupProbe" | "livenessProbe" | "deletion",
): number {
  if (reason === "startupProbe") return startupProbe ?? pod;
  if (reason === "livenessProbe") return livenessProbe ?? pod;
  return pod;
}

/** How an old pod goes. */
export interface Termination {
  terminationGracePeriodSeconds: number;
  /** how long the preStop hook takes; 0 without one */
  preStopSeconds: number;
  /** from the stop signal until the app has ended by itself; null: it ignores the signal */
  stopSeconds: number | null;
}

/** Seconds from a pod's deletion until it is gone: killContainer. Without any grace there is no hook and no signal. */
export function terminationSeconds(termination: Termination): number {
  const { terminationGracePeriodSeconds: pod, preStopSeconds, stopSeconds } = termination;
  const grace = killGracePeriod({ pod, livenessProbe: null, startupProbe: null }, "deletion");
  if (grace === 0) return 0;
  const hook = Math.min(preStopSeconds, grace);
  const left = Math.max(MINIMUM_GRACE_SECONDS, grace - hook);
  return hook + Math.min(stopSeconds ?? left, left);
}
