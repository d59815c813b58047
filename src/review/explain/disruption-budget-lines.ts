import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { evictablePods } from "../../rollout/evictable-pods.js";
import { pods } from "../../rollout/pods-in-words.js";
import { objectName } from "../../workload/names.js";
import { disruptionBudgetsOf } from "../../workload/neighbours/disruption-budgets.js";
import type { DisruptionBudget } from "../../workload/neighbours.js";

/** More of them on one workload only block evictions. */
const MAX_LINES = 3;

/** Returns a line for each PodDisruptionBudget: people take it for a limit of rollouts, which it is not. */
export function disruptionBudgetLines(judgement: Judgement): string[] {
  const budgets = disruptionBudgetsOf(judgement.workload, judgement.neighbours);
  const lines = budgets.slice(0, MAX_LINES).map((budget) => {
    const name = objectName({ kind: "PodDisruptionBudget", name: budget.name });
    return `${name} does not limit rollouts, only evictions${comparison(budget, judgement)}`;
  });
  const more = budgets.length - lines.length;
  return more > 0 ? [...lines, `nor does any of ${more} more`] : lines;
}

/** Where it is stricter than the rollout, by how much; a budget can select the pods of several workloads. */
function comparison(budget: DisruptionBudget, { workload, analysis }: Judgement): string {
  const { atReplicas, worstCase } = analysis.rollout;
  // The disruption controller knows no number of a DaemonSet's pods (finders in disruption.go), and drains leave them.
  if (atReplicas === null || worstCase === null || kindOf(workload).rollout.countedBy !== "replicas")
    return "";
  const evictable = evictablePods(budget, atReplicas);
  if (evictable === null || evictable >= worstCase) return "";
  return `: of ${pods(atReplicas)}, if it selects no others, it lets ${evictable || "none"} be evicted at once, and a rollout can take ${worstCase}`;
}
