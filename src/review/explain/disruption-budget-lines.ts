import { evictablePods } from "../../rollout/evictable-pods.js";
import type { Judgement } from "../../rules/judge-workload.js";
import { objectName, pods } from "../../rules/words.js";
import { disruptionBudgetsOf } from "../../workload/disruption-budgets.js";

/** More of them on one workload only block evictions. */
const MAX_LINES = 3;

/** What a PodDisruptionBudget does not do, a line each: people take it for a limit of rollouts, which it is not. */
export function disruptionBudgetLines({ workload, neighbours, analysis }: Judgement): string[] {
  const { atReplicas, worstCase } = analysis.rollout;
  return disruptionBudgetsOf(workload, neighbours)
    .slice(0, MAX_LINES)
    .map((budget) => {
      const line = `${objectName({ kind: "PodDisruptionBudget", ...budget })} does not limit rollouts, only evictions`;
      const evictable = atReplicas === null ? null : evictablePods(budget, atReplicas);
      return evictable !== null && worstCase !== null && evictable < worstCase
        ? `${line}: of ${pods(atReplicas ?? 0)} it lets ${evictable} be evicted at once, and a rollout can take ${worstCase}`
        : line;
    });
}
