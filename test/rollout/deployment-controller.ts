/**
 * One sync of the deployment controller's rolling update, transcribed from Kubernetes' rules and sharing nothing
 * with the code under test: pkg/controller/deployment/rolling.go and util/deployment_util.go. One old ReplicaSet
 * and one new one, as in a rollout from settled pods.
 */
export interface RollingLimits {
  replicas: number;
  surge: number;
  unavailable: number;
}

export interface ReplicaSetView {
  spec: number;
  /** status.availableReplicas, as the controller last saw it */
  available: number;
}

/** NewRSNewReplicas: grow as far as the surge allows, never beyond the replicas asked for. */
export function newReplicas(limits: RollingLimits, newSpec: number, allSpecs: number): number {
  const room = limits.replicas + limits.surge - allSpecs;
  return room <= 0 ? newSpec : newSpec + Math.min(room, limits.replicas - newSpec);
}

/** reconcileNewReplicaSet: the new ReplicaSet's next size. */
export function reconcileNew(limits: RollingLimits, newSpec: number, allSpecs: number): number {
  return newSpec >= limits.replicas ? limits.replicas : newReplicas(limits, newSpec, allSpecs);
}

/** cleanupUnhealthyReplicas for one old ReplicaSet: how many go; null where a stale status makes it give up. */
export function cleanUpUnhealthy(old: ReplicaSetView, most: number): number | null {
  if (old.spec === 0 || old.spec === old.available) return 0;
  const count = Math.min(most, old.spec - old.available);
  return count < 0 ? null : count;
}

/** scaleDownOldReplicaSetsForRollingUpdate: how many go, by availability alone. */
export function scaleDownOld(limits: RollingLimits, oldSpec: number, available: number): number {
  const left = available - (limits.replicas - limits.unavailable);
  return left <= 0 ? 0 : Math.min(oldSpec, left);
}

/** reconcileOldReplicaSets: the old ReplicaSet's next size. */
export function reconcileOld(limits: RollingLimits, old: ReplicaSetView, fresh: ReplicaSetView): number {
  if (old.spec === 0) return 0;
  const minAvailable = limits.replicas - limits.unavailable;
  const most = old.spec + fresh.spec - minAvailable - (fresh.spec - fresh.available);
  if (most <= 0) return old.spec;
  const cleaned = cleanUpUnhealthy(old, most);
  if (cleaned === null) return old.spec;
  const spec = old.spec - cleaned;
  // Only ReplicaSets that still have pods count their availability.
  const available = (spec > 0 ? old.available : 0) + fresh.available;
  return spec - scaleDownOld(limits, spec, available);
}
