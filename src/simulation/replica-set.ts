/** The facts about a ReplicaSet that a rolling update looks at. The status may be older than the spec. */
export interface ReplicaSetSize {
  /** spec.replicas */
  replicas: number;
  /** status.availableReplicas */
  availableReplicas: number;
}

/** A ReplicaSet as the deployment controller reads it from its cache. */
export interface ReplicaSet extends ReplicaSetSize {
  /** annotation deployment.kubernetes.io/desired-replicas; null where it is absent */
  desiredReplicas: number | null;
  /** annotation deployment.kubernetes.io/max-replicas; null where it is absent */
  maxReplicas: number | null;
}

/** The ReplicaSets of one Deployment. */
export interface ReplicaSets {
  /** the one of the Deployment's pod template; null before it is created */
  newReplicaSet: ReplicaSet | null;
  /** oldest first; the new one counts as newer than all of them */
  oldReplicaSets: readonly ReplicaSet[];
}

/** Pods that these ReplicaSets ask for. */
export function totalReplicas(replicaSets: readonly ReplicaSetSize[]): number {
  let total = 0;
  for (const { replicas } of replicaSets) total += replicas;
  return total;
}

/** Pods that the statuses of these ReplicaSets call available. */
export function totalAvailable(replicaSets: readonly ReplicaSetSize[]): number {
  let total = 0;
  for (const { availableReplicas } of replicaSets) total += availableReplicas;
  return total;
}
