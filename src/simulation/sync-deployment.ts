import type { Deployment } from "./deployment.js";
import { type ReplicaSet, type ReplicaSets, totalReplicas } from "./replica-set.js";
import { newRSNewReplicas, reconcileNewReplicaSet, reconcileOldReplicaSets } from "./rolling-update.js";
import { annotated, isScalingEvent, scaleDeployment, sized } from "./scale-deployment.js";

/** The deployment controller's knowledge of the pods when it syncs. */
interface ObservedPods {
  /** the Deployment's status.replicas: pods of all ReplicaSets that are not being deleted */
  statusReplicas: number;
  /** whether pods of old ReplicaSets are still there, those being deleted included */
  oldPodsRunning: boolean;
}

/**
 * One sync of the deployment controller, from the ReplicaSets as it reads them to the ReplicaSets as it writes them:
 * syncDeployment in pkg/controller/deployment/deployment_controller.go, rolloutRolling and rolloutRecreate. Paused
 * Deployments, rollbacks and progressDeadlineSeconds, which only sets a condition, are left out.
 */
export function syncDeployment(
  deployment: Deployment,
  replicaSets: ReplicaSets,
  { statusReplicas, oldPodsRunning }: ObservedPods,
): ReplicaSets {
  if (isScalingEvent(deployment, replicaSets))
    return scaleDeployment(deployment, replicaSets, statusReplicas);
  if (deployment.strategy === "Recreate") return rolloutRecreate(deployment, replicaSets, oldPodsRunning);
  return rolloutRolling(deployment, replicaSets);
}

/** A new size for the new ReplicaSet ends the sync; its creation does not. */
function rolloutRolling(deployment: Deployment, replicaSets: ReplicaSets): ReplicaSets {
  const { oldReplicaSets } = replicaSets;
  const newReplicaSet = replicaSets.newReplicaSet ?? create(deployment, oldReplicaSets);
  const { replicas } = newReplicaSet;
  const grown = reconcileNewReplicaSet(deployment, replicas, totalReplicas(oldReplicaSets) + replicas);
  if (grown !== replicas) return { newReplicaSet: sized(deployment, newReplicaSet, grown), oldReplicaSets };
  const sizes = reconcileOldReplicaSets(deployment, oldReplicaSets, newReplicaSet);
  return {
    newReplicaSet,
    oldReplicaSets: oldReplicaSets.map((one, index) => sized(deployment, one, sizes[index] as number)),
  };
}

/** recreate.go: no pod of the new template before the last old one is gone, and then all at once. */
function rolloutRecreate(
  deployment: Deployment,
  replicaSets: ReplicaSets,
  oldPodsRunning: boolean,
): ReplicaSets {
  const { newReplicaSet, oldReplicaSets } = replicaSets;
  if (totalReplicas(oldReplicaSets) > 0)
    return { newReplicaSet, oldReplicaSets: oldReplicaSets.map((one) => sized(deployment, one, 0)) };
  if (oldPodsRunning) return replicaSets;
  const fresh = newReplicaSet ?? create(deployment, oldReplicaSets);
  return { newReplicaSet: sized(deployment, fresh, deployment.replicas), oldReplicaSets };
}

/** getNewReplicaSet: it begins with the size that NewRSNewReplicas gives one of no pods. */
function create(deployment: Deployment, oldReplicaSets: readonly ReplicaSet[]): ReplicaSet {
  const replicas = newRSNewReplicas(deployment, 0, totalReplicas(oldReplicaSets));
  return { ...annotated(deployment, replicas), availableReplicas: 0 };
}
