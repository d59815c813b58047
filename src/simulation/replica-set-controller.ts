/** The facts about a pod that the order of deletion looks at. Milliseconds, all on one clock. */
export interface PodRank {
  scheduledAt: number;
  /** its containers run from then on */
  runningAt: number;
  /** null: not ready */
  readySince: number | null;
  createdAt: number;
}

/**
 * Pods that a ReplicaSet's controller creates, or deletes where the number is negative: manageReplicas in
 * pkg/controller/replicaset/replica_set.go. Pods being deleted are neither counted nor waited for (IsPodActive).
 *
 * Upstream creates in batches of 1, 2, 4 … and at most 500 in one sync. Here all come at once: a batch only waits for
 * the API server's answer, the next sync follows at once, and no count of ready pods depends on the order within it.
 */
export function manageReplicas(replicas: number, activePods: number): number {
  return replicas - activePods;
}

/** The pods that a ReplicaSet gives up first: getPodsToDelete in replica_set.go. */
export function podsToDelete<P extends PodRank>(pods: readonly P[], count: number, now: number): P[] {
  if (count !== 1 || pods.length === 0)
    return pods.toSorted((left, right) => compareForDeletion(left, right, now)).slice(0, count);
  // One pod at a time is how most rollouts go, and one pass finds it.
  return [pods.reduce((first, pod) => (compareForDeletion(pod, first, now) < 0 ? pod : first))];
}

/**
 * Below 0 where `left` goes before `right`: ActivePodsWithRanks.Less in pkg/controller/controller_utils.go. Ages are
 * compared by their order of magnitude (LogarithmicScaleDown), so pods of like age are equal; upstream then decides
 * by their UIDs, which is by chance. Left out, as nothing here tells pods apart by it: the deletion cost, pods that
 * share a node, and restarts.
 */
function compareForDeletion(left: PodRank, right: PodRank, now: number): number {
  return (
    Number(left.scheduledAt <= now) - Number(right.scheduledAt <= now) ||
    Number(left.runningAt <= now) - Number(right.runningAt <= now) ||
    Number(left.readySince !== null) - Number(right.readySince !== null) ||
    compareAges(left.readySince ?? now, right.readySince ?? now, now) ||
    compareAges(left.createdAt, right.createdAt, now)
  );
}

const NANOSECONDS = 1e6;

/** logarithmicRankDiff: the younger first, where the whole parts of log2 of their ages in nanoseconds differ. */
function compareAges(left: number, right: number, now: number): number {
  return left === right ? 0 : magnitude(left, now) - magnitude(right, now);
}

/** -1 for what has no age. */
function magnitude(since: number, now: number): number {
  const age = (now - since) * NANOSECONDS;
  return age > 0 ? Math.floor(Math.log2(age)) : -1;
}
