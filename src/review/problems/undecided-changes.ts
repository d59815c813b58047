import type { Judgement } from "../../judge/judge-workload.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { undecidedImmutable } from "../../workload/change/pair-workloads.js";

/** Returns the change of a field that may never change, where a tool fills in whether it does: refused or not, nobody knows yet. */
export function undecidedChanges(before: Judgement | null, after: Judgement | null): Problem[] {
  if (before === null || after === null || before.analysis.refused) return [];
  const { workload } = after;
  const field = undecidedImmutable({ before: before.workload, after: workload });
  if (field === null) return [];
  const message = `spec.${field} of a ${workload.kind} can never be changed, and what a tool fills in decides whether this change does: if so, the API server refuses it`;
  return [problemOf(workload.object, ["spec", field], "template", message)];
}
