import type { Deployment } from "../../src/simulation/deployment.js";
import { syncDeployment } from "../../src/simulation/sync-deployment.js";

/** A ReplicaSet's size and its status' available pods in one number; 0 where it does not exist. */
export type ReplicaSetNumber = number;

/** More than any size or count of a rollout that can be searched. */
export const BASE = 6;
export const ABSENT: ReplicaSetNumber = 0;
export const numberOf = (replicas: number, available: number) => (replicas + 1) * BASE + available;
export const sizeOf = (one: ReplicaSetNumber) => Math.floor(one / BASE) - 1;
export const availableOf = (one: ReplicaSetNumber) => one % BASE;

export interface Sizes {
  old: number;
  new: number;
}

export type SyncTable = (old: ReplicaSetNumber, fresh: ReplicaSetNumber) => Sizes;

/** The deployment controller's sync, asked once for each thing that it can read. */
export function syncTable(deployment: Deployment): SyncTable {
  if (deployment.replicas > BASE - 2) throw new RangeError("too many replicas to search");
  const known: Sizes[] = [];
  const replicaSet = (one: ReplicaSetNumber) => ({
    replicas: sizeOf(one),
    availableReplicas: availableOf(one),
    desiredReplicas: deployment.replicas,
    maxReplicas: deployment.replicas + deployment.maxSurge,
  });
  return (old, fresh) => {
    const key = old * BASE * BASE + fresh;
    known[key] ??= sizesOf(
      syncDeployment(
        deployment,
        { newReplicaSet: fresh === ABSENT ? null : replicaSet(fresh), oldReplicaSets: [replicaSet(old)] },
        { statusReplicas: deployment.replicas, oldPodsRunning: true },
      ),
    );
    return known[key];
  };
}

function sizesOf({ newReplicaSet, oldReplicaSets }: ReturnType<typeof syncDeployment>): Sizes {
  return { old: oldReplicaSets[0]?.replicas as number, new: newReplicaSet?.replicas as number };
}
