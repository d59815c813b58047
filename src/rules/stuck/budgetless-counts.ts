import { kindOf } from "../../kinds/kinds.js";
import type { VersionAnalysis } from "../../rollout/workload-analysis.js";
import type { Workload } from "../../workload/workload.js";

/** Numbers of replicas, both included, and the limits at the lowest of them, in pods. */
export interface BudgetlessCounts {
  from: number;
  to: number;
  maxSurge: number;
}

/** A percentage that rounds down to no pod does so below 100 replicas. */
const MOST_LOOKED_AT = 100;

/**
 * Returns the numbers of replicas at which a rollout stops no old pod before a new one is ready: the budget is 0, and
 * there is a surge (ResolveFenceposts in pkg/controller/deployment/util/deployment_util.go). Null where there are none.
 * The budget never falls with more replicas, so they are those from the fewest on.
 */
export function budgetlessCounts(
  workload: Workload,
  { settled: { replicas }, written }: VersionAnalysis,
): BudgetlessCounts | null {
  const { rollout, limitsAt } = kindOf(workload);
  const { outcomeAt } = rollout.read(written);
  if (limitsAt?.(workload) == null || replicas === null || outcomeAt === null) return null;
  const surgeAt = (count: number): number => {
    const outcome = outcomeAt(count, { gated: true, startupSeconds: null });
    return outcome?.budget === 0 ? (outcome.maxSurge ?? 0) : 0;
  };
  const from = Math.max(1, replicas.min);
  const maxSurge = from > replicas.max ? 0 : surgeAt(from);
  if (maxSurge === 0) return null;
  if (surgeAt(replicas.max) > 0) return { from, to: replicas.max, maxSurge };
  let to = from;
  while (to + 1 < Math.min(replicas.max, MOST_LOOKED_AT) && surgeAt(to + 1) > 0) to += 1;
  return { from, to, maxSurge };
}
