/**
 * One step of a canary without traffic routing, transcribed from Argo Rollouts' rules and sharing nothing with the code
 * under test: CalculateReplicaCountsForBasicCanary in utils/replicaset/canary.go.
 */
export interface CanaryLimits {
  replicas: number;
  surge: number;
  unavailable: number;
}

export interface ReplicaSetView {
  spec: number;
  available: number;
}

export interface CanaryCounts {
  stable: number;
  canary: number;
}

/** The next sizes of both ReplicaSets at a weight from 0 to 100, with no older ones beside them. */
export function canaryCounts(
  limits: CanaryLimits,
  weight: number,
  stable: ReplicaSetView,
  canary: ReplicaSetView,
): CanaryCounts {
  const { replicas, surge, unavailable } = limits;
  const wanted = wantedCounts(replicas, weight, surge);
  const most = replicas + surge;
  const least = replicas - unavailable;

  // Up: the old ReplicaSet comes first.
  let room = most - stable.spec - canary.spec;
  const next: CanaryCounts = { stable: stable.spec, canary: canary.spec };
  if (stable.spec < wanted.stable && room > 0) {
    next.stable = Math.min(stable.spec + room, wanted.stable);
    room -= next.stable - stable.spec;
  }
  if (canary.spec < wanted.canary && room > 0) next.canary = Math.min(canary.spec + room, wanted.canary);

  // Down: of the side that shrinks the pods count whether they are available or not.
  const grows = wanted.canary >= canary.spec;
  const counted = standing(canary, !grows) + standing(stable, grows);
  if (counted <= least) return next;
  const surplus = counted - least;
  if (grows) {
    if (stable.spec > wanted.stable) next.stable = Math.max(wanted.stable, stable.spec - surplus);
    const [drained, kept] = withinLimits(stable, canary, next.stable, next.canary, most, least);
    return { stable: drained, canary: kept };
  }
  if (canary.spec > wanted.canary) next.canary = Math.max(wanted.canary, canary.spec - surplus);
  const [drained, kept] = withinLimits(canary, stable, next.canary, next.stable, most, least);
  return { stable: kept, canary: drained };
}

/** approximateWeightedCanaryStableReplicaCounts, by trying every pair of counts that it would consider. */
function wantedCounts(replicas: number, weight: number, surge: number): CanaryCounts {
  if (replicas === 0) return { stable: 0, canary: 0 };
  const [up, down] = [Math.ceil((replicas * weight) / 100), Math.floor((replicas * weight) / 100)];
  const mayBeNone = weight === 100 || weight === 0 || (replicas === 1 && surge === 0);
  const pairs: [canary: number, total: number][] = [];
  if (up < replicas || mayBeNone) pairs.push([up, replicas]);
  if (!isTied(weight, replicas) && (down !== 0 || mayBeNone)) pairs.push([down, replicas]);
  if (surge > 0) {
    pairs.push([up, replicas + 1]);
    if (!isTied(weight, replicas + 1) && (down !== 0 || mayBeNone)) pairs.push([down, replicas + 1]);
  }
  let best: [number, number] = pairs[0] ?? [0, replicas];
  for (const pair of pairs) if (delta(pair, weight) < delta(best, weight)) best = pair;
  return { canary: best[0], stable: best[1] - best[0] };
}

function isTied(weight: number, total: number): boolean {
  return (total * weight) % 100 === 50;
}

function delta([canary, total]: [number, number], weight: number): number {
  return Math.abs((canary * 100) / total - weight);
}

/** GetReplicasForScaleDown: pods that are to go anyway do not count. */
function standing({ spec, available }: ReplicaSetView, ignoreAvailability: boolean): number {
  return spec < available || ignoreAvailability ? spec : available;
}

/** adjustReplicaWithinLimits. */
function withinLimits(
  drain: ReplicaSetView,
  other: ReplicaSetView,
  drained: number,
  kept: number,
  most: number,
  least: number,
): [drained: number, kept: number] {
  const cut = kept - Math.max(0, kept + drained - most);
  const available = Math.min(drain.available, drained) + Math.min(other.available, cut);
  const lost = Math.max(0, other.available - cut);
  const adjusted = cut + Math.min(lost, Math.max(0, least - available));
  return [drained - Math.max(0, adjusted + drained - most), adjusted];
}
