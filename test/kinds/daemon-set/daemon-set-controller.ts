/**
 * One sync of the DaemonSet controller, transcribed from Kubernetes' rules and sharing nothing with the code under
 * test: manage in pkg/controller/daemon/daemon_controller.go, then rollingUpdate in pkg/controller/daemon/update.go.
 * Every node should run a pod, and a pod that is being deleted is not looked at by the update.
 */
export interface DaemonSetLimits {
  maxSurge: number;
  maxUnavailable: number;
}

/** A node's pods as the controller sees them; null where there is none that is not being deleted. */
export interface NodeView {
  old: { available: boolean } | null;
  fresh: { available: boolean } | null;
  /** a pod that is on its way out still stands there */
  terminating: boolean;
}

export interface DaemonSetSync {
  /** nodes that get a new pod */
  created: number[];
  /** nodes whose old pod is deleted */
  deleted: number[];
}

export function syncDaemonSet(limits: DaemonSetLimits, nodes: readonly NodeView[]): DaemonSetSync {
  // manage: a node without a pod gets one; what is being deleted holds the place of a pod that is not beside it.
  const empty = indexes(nodes, ({ old, fresh, terminating }) => !old && !fresh && !terminating);
  if (empty.length > 0) return { created: empty, deleted: [] };
  return limits.maxSurge === 0 ? replace(limits, nodes) : surge(limits, nodes);
}

function replace({ maxUnavailable }: DaemonSetLimits, nodes: readonly NodeView[]): DaemonSetSync {
  const useless = indexes(nodes, ({ old, fresh }) => old !== null && fresh === null && !old.available);
  const candidates = indexes(nodes, ({ old, fresh }) => old?.available === true && fresh === null);
  const unavailable = nodes.filter(({ old, fresh }) =>
    (old === null) === (fresh === null) ? true : !(fresh ?? old)?.available,
  ).length;
  const room = Math.max(0, maxUnavailable - unavailable);
  return { created: [], deleted: [...useless, ...candidates.slice(0, room)] };
}

function surge({ maxSurge }: DaemonSetLimits, nodes: readonly NodeView[]): DaemonSetSync {
  const lonely = ({ old, fresh }: NodeView) => old !== null && fresh === null;
  const allowed = indexes(nodes, (node) => lonely(node) && node.old?.available === false);
  const candidates = indexes(nodes, (node) => lonely(node) && node.old?.available === true);
  const waiting = nodes.filter(({ old, fresh }) => old !== null && fresh?.available === false).length;
  const room = Math.max(0, maxSurge - waiting);
  return {
    created: [...allowed, ...candidates.slice(0, room)],
    deleted: indexes(nodes, ({ old, fresh }) => old !== null && fresh?.available === true),
  };
}

function indexes(nodes: readonly NodeView[], fits: (node: NodeView) => boolean): number[] {
  return nodes.flatMap((node, index) => (fits(node) ? [index] : []));
}
