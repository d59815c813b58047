/**
 * Looks at every schedule of one small rolling update of a StatefulSet and reports the largest number of pods that did
 * not serve. The adversary decides when the controller acts, when an old pod is gone, when a new one starts and how
 * long it warms up, up to the known start-up time. Time runs in half seconds, as in ../rollout-search.ts.
 */
import { isPodAvailable } from "../rollout-search.js";
import { type PodView, type StatefulSetLimits, syncStatefulSet } from "./stateful-set-controller.js";

export interface SearchedStatefulSet extends StatefulSetLimits {
  minReadySeconds: number;
  /** longest warm-up; null: no bound. A gated pod counts only once it serves, which is a warm-up of 0 */
  startupSeconds: number | null;
}

/** What an ordinal can be besides a running new pod. */
const OLD = 0;
const TERMINATING = 1;
const GONE = 2;
const CREATED = 3;
/** A running new pod: its age in half seconds, twice, plus 1 where it serves. */
const RUNNING = 4;

interface State {
  pods: number[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest (replicas - serving pods) in any reachable state. */
export function searchStatefulSet(set: SearchedStatefulSet): number {
  const start: State = { pods: Array(set.replicas).fill(OLD), half: 0 };
  const seen = new Set<string>();
  const open: State[] = [start];
  let worst = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = `${state.half}${state.pods.map((pod) => String.fromCharCode(48 + pod)).join("")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    worst = Math.max(worst, set.replicas - state.pods.filter(serves).length);
    open.push(...successors(set, state));
  }
  return worst;
}

function serves(pod: number): boolean {
  return pod === OLD || (pod >= RUNNING && pod % 2 === 1);
}

function successors(set: SearchedStatefulSet, state: State): State[] {
  const next = [sync(set, state), tick(set, state)];
  state.pods.forEach((pod, ordinal) => {
    const become = (value: number) => next.push({ ...state, pods: state.pods.with(ordinal, value) });
    if (pod === TERMINATING) become(GONE);
    if (pod === CREATED) become(running(0, set.startupSeconds === 0));
    if (pod >= RUNNING && !serves(pod)) become(pod + 1);
  });
  return next;
}

function running(age: number, warm: boolean): number {
  return RUNNING + 2 * age + (warm ? 1 : 0);
}

function ageOf(pod: number): number {
  return Math.floor((pod - RUNNING) / 2);
}

function sync(set: SearchedStatefulSet, state: State): State {
  const { created, deleted } = syncStatefulSet(
    set,
    state.pods.map((pod) => viewOf(set, pod, state.half)),
  );
  const pods = [...state.pods];
  for (const ordinal of created) pods[ordinal] = CREATED;
  for (const ordinal of deleted) pods[ordinal] = TERMINATING;
  return { ...state, pods };
}

function viewOf(set: SearchedStatefulSet, pod: number, half: number): PodView {
  if (pod === GONE) return null;
  const updated = pod !== OLD && pod !== TERMINATING;
  const age = pod >= RUNNING ? ageOf(pod) : -1;
  const available = pod === OLD || isPodAvailable(age, half, set.minReadySeconds);
  return { updated, terminating: pod === TERMINATING, available };
}

/** Half a second passes. Ages stop where nothing depends on them any more, so that the states are finite. */
function tick(set: SearchedStatefulSet, state: State): State {
  const counts = 2 * set.minReadySeconds;
  const latest = set.startupSeconds === null ? Number.POSITIVE_INFINITY : 2 * set.startupSeconds;
  const pods = state.pods.map((pod) => {
    if (pod < RUNNING) return pod;
    const age = ageOf(pod) + 1;
    const warm = serves(pod) || age >= latest;
    return running(Math.min(age, warm || latest === Number.POSITIVE_INFINITY ? counts : latest), warm);
  });
  return { pods, half: 1 - state.half };
}
