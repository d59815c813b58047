/**
 * Looks at every schedule of one small canary without traffic routing and reports the largest number of pods that did
 * not serve. The adversary decides when the controller acts, how far a status lags behind, when a pod goes or starts
 * and how long it warms up, up to the known start-up time.
 */
import { agedPod, type Clock, isAvailable, isWarm, startedPod } from "../../rollout/pod-clock.js";
import { type CanaryLimits, canaryCounts } from "./argo-canary-controller.js";

export interface SearchedCanary extends CanaryLimits, Clock {
  /** of the step that the rollout stands at, 0 to 100; 100 behind the last one */
  weight: number;
  /** whether a status may be older than the pods it speaks of */
  staleStatus: boolean;
}

interface State {
  /** what is asked for, what the status last said, and the old pods that are there */
  stable: number;
  stableSeen: number;
  stablePods: number;
  canary: number;
  canarySeen: number;
  /** the new pods that run (pod-clock.ts); nobody sees one that does not */
  pods: number[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest (replicas - serving pods) in any reachable state. */
export function searchCanary(rollout: SearchedCanary): number {
  const { replicas } = rollout;
  const stable = { stable: replicas, stableSeen: replicas, stablePods: replicas };
  const open: State[] = [{ ...stable, canary: 0, canarySeen: 0, pods: [], half: 0 }];
  const seen = new Set<string>();
  let worst = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const state = rollout.staleStatus ? next : { ...next, ...statusOf(rollout, next) };
    const key = JSON.stringify(Object.values(state));
    if (seen.has(key)) continue;
    seen.add(key);
    worst = Math.max(worst, replicas - state.stablePods - state.pods.filter(isWarm).length);
    open.push(...successors(rollout, state));
  }
  return worst;
}

function successors(rollout: SearchedCanary, state: State): State[] {
  const { pods, stablePods } = state;
  const sorted = (list: number[]) => list.sort((left, right) => left - right);
  const later = sorted(pods.map((pod) => agedPod(rollout, pod)));
  const next: State[] = [sync(rollout, state), { ...state, pods: later, half: 1 - state.half }];
  if (stablePods > state.stable) next.push({ ...state, stablePods: stablePods - 1 });
  if (pods.length < state.canary) next.push({ ...state, pods: sorted([...pods, startedPod(rollout)]) });
  pods.forEach((pod, index) => {
    if (!isWarm(pod)) next.push({ ...state, pods: sorted(pods.with(index, pod + 1)) });
  });
  if (rollout.staleStatus) {
    const { stableSeen, canarySeen } = statusOf(rollout, state);
    next.push({ ...state, stableSeen }, { ...state, canarySeen });
  }
  return next;
}

function statusOf(rollout: SearchedCanary, { stablePods, pods, half }: State) {
  const available = pods.filter((pod) => isAvailable(rollout, pod, half));
  return { stableSeen: stablePods, canarySeen: available.length };
}

/** reconcileCanaryReplicaSets: a new size of the old ReplicaSet ends the sync. */
function sync(rollout: SearchedCanary, state: State): State {
  const next = canaryCounts(
    rollout,
    rollout.weight,
    { spec: state.stable, available: state.stableSeen },
    { spec: state.canary, available: state.canarySeen },
  );
  return next.stable === state.stable ? { ...state, canary: next.canary } : { ...state, stable: next.stable };
}
