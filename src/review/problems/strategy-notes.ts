import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";

/** What the kinds of workloads that this change rolls have to tell of their strategies, beside what rules hold against them. */
export function strategyNotes(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, analysis, policy }) => {
    if (analysis.refused || workload.partial) return [];
    const notes = kindOf(workload).notes?.({ workload, analysis, policy }) ?? [];
    return notes.map(({ path, message }) => problemOf(workload.object, path, "apply", message));
  });
}
