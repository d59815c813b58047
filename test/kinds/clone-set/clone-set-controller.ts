/**
 * The controller of a CloneSet as counts of pods, from the source of OpenKruise (calculateDiffsWithExpectation and
 * limitUpdateIndexes in pkg/controller/cloneset/sync), for a rollout from settled pods in which every new pod starts as
 * soon as it can: the schedule that loses most.
 */
export interface CloneSetRun {
  replicas: number;
  /** pods that keep the old revision */
  kept: number;
  surge: number;
  unavailable: number;
  inPlace: boolean;
}

interface Pods {
  /** of the old revision, all of them available */
  old: number;
  /** of the new revision, counted as available or not yet */
  available: number;
  starting: number;
}

/**
 * Pods of the old revision that are gone after so many times in which everything that is starting became available while
 * none of it serves yet.
 */
export function goneAfter(run: CloneSetRun, times: number): number {
  let pods: Pods = { old: run.replicas, available: 0, starting: 0 };
  for (let time = 0; ; time++) {
    pods = settled(pods, run);
    if (time === times) return run.replicas - pods.old;
    const before = pods.old;
    pods = { ...pods, available: pods.available + pods.starting, starting: 0 };
    if (before === run.kept && pods.starting === 0 && time > run.replicas) return run.replicas - pods.old;
  }
}

/** Reconciles until nothing moves; a reconciliation scales or updates, and never both. */
function settled(pods: Pods, run: CloneSetRun): Pods {
  for (let current = pods; ; ) {
    const next = scaled(current, run) ?? updated(current, run);
    if (next === null) return current;
    current = next;
  }
}

function scaled({ old, available, starting }: Pods, run: CloneSetRun): Pods | null {
  const fresh = available + starting;
  const [outdated, missing] = [old - run.kept, run.replicas - run.kept - fresh];
  const surge = outdated > 0 && missing > 0 ? Math.min(run.surge, outdated, missing) : 0;
  const lacking = run.replicas + surge - (old + fresh);
  return lacking > 0 ? { old, available, starting: starting + lacking } : null;
}

function updated({ old, available, starting }: Pods, run: CloneSetRun): Pods | null {
  const fresh = available + starting;
  const due = Math.min(old - run.kept, run.replicas - run.kept - fresh);
  // What is above the replicas, when the new revision has all of its pods, is old and scaled in.
  const above = due <= 0 ? Math.min(old - run.kept, old + fresh - run.replicas) : due;
  const most = run.unavailable + (old + fresh) - run.replicas;
  const now = Math.max(0, Math.min(above, most - starting));
  if (now === 0) return null;
  return { old: old - now, available, starting: starting + (run.inPlace && due > 0 ? now : 0) };
}
