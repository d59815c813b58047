import type { WorkloadReport } from "../review-plan.js";

/** Returns the name of the set of values whose numbers a workload's are, where another set has other numbers; else null. */
export function leadingSet({ sets = [] }: Pick<WorkloadReport, "sets">): string | null {
  const [lead, ...others] = sets;
  if (lead === undefined) return null;
  const numbersOf = ({ replicas, worstCase }: typeof lead) => JSON.stringify([replicas, worstCase]);
  return others.some((other) => numbersOf(other) !== numbersOf(lead)) ? lead.name : null;
}
