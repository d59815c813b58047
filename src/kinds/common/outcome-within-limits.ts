import type { IntOrString } from "../../rollout/int-or-percent.js";
import { resolveFenceposts } from "../../rollout/resolve-fenceposts.js";
import type { RolloutOutcome, RolloutTiming } from "../../rollout/rollout-reading.js";
import { worstCaseOfRollingUpdate } from "../../rollout/worst-case-of-rolling-update.js";

/** Returns the outcome of a rolling update within maxSurge and maxUnavailable, in pods; null where a number leaves int32. */
export function outcomeWithinLimits(
  { maxSurge, maxUnavailable }: { maxSurge: IntOrString; maxUnavailable: IntOrString },
  minReadySeconds: number,
  replicas: number,
  timing: RolloutTiming,
): RolloutOutcome | null {
  const fenceposts = resolveFenceposts(maxSurge, maxUnavailable, replicas);
  if ("error" in fenceposts) return null;
  return {
    ...fenceposts,
    budget: Math.min(fenceposts.maxUnavailable, replicas),
    worstCase: worstCaseOfRollingUpdate({ ...timing, ...fenceposts, replicas, minReadySeconds }),
  };
}
