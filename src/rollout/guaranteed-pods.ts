import type { RolloutAnalysis } from "./rollout-analysis.js";
import type { KindRollout } from "./rollout-reading.js";
import type { RolloutFacts } from "./workload-analysis.js";

/**
 * Returns the pods that serve at every moment of the rollout of a change which raises `replicas` and replaces ungated
 * pods: the replicas before it less the worst case. The pods that it adds are as cold as the ones that it replaces and
 * count as soon, so they let old ones go before any of them serves; and of the pods of one ReplicaSet a controller may
 * delete one that serves (controller_utils.go: ActivePodsWithRanks ranks by node before the age of readiness). null
 * elsewhere.
 */
export function guaranteedPods(
  { boundsOldPods }: Pick<KindRollout, "boundsOldPods">,
  { strategy, gated, serving, worstCase }: Omit<RolloutAnalysis, "guaranteed">,
  { raisedFrom, takenOut, unreached }: Pick<RolloutFacts, "raisedFrom" | "takenOut" | "unreached">,
): number | null {
  if (raisedFrom === null || worstCase === null || takenOut || unreached !== null) return null;
  if (!boundsOldPods || strategy !== "RollingUpdate" || gated || !serving) return null;
  return Math.max(0, raisedFrom - worstCase);
}
