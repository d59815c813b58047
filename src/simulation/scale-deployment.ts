/**
 * A change of `replicas`, also in the middle of a rolling update: isScalingEvent and scale in
 * pkg/controller/deployment/sync.go, GetReplicaSetProportion in util/deployment_util.go as of Kubernetes 1.32.
 */
import type { Deployment } from "./deployment.js";
import { type ReplicaSet, type ReplicaSets, totalReplicas } from "./replica-set.js";

/** Whether a ReplicaSet with pods was last sized for another number of replicas. Then a sync does nothing but scale. */
export function isScalingEvent(
  { replicas }: Deployment,
  { newReplicaSet, oldReplicaSets }: ReplicaSets,
): boolean {
  if (newReplicaSet !== null && isSizedForAnother(newReplicaSet, replicas)) return true;
  return oldReplicaSets.some((one) => isSizedForAnother(one, replicas));
}

function isSizedForAnother(replicaSet: ReplicaSet, replicas: number): boolean {
  const { desiredReplicas } = replicaSet;
  return replicaSet.replicas > 0 && desiredReplicas !== null && desiredReplicas !== replicas;
}

/**
 * The sizes for a new number of replicas: everything to the only ReplicaSet with pods, else in proportion.
 * `statusReplicas` is the Deployment's status.replicas, for ReplicaSets without the annotation.
 */
export function scaleDeployment(
  deployment: Deployment,
  replicaSets: ReplicaSets,
  statusReplicas: number,
): ReplicaSets {
  const { newReplicaSet, oldReplicaSets } = replicaSets;
  const only = activeOrLatest(replicaSets);
  if (only !== null)
    return replaced(replicaSets, (one) => (one === only ? sized(deployment, one, deployment.replicas) : one));
  if (isSaturated(deployment, newReplicaSet))
    return { newReplicaSet, oldReplicaSets: oldReplicaSets.map((one) => sized(deployment, one, 0)) };
  if (deployment.strategy !== "RollingUpdate") return replicaSets;
  const sizes = proportionalSizes(deployment, active(replicaSets), statusReplicas);
  return replaced(replicaSets, (one) => {
    const replicas = sizes.get(one);
    return replicas === undefined ? one : { ...one, ...annotated(deployment, replicas) };
  });
}

/** A ReplicaSet's size with what every write of it notes down: SetReplicasAnnotations. */
export function annotated(deployment: Deployment, replicas: number): Omit<ReplicaSet, "availableReplicas"> {
  const maxReplicas = deployment.replicas + deployment.maxSurge;
  return { replicas, desiredReplicas: deployment.replicas, maxReplicas };
}

/** Writes a size where it differs, as scaleReplicaSetAndRecordEvent does: a ReplicaSet that has it is left alone. */
export function sized(deployment: Deployment, replicaSet: ReplicaSet, replicas: number): ReplicaSet {
  if (replicaSet.replicas === replicas) return replicaSet;
  return { ...replicaSet, ...annotated(deployment, replicas) };
}

function replaced(
  { newReplicaSet, oldReplicaSets }: ReplicaSets,
  next: (one: ReplicaSet) => ReplicaSet,
): ReplicaSets {
  return {
    newReplicaSet: newReplicaSet && next(newReplicaSet),
    oldReplicaSets: oldReplicaSets.map(next),
  };
}

/** Those with pods, oldest first. */
function active({ newReplicaSet, oldReplicaSets }: ReplicaSets): ReplicaSet[] {
  const all = newReplicaSet === null ? oldReplicaSets : [...oldReplicaSets, newReplicaSet];
  return all.filter(({ replicas }) => replicas > 0);
}

/** FindActiveOrLatest: the only one with pods, the newest where none has any, null where several have. */
function activeOrLatest(replicaSets: ReplicaSets): ReplicaSet | null {
  const [first, second] = active(replicaSets);
  if (second !== undefined) return null;
  return first ?? replicaSets.newReplicaSet ?? replicaSets.oldReplicaSets.at(-1) ?? null;
}

function isSaturated({ replicas }: Deployment, newReplicaSet: ReplicaSet | null): boolean {
  if (newReplicaSet === null) return false;
  const { desiredReplicas, availableReplicas } = newReplicaSet;
  return [newReplicaSet.replicas, desiredReplicas, availableReplicas].every((count) => count === replicas);
}

function proportionalSizes(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  statusReplicas: number,
): Map<ReplicaSet, number> {
  const allowed = deployment.replicas > 0 ? deployment.replicas + deployment.maxSurge : 0;
  const toAdd = allowed - totalReplicas(replicaSets);
  // The largest first; of equals the newest grows first, and the oldest shrinks first.
  const order = (toAdd > 0 ? replicaSets.toReversed() : replicaSets.slice()).sort(
    (left, right) => right.replicas - left.replicas,
  );
  const sizes = new Map<ReplicaSet, number>();
  let left = toAdd;
  for (const one of order) {
    const fraction = left === 0 ? 0 : fractionOf(one, deployment, statusReplicas);
    const share = toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    sizes.set(one, one.replicas + share);
    left -= share;
  }
  const [largest] = order as [ReplicaSet];
  sizes.set(largest, Math.max(0, (sizes.get(largest) as number) + left));
  return sizes;
}

/** getReplicaSetFraction: how much a ReplicaSet would change if it kept its share of all pods. */
function fractionOf({ replicas, maxReplicas }: ReplicaSet, deployment: Deployment, status: number): number {
  if (deployment.replicas === 0) return -replicas;
  const before = maxReplicas === null || maxReplicas === 0 ? status : maxReplicas;
  if (before === 0) return 0;
  const size = (replicas * (deployment.replicas + deployment.maxSurge)) / before;
  return Math.round(size) - replicas;
}
