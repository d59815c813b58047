/**
 * Looks at every schedule of one small rolling update of a DaemonSet and reports the largest number of nodes that had
 * no serving pod. The adversary decides when the controller acts, which of the nodes it takes first, when an old pod is
 * gone, when a new one starts and how long it warms up, up to the known start-up time. Time runs in half seconds, as in
 * ../rollout-search.ts.
 */
import { isPodAvailable } from "../rollout-search.js";
import { type DaemonSetLimits, type NodeView, syncDaemonSet } from "./daemon-set-controller.js";

export interface SearchedDaemonSet extends DaemonSetLimits {
  nodes: number;
  minReadySeconds: number;
  /** longest warm-up; null: no bound. A gated pod counts only once it serves, which is a warm-up of 0 */
  startupSeconds: number | null;
}

/** A node: its old pod, and its new one: none, created, or its age in half seconds twice, plus 1 where it serves. */
interface Node {
  old: "serves" | "terminating" | "gone";
  fresh: number;
}
const NONE = 0;
const CREATED = 1;
const RUNNING = 2;

interface State {
  nodes: Node[];
  /** half of the current second: 0 or 1 */
  half: number;
}

/** The largest number of nodes without a serving pod in any reachable state. */
export function searchDaemonSet(set: SearchedDaemonSet): number {
  const start: State = { nodes: Array(set.nodes).fill({ old: "serves", fresh: NONE }), half: 0 };
  const seen = new Set<string>();
  const open: State[] = [start];
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

/** Nodes of one state are alike: which is which says nothing, and the controller looks at them in any order. */
function keyOf({ nodes, half }: State): string {
  return `${half} ${nodes
    .map(({ old, fresh }) => `${old[0]}${fresh}`)
    .sort()
    .join(" ")}`;
}

function serves({ old, fresh }: Node): boolean {
  return old === "serves" || isWarm(fresh);
}

function isWarm(fresh: number): boolean {
  return fresh >= RUNNING && fresh % 2 === 1;
}

function successors(set: SearchedDaemonSet, state: State): State[] {
  const next = [sync(set, state), tick(set, state)];
  state.nodes.forEach((node, index) => {
    const become = (change: Partial<Node>) =>
      next.push({ ...state, nodes: state.nodes.with(index, { ...node, ...change }) });
    if (node.old === "terminating") become({ old: "gone" });
    if (node.fresh === CREATED) become({ fresh: running(0, set.startupSeconds === 0) });
    if (node.fresh >= RUNNING && !isWarm(node.fresh)) become({ fresh: node.fresh + 1 });
  });
  return next;
}

function running(age: number, warm: boolean): number {
  return RUNNING + 2 * age + (warm ? 1 : 0);
}

function ageOf(fresh: number): number {
  return Math.floor((fresh - RUNNING) / 2);
}

function sync(set: SearchedDaemonSet, state: State): State {
  const views = state.nodes.map((node): NodeView => {
    const age = node.fresh >= RUNNING ? ageOf(node.fresh) : -1;
    return {
      old: node.old === "serves" ? { available: true } : null,
      fresh: node.fresh === NONE ? null : { available: isPodAvailable(age, state.half, set.minReadySeconds) },
      terminating: node.old === "terminating",
    };
  });
  const { created, deleted } = syncDaemonSet(set, views);
  const nodes = [...state.nodes];
  for (const index of created) nodes[index] = { ...(nodes[index] as Node), fresh: CREATED };
  for (const index of deleted) nodes[index] = { ...(nodes[index] as Node), old: "terminating" };
  return { ...state, nodes };
}

/** Half a second passes. Ages stop where nothing depends on them any more, so that the states are finite. */
function tick(set: SearchedDaemonSet, state: State): State {
  const counts = 2 * set.minReadySeconds;
  const latest = set.startupSeconds === null ? Number.POSITIVE_INFINITY : 2 * set.startupSeconds;
  const nodes = state.nodes.map((node): Node => {
    if (node.fresh < RUNNING) return node;
    const age = ageOf(node.fresh) + 1;
    const warm = isWarm(node.fresh) || age >= latest;
    const oldest = warm || latest === Number.POSITIVE_INFINITY ? counts : latest;
    return { ...node, fresh: running(Math.min(age, oldest), warm) };
  });
  return { nodes, half: 1 - state.half };
}
