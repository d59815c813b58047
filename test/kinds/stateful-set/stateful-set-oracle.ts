/** The worst case of a StatefulSet, worked out a second time for the tests: pod by pod and second by second. */
export interface StatefulSetByHand {
  replicas: number;
  partition: number;
  /** pods that may go at once */
  together: number;
  gated: boolean;
  startupSeconds: number | null;
  minReadySeconds: number;
  parallel: boolean;
}

/** Takes the pods away from the highest ordinal down, as long as the rules let another one go without serving. */
export function lostByHand(set: StatefulSetByHand): number {
  const replaced: number[] = [];
  for (let ordinal = set.replicas - 1; ordinal >= set.partition; ordinal--) replaced.push(ordinal);
  if (set.parallel) {
    let lost = 0;
    for (const _ of replaced) if (lost < set.together * waves(set)) lost++;
    return lost;
  }
  let most = 0;
  for (let start = 0; start < replaced.length; start += set.together) {
    // When this batch goes, each pod before it has come back on its own, the last one minReadySeconds ago.
    let cold = 0;
    for (let back = 1; back <= start; back++) if (back < waves(set)) cold++;
    most = Math.max(most, cold + replaced.slice(start, start + set.together).length);
  }
  return most;
}

/** Waves of pods that are out at the same moment: the one that has just been taken, and those that mislead. */
function waves({ gated, startupSeconds, minReadySeconds }: StatefulSetByHand): number {
  let count = 1;
  if (gated || startupSeconds === 0) return count;
  if (startupSeconds === null || minReadySeconds === 0) return Number.MAX_SAFE_INTEGER;
  for (let second = 1; second <= startupSeconds; second++) {
    // A wave counts as available minReadySeconds after the one before it, and is cold up to startupSeconds.
    if (second % minReadySeconds === 0) count++;
  }
  return count;
}

/** A share of the replicas in pods, rounded down by counting, and never below 1. */
export function togetherByHand(percent: number, replicas: number): number {
  let pods = 0;
  while ((pods + 1) * 100 <= percent * replicas) pods++;
  return pods === 0 ? 1 : pods;
}
