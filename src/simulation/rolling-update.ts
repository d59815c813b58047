/**
 * One step of a rolling update, from sizes to sizes: pkg/controller/deployment/rolling.go and NewRSNewReplicas in
 * util/deployment_util.go, the same in Kubernetes 1.27 to 1.36. Old ReplicaSets come and go oldest first.
 */
import { type Deployment, minAvailable } from "./deployment.js";
import { type ReplicaSetSize, totalAvailable, totalReplicas } from "./replica-set.js";

/** NewRSNewReplicas: the new ReplicaSet grows as far as the surge allows, never beyond the replicas asked for. */
export function newRSNewReplicas(deployment: Deployment, newReplicas: number, allReplicas: number): number {
  const { replicas, strategy, maxSurge } = deployment;
  if (strategy === "Recreate") return replicas;
  const room = replicas + maxSurge - allReplicas;
  return room <= 0 ? newReplicas : newReplicas + Math.min(room, replicas - newReplicas);
}

/** reconcileNewReplicaSet: the new ReplicaSet's next size; `allReplicas` counts its own present one. */
export function reconcileNewReplicaSet(
  deployment: Deployment,
  newReplicas: number,
  allReplicas: number,
): number {
  if (newReplicas >= deployment.replicas) return deployment.replicas;
  return newRSNewReplicas(deployment, newReplicas, allReplicas);
}

/** reconcileOldReplicaSets: the next sizes of the old ReplicaSets. */
export function reconcileOldReplicaSets(
  deployment: Deployment,
  oldReplicaSets: readonly ReplicaSetSize[],
  newReplicaSet: ReplicaSetSize,
): number[] {
  const total = totalReplicas(oldReplicaSets);
  const newUnavailable = newReplicaSet.replicas - newReplicaSet.availableReplicas;
  const most = total + newReplicaSet.replicas - minAvailable(deployment) - newUnavailable;
  if (total === 0 || most <= 0) return oldReplicaSets.map(({ replicas }) => replicas);
  const cleaned = cleanupUnhealthyReplicas(oldReplicaSets, most);
  if (cleaned.abandoned) return cleaned.replicas;
  // Only ReplicaSets that had pods when the step began are looked at (FilterActiveReplicaSets).
  const left = oldReplicaSets.map(({ replicas, availableReplicas }, index) => ({
    replicas: cleaned.replicas[index] as number,
    availableReplicas: replicas > 0 ? availableReplicas : 0,
  }));
  return scaleDownOldReplicaSetsForRollingUpdate(deployment, left, newReplicaSet.availableReplicas);
}

interface Cleanup {
  /** the next sizes */
  replicas: number[];
  /** a status that counts more pods than its spec asks for is stale: upstream gives up, what it wrote before stays */
  abandoned: boolean;
}

/** cleanupUnhealthyReplicas: at most `most` pods that are not available go first, since that costs no availability. */
export function cleanupUnhealthyReplicas(oldReplicaSets: readonly ReplicaSetSize[], most: number): Cleanup {
  const sizes = oldReplicaSets.map(({ replicas }) => replicas);
  let left = most;
  for (const [index, { replicas, availableReplicas }] of oldReplicaSets.entries()) {
    if (left <= 0) break;
    if (replicas === 0) continue;
    if (availableReplicas > replicas) return { replicas: sizes, abandoned: true };
    const unhealthy = Math.min(left, replicas - availableReplicas);
    sizes[index] = replicas - unhealthy;
    left -= unhealthy;
  }
  return { replicas: sizes, abandoned: false };
}

/** scaleDownOldReplicaSetsForRollingUpdate: what is available beyond the minimum goes, by the statuses alone. */
export function scaleDownOldReplicaSetsForRollingUpdate(
  deployment: Deployment,
  oldReplicaSets: readonly ReplicaSetSize[],
  newAvailable: number,
): number[] {
  let left = totalAvailable(oldReplicaSets) + newAvailable - minAvailable(deployment);
  return oldReplicaSets.map(({ replicas }) => {
    const gone = Math.max(0, Math.min(replicas, left));
    left -= gone;
    return replicas - gone;
  });
}
