import type { RolloutNumbers } from "../../rollout/analyze-rollout.js";
import { holdsHostPorts } from "../../workload/host-ports.js";
import type { Workload } from "../../workload/workload.js";

/**
 * Whether a rollout begins with a pod that fits on no node where an old one runs: both take the same port of the node
 * (the scheduler's plugin NodePorts), and no old pod may go before a new one is there.
 */
export function needsFreeNode(
  workload: Workload,
  { budget, maxSurge }: Pick<RolloutNumbers, "budget" | "maxSurge">,
): boolean {
  return budget === 0 && maxSurge !== null && maxSurge > 0 && holdsHostPorts(workload);
}
