/**
 * Looks at every schedule of one small rolling update of a StatefulSet and reports the largest number of pods that did
 * not serve. The adversary decides when the controller acts, when an old pod is gone, when a new one starts and how
 * long it warms up, up to the known start-up time.
 */
import { agedPod, type Clock, isAvailable, isWarm, startedPod } from "../../rollout/pod-clock.js";
import { type PodView, type StatefulSetLimits, syncStatefulSet } from "./stateful-set-controller.js";

export interface SearchedStatefulSet extends StatefulSetLimits, Clock {
  /** pods that are there when it begins, where the replicas are raised as well; else all */
  from?: number;
}

/** An ordinal: its old pod, or none, or its new one, which may not run yet; a running one is a number (pod-clock.ts). */
type Ordinal = "old" | "terminating" | "gone" | "created" | number;

interface State {
  pods: Ordinal[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest (replicas - serving pods) in any reachable state. */
export function searchStatefulSet(set: SearchedStatefulSet): number {
  const { replicas, from = replicas } = set;
  const pods = Array.from({ length: replicas }, (_, ordinal): Ordinal => (ordinal < from ? "old" : "gone"));
  const open: State[] = [{ pods, half: 0 }];
  const seen = new Set<string>();
  let worst = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = `${state.half} ${state.pods.join(" ")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    worst = Math.max(worst, set.replicas - state.pods.filter(serves).length);
    open.push(...successors(set, state));
  }
  return worst;
}

function serves(pod: Ordinal): boolean {
  return typeof pod === "number" ? isWarm(pod) : pod === "old";
}

function successors(set: SearchedStatefulSet, state: State): State[] {
  const later = state.pods.map((pod) => (typeof pod === "number" ? agedPod(set, pod) : pod));
  const next = [sync(set, state), { pods: later, half: 1 - state.half }];
  state.pods.forEach((pod, ordinal) => {
    const become = (value: Ordinal) => next.push({ ...state, pods: state.pods.with(ordinal, value) });
    if (pod === "terminating") become("gone");
    if (pod === "created") become(startedPod(set));
    if (typeof pod === "number" && !isWarm(pod)) become(pod + 1);
  });
  return next;
}

function sync(set: SearchedStatefulSet, state: State): State {
  const views = state.pods.map((pod): PodView => {
    if (pod === "gone") return null;
    const old = pod === "old" || pod === "terminating";
    const available = pod === "old" || (typeof pod === "number" && isAvailable(set, pod, state.half));
    return { updated: !old, terminating: pod === "terminating", available };
  });
  const { created, deleted } = syncStatefulSet(set, views);
  const pods = [...state.pods];
  for (const ordinal of created) pods[ordinal] = "created";
  for (const ordinal of deleted) pods[ordinal] = "terminating";
  return { ...state, pods };
}
