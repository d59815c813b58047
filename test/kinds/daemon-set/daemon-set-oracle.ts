/** The worst case of a DaemonSet, worked out a second time for the tests: node by node and second by second. */
export interface DaemonSetByHand {
  nodes: number;
  /** pods beside old ones; 0 where the old one goes first */
  surge: number;
  unavailable: number;
  gated: boolean;
  startupSeconds: number | null;
  minReadySeconds: number;
}

/** Nodes that can be without a serving pod together. */
export function lostNodesByHand(set: DaemonSetByHand): number {
  let lost = 0;
  while (lost < set.nodes && canLoseOneMore(set, lost)) lost++;
  return lost;
}

function canLoseOneMore(set: DaemonSetByHand, lost: number): boolean {
  const { surge, unavailable, gated, startupSeconds, minReadySeconds } = set;
  const gone = surge > 0 ? 0 : unavailable;
  if (lost < gone) return true;
  if (gated || startupSeconds === 0) return false;
  if (startupSeconds === null || minReadySeconds === 0) return true;
  // Beyond the budget a node goes for each new pod that counts and does not serve yet.
  let misleading = 0;
  for (let age = minReadySeconds; age <= startupSeconds; age += minReadySeconds)
    misleading += surge > 0 ? surge : unavailable;
  return lost < gone + misleading;
}

/** A share of the nodes in pods, rounded up by counting. */
export function shareByHand(percent: number, nodes: number): number {
  let pods = 0;
  while (pods * 100 < percent * nodes) pods++;
  return pods;
}
