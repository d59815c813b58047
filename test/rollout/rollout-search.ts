/**
 * Looks at every schedule of one small rolling update and reports the largest number of pods that did not serve.
 * The adversary decides when each controller acts, how far a status lags behind, when a pod starts and how long
 * it warms up, up to the known start-up time. Time runs in half seconds, since a pod's Ready time is stored in
 * whole ones and so may lie before its start.
 */
import { type RollingLimits, reconcileNew, reconcileOld } from "./deployment-controller.js";

export interface SearchedRollout extends RollingLimits {
  minReadySeconds: number;
  /** longest warm-up; null: no bound. A gated pod counts only once it serves, which is a warm-up of 0 */
  startupSeconds: number | null;
  /** whether a status may be older than the pods it speaks of */
  staleStatus: boolean;
}

/** A new pod: -1 before it runs, afterwards its age in half seconds, and whether it serves by now. */
interface Pod {
  age: number;
  warm: boolean;
}

interface State {
  oldSpec: number;
  oldPods: number;
  oldAvailable: number;
  /** -1 before the new ReplicaSet exists */
  newSpec: number;
  newAvailable: number;
  pods: Pod[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest (replicas - serving pods) in any reachable state. */
export function searchWorstCase(rollout: SearchedRollout): { worst: number; states: number } {
  const { replicas } = rollout;
  const start: State = {
    oldSpec: replicas,
    oldPods: replicas,
    oldAvailable: replicas,
    newSpec: -1,
    newAvailable: 0,
    pods: [],
    half: 0,
  };
  const seen = new Set<number>();
  const open: State[] = [];
  let worst = 0;
  const visit = (state: State) => {
    const settled = settle(rollout, state);
    const key = keyOf(settled);
    if (seen.has(key)) return;
    seen.add(key);
    open.push(settled);
    worst = Math.max(worst, replicas - settled.oldPods - settled.pods.filter((pod) => pod.warm).length);
  };
  visit(start);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const next of successors(rollout, state)) visit(next);
  }
  return { worst, states: seen.size };
}

function successors(rollout: SearchedRollout, state: State): State[] {
  const next: State[] = [syncDeployment(rollout, state), tick(rollout, state)];
  if (state.oldPods > state.oldSpec) next.push({ ...state, oldPods: state.oldPods - 1 });
  if (state.pods.length < state.newSpec)
    next.push({ ...state, pods: [...state.pods, { age: -1, warm: false }] });
  state.pods.forEach((pod, index) => {
    if (pod.age < 0) next.push(withPod(state, index, { age: 0, warm: rollout.startupSeconds === 0 }));
    else if (!pod.warm) next.push(withPod(state, index, { ...pod, warm: true }));
  });
  if (rollout.staleStatus) {
    next.push({ ...state, oldAvailable: state.oldPods });
    next.push({ ...state, newAvailable: availableNow(rollout, state) });
  }
  return next;
}

/** syncDeployment, rolloutRolling: a new size for the new ReplicaSet ends the sync, its creation does not. */
function syncDeployment(rollout: SearchedRollout, state: State): State {
  const exists = state.newSpec >= 0;
  const before = Math.max(0, state.newSpec);
  const newSpec = reconcileNew(rollout, before, state.oldSpec + before);
  if (exists && newSpec !== before) return { ...state, newSpec };
  const old = { spec: state.oldSpec, available: state.oldAvailable };
  return {
    ...state,
    newSpec,
    oldSpec: reconcileOld(rollout, old, { spec: newSpec, available: state.newAvailable }),
  };
}

/** Half a second passes. Ages stop where nothing depends on them any more, so that the states are finite. */
function tick(rollout: SearchedRollout, state: State): State {
  const oldest = 2 * Math.max(rollout.minReadySeconds, rollout.startupSeconds ?? 0);
  const pods = state.pods.map((pod) => {
    if (pod.age < 0) return pod;
    const age = Math.min(oldest, pod.age + 1);
    const { startupSeconds } = rollout;
    return { age, warm: pod.warm || (startupSeconds !== null && age >= 2 * startupSeconds) };
  });
  return { ...state, pods, half: 1 - state.half };
}

function availableNow(rollout: SearchedRollout, state: State): number {
  return state.pods.filter(({ age }) => isPodAvailable(age, state.half, rollout.minReadySeconds)).length;
}

/**
 * IsPodAvailable in pkg/api/v1/pod/util.go, with lastTransitionTime cut to whole seconds: a pod that became ready
 * in the second half of a second counts half a second early. Age in half seconds, -1 where it is not ready.
 */
export function isPodAvailable(age: number, half: number, minReadySeconds: number): boolean {
  if (age < 0) return false;
  const cutOff = Math.abs(half - age) % 2;
  return age + cutOff >= 2 * minReadySeconds;
}

/** Without lag both statuses are always those of the pods. Pods of one age are alike: their order says nothing. */
function settle(rollout: SearchedRollout, state: State): State {
  const pods = [...state.pods].sort((a, b) => a.age - b.age || Number(a.warm) - Number(b.warm));
  if (rollout.staleStatus) return { ...state, pods };
  return { ...state, pods, oldAvailable: state.oldPods, newAvailable: availableNow(rollout, state) };
}

function withPod(state: State, index: number, pod: Pod): State {
  return { ...state, pods: state.pods.map((other, at) => (at === index ? pod : other)) };
}

/** One number a state: strings would take most of the search's time. Every part is below 32. */
function keyOf(state: State): number {
  const { oldSpec, oldPods, oldAvailable, newSpec, newAvailable, half } = state;
  const parts = [oldSpec, oldPods, oldAvailable, newSpec + 1, newAvailable, half, state.pods.length];
  for (const pod of state.pods) parts.push(2 * (pod.age + 1) + (pod.warm ? 1 : 0));
  if (parts.length > 10 || parts.some((part) => part > 31))
    throw new RangeError("rollout too large to search");
  // The leading 1 keeps keys of different lengths apart.
  return parts.reduce((key, part) => key * 32 + part, 1);
}
