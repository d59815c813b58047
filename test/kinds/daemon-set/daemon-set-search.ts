/**
 * Looks at every schedule of one small rolling update of a DaemonSet and reports the largest number of nodes that had
 * no serving pod. The adversary decides when the controller acts, when an old pod is gone, when a new one starts and
 * how long it warms up, up to the known start-up time.
 */
import { agedPod, type Clock, isAvailable, isWarm, startedPod } from "../../rollout/pod-clock.js";
import { type DaemonSetLimits, type NodeView, syncDaemonSet } from "./daemon-set-controller.js";

export interface SearchedDaemonSet extends DaemonSetLimits, Clock {
  nodes: number;
}

interface Node {
  old: "serves" | "terminating" | "gone";
  /** a running one is a number (pod-clock.ts) */
  fresh: "none" | "created" | number;
}

interface State {
  nodes: Node[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest number of nodes without a serving pod in any reachable state. */
export function searchDaemonSet(set: SearchedDaemonSet): number {
  const start: Node = { old: "serves", fresh: "none" };
  const open: State[] = [{ nodes: Array(set.nodes).fill(start), half: 0 }];
  const seen = new Set<string>();
  let worst = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = keyOf(state);
    if (seen.has(key)) continue;
    seen.add(key);
    worst = Math.max(worst, state.nodes.filter((node) => !serves(node)).length);
    open.push(...successors(set, state));
  }
  return worst;
}

/** Nodes in one state are alike: which is which says nothing, and the controller looks at them in any order. */
function keyOf({ nodes, half }: State): string {
  return `${half} ${nodes
    .map(({ old, fresh }) => `${old}${fresh}`)
    .sort()
    .join(" ")}`;
}

function serves({ old, fresh }: Node): boolean {
  return old === "serves" || (typeof fresh === "number" && isWarm(fresh));
}

function successors(set: SearchedDaemonSet, state: State): State[] {
  const later = state.nodes.map(
    (node): Node => (typeof node.fresh === "number" ? { ...node, fresh: agedPod(set, node.fresh) } : node),
  );
  const next = [sync(set, state), { nodes: later, half: 1 - state.half }];
  state.nodes.forEach((node, index) => {
    const become = (change: Partial<Node>) =>
      next.push({ ...state, nodes: state.nodes.with(index, { ...node, ...change }) });
    if (node.old === "terminating") become({ old: "gone" });
    if (node.fresh === "created") become({ fresh: startedPod(set) });
    if (typeof node.fresh === "number" && !isWarm(node.fresh)) become({ fresh: node.fresh + 1 });
  });
  return next;
}

function sync(set: SearchedDaemonSet, state: State): State {
  const views = state.nodes.map(({ old, fresh }): NodeView => {
    const available = typeof fresh === "number" && isAvailable(set, fresh, state.half);
    return {
      old: old === "serves" ? { available: true } : null,
      fresh: fresh === "none" ? null : { available },
      terminating: old === "terminating",
    };
  });
  const { created, deleted } = syncDaemonSet(set, views);
  const nodes = [...state.nodes];
  for (const index of created) nodes[index] = { ...(nodes[index] as Node), fresh: "created" };
  for (const index of deleted) nodes[index] = { ...(nodes[index] as Node), old: "terminating" };
  return { ...state, nodes };
}
