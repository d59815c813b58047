/**
 * One sync of the StatefulSet controller, transcribed from Kubernetes' rules and sharing nothing with the code under
 * test: updateStatefulSet, processReplica and updateStatefulSetAfterInvariantEstablished in
 * pkg/controller/statefulset/stateful_set_control.go. No pod is beyond the replicas.
 */
export interface StatefulSetLimits {
  replicas: number;
  partition: number;
  /** null where the feature gate MaxUnavailableStatefulSet is off */
  maxUnavailable: number | null;
  parallel: boolean;
}

/** One ordinal as the controller sees it; null where it has no pod. */
export type PodView = { updated: boolean; terminating: boolean; available: boolean } | null;

export interface StatefulSetSync {
  /** ordinals */
  created: number[];
  deleted: number[];
}

export function syncStatefulSet(limits: StatefulSetLimits, pods: readonly PodView[]): StatefulSetSync {
  if (!limits.parallel) {
    // Monotonic: the first ordinal that is missing, going or not available yet ends the sync.
    const first = pods.findIndex((pod) => pod === null || pod.terminating || !pod.available);
    if (first >= 0) return { created: pods[first] === null ? [first] : [], deleted: [] };
    return { created: [], deleted: updateTargets(limits, pods) };
  }
  const created = pods.flatMap((pod, ordinal) => (pod === null ? [ordinal] : []));
  const after = pods.map(
    (pod, ordinal): PodView =>
      pod ?? { updated: ordinal >= limits.partition, terminating: false, available: false },
  );
  return { created, deleted: updateTargets(limits, after) };
}

/** The ordinals that the update deletes once nothing has to be created first. */
export function updateTargets(limits: StatefulSetLimits, pods: readonly PodView[]): number[] {
  const descending = pods.map((_, index) => pods.length - 1 - index).filter((at) => at >= limits.partition);
  const isOutdated = (at: number) => pods[at]?.updated === false && !pods[at].terminating;
  if (limits.maxUnavailable === null) {
    // The first one from the top that is outdated, unless a higher one is not available yet.
    const target = descending.find((at) => isOutdated(at) || isUnavailable(pods[at] ?? null));
    return target !== undefined && isOutdated(target) ? [target] : [];
  }
  const room = limits.maxUnavailable - pods.filter(isUnavailable).length;
  return descending.filter(isOutdated).slice(0, Math.max(0, room));
}

function isUnavailable(pod: PodView): boolean {
  return pod === null || pod.terminating || !pod.available;
}
