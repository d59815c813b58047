/**
 * OpenShift's rolling deployer as counts of pods, from its source (scaleUp and scaleDown in
 * pkg/cli/deployer/strategy/rolling/rolling_updater.go of github.com/openshift/oc), where every new pod starts as soon as
 * it can: the schedule that loses most.
 */
export interface DeployerRun {
  replicas: number;
  surge: number;
  unavailable: number;
}

/**
 * Old pods that are gone after so many times in which everything that is starting became available while none of it
 * serves yet.
 */
export function goneAfter({ replicas, surge, unavailable }: DeployerRun, times: number): number {
  const least = Math.max(0, replicas - unavailable);
  let [old, fresh, available] = [replicas, 0, 0];
  for (let time = 0; ; time++) {
    for (let moved = true; moved; ) {
      const [oldBefore, freshBefore] = [old, fresh];
      const room = old === 0 ? replicas - fresh : replicas + surge - (old + fresh);
      if (room > 0) fresh = Math.min(replicas, fresh + room);
      const spare = old + fresh - least - (fresh - available);
      if (spare > 0) old = Math.max(0, old - spare);
      if (fresh === replicas && available === replicas) old = 0;
      moved = old !== oldBefore || fresh !== freshBefore;
    }
    if (time === times) return replicas - old;
    available = fresh;
  }
}
