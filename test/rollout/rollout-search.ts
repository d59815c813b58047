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

interface State {
  oldSpec: number;
  oldPods: number;
  oldAvailable: number;
  /** -1 before the new ReplicaSet exists */
  newSpec: number;
  newAvailable: number;
  /**
   * New pods that run and do not serve yet, and those that serve: their ages in half seconds. One that does not
   * run is seen by nobody, as the controller counts sizes and available pods, so it enters when it starts.
   */
  cold: number[];
  warm: number[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest (replicas - serving pods) in any reachable state. */
export function searchWorstCase(rollout: SearchedRollout): number {
  const { replicas } = rollout;
  const old = { oldSpec: replicas, oldPods: replicas, oldAvailable: replicas };
  const start: State = { ...old, newSpec: -1, newAvailable: 0, cold: [], warm: [], half: 0 };
  const seen = new Set<number>();
  const open: State[] = [start];
  let worst = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const next of successors(rollout, state)) {
      if (!rollout.staleStatus) readStatuses(rollout, next);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
      worst = Math.max(worst, replicas - next.oldPods - next.warm.length);
    }
  }
  return worst;
}

function successors(rollout: SearchedRollout, state: State): State[] {
  const { oldPods, cold, warm } = state;
  const next: State[] = [syncDeployment(rollout, state), tick(rollout, state)];
  if (oldPods > state.oldSpec) next.push({ ...state, oldPods: oldPods - 1 });
  if (cold.length + warm.length < state.newSpec) {
    next.push(
      rollout.startupSeconds === 0 ? { ...state, warm: [...warm, 0] } : { ...state, cold: [...cold, 0] },
    );
  }
  cold.forEach((age, index) => {
    // Pods of one age are alike.
    if (cold[index - 1] !== age)
      next.push({ ...state, cold: cold.toSpliced(index, 1), warm: youngestLast(warm, age) });
  });
  if (rollout.staleStatus) {
    next.push({ ...state, oldAvailable: oldPods });
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
  const oldSpec = reconcileOld(rollout, old, { spec: newSpec, available: state.newAvailable });
  return { ...state, newSpec, oldSpec };
}

/** Half a second passes. Ages stop where nothing depends on them any more, so that the states are finite. */
function tick(rollout: SearchedRollout, state: State): State {
  const available = 2 * rollout.minReadySeconds;
  const serves = rollout.startupSeconds === null ? Infinity : 2 * rollout.startupSeconds;
  const oldest = serves === Infinity ? available : serves;
  const cold: number[] = [];
  let warm = state.warm.map((age) => Math.min(age + 1, available));
  for (const age of state.cold) {
    if (age + 1 >= serves) warm = youngestLast(warm, Math.min(age + 1, available));
    else cold.push(Math.min(age + 1, oldest));
  }
  return { ...state, cold, warm, half: 1 - state.half };
}

function readStatuses(rollout: SearchedRollout, state: State): void {
  state.oldAvailable = state.oldPods;
  state.newAvailable = availableNow(rollout, state);
}

function availableNow(rollout: SearchedRollout, { cold, warm, half }: State): number {
  const isAvailable = (age: number) => isPodAvailable(age, half, rollout.minReadySeconds);
  return cold.filter(isAvailable).length + warm.filter(isAvailable).length;
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

/** Ages in one order only: which pod is which says nothing. */
function youngestLast(ages: number[], age: number): number[] {
  return [...ages, age].sort((a, b) => b - a);
}

/** One number a state, as strings would take most of the search's time. */
function keyOf(state: State): number {
  const { oldSpec, oldPods, oldAvailable, newSpec, newAvailable, cold, warm, half } = state;
  let key = half;
  for (const part of [oldSpec, oldPods, oldAvailable, newSpec + 1, newAvailable, cold.length, warm.length]) {
    if (part > 7) throw new RangeError("rollout too large to search");
    key = key * 8 + part;
  }
  for (const age of cold) key = key * 8 + age;
  for (const age of warm) key = key * 8 + age;
  if (cold.length + warm.length > 3) throw new RangeError("rollout too large to search");
  // The number of ages stands last, where it tells how to read the rest: no two states share a key.
  return key * 4 + cold.length + warm.length;
}
