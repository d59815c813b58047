import { coldPodsPerSlot } from "./cold-pods.js";

/** One rolling update of a Deployment, or of what is replaced as one is, with its fields resolved to pods and seconds. */
export interface RollingUpdateWorstCase {
  replicas: number;
  maxSurge: number;
  /** as resolved, not capped at replicas */
  maxUnavailable: number;
  /** Kubernetes waits for a probe of every serving container before it counts a pod */
  gated: boolean;
  /** from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  minReadySeconds: number;
}

/**
 * Returns the pods that may not be serving at the worst moment of a rolling update from settled pods, over every
 * schedule of controllers, starts and probes. Exact: an exhaustive search over the schedules of small rollouts finds
 * the same numbers.
 */
export function worstCaseOfRollingUpdate(input: RollingUpdateWorstCase): number {
  const { replicas, startupSeconds } = input;
  // MaxUnavailable in pkg/controller/deployment/util/deployment_util.go never exceeds the replicas.
  const budget = Math.min(input.maxUnavailable, replicas);
  // rolling.go keeps (replicas - maxUnavailable) pods available. With a gate, or an app that serves as soon as it
  // runs, available means serving; the budget is reached at once and kept while new pods do not get ready.
  if (input.gated || startupSeconds === 0) return budget;
  // Without a gate a running pod counts at once (IsPodAvailable in pkg/api/v1/pod/util.go with
  // minReadySeconds 0), or serves later than any wait: every old pod can be gone before a new one serves.
  if (startupSeconds === null || input.minReadySeconds === 0) return replicas;
  // Each of the (maxSurge + budget) free slots starts one pod every minReadySeconds, and each of those pods counts
  // as available while it is younger than startupSeconds and serves nothing.
  const misleading = coldPodsPerSlot(startupSeconds, input.minReadySeconds) * (input.maxSurge + budget);
  return Math.min(replicas, budget + misleading);
}
