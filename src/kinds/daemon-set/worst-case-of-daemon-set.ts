import { coldPodsPerSlot } from "../../rollout/cold-pods.js";
import { type IntOrString, intOrPercentToPods } from "../../rollout/int-or-percent.js";

export interface DaemonSetLimits {
  maxSurge: number;
  /** not capped at the nodes */
  maxUnavailable: number;
}

/** One rolling update of a DaemonSet whose fields are resolved to pods and seconds. */
interface DaemonSetWorstCase extends DaemonSetLimits {
  /** nodes that run a pod of it */
  nodes: number;
  gated: boolean;
  /** from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  minReadySeconds: number;
}

/**
 * Returns both limits in pods, both rounded up: updatedDesiredNodeCounts in pkg/controller/daemon/update.go. Where both
 * come to nothing one pod may go. Null beyond int32.
 */
export function resolveDaemonSetLimits(
  maxSurge: IntOrString | null,
  maxUnavailable: IntOrString | null,
  nodes: number,
): DaemonSetLimits | null {
  const surge = intOrPercentToPods(maxSurge ?? 0, nodes, "up");
  const unavailable = intOrPercentToPods(maxUnavailable ?? 0, nodes, "up");
  if (typeof surge !== "number" || typeof unavailable !== "number") return null;
  const raised = nodes > 0 && surge === 0 && unavailable === 0;
  return { maxSurge: surge, maxUnavailable: raised ? 1 : unavailable };
}

/**
 * Nodes whose pod may not be serving at the worst moment of a rolling update from settled pods, over every schedule
 * (pkg/controller/daemon/update.go: rollingUpdate). Exact: an exhaustive search finds the same numbers.
 *
 * The controller asks for its own next look minReadySeconds + 1 after a pod gets ready (daemon_controller.go:
 * updatePod), but a pod counts after minReadySeconds (IsPodAvailable), and any event of any pod makes it look. So a usual
 * rollout takes a second longer a step, and over every schedule minReadySeconds counts.
 */
export function worstCaseOfDaemonSet(input: DaemonSetWorstCase): number {
  const { nodes, maxSurge, maxUnavailable, gated, startupSeconds, minReadySeconds } = input;
  const surges = maxSurge > 0;
  // With a surge the old pod goes when the new one beside it is available; without, it goes first.
  const budget = surges ? 0 : Math.min(nodes, maxUnavailable);
  if (gated || startupSeconds === 0) return budget;
  // Available as soon as it runs: every old pod can be gone before a new one serves.
  if (startupSeconds === null || minReadySeconds === 0) return nodes;
  const slots = surges ? maxSurge : maxUnavailable;
  return Math.min(nodes, budget + coldPodsPerSlot(startupSeconds, minReadySeconds) * slots);
}
