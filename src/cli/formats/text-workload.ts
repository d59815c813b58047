import type { WorkloadReport } from "../../review/review-plan.js";
import { leadingSet } from "../../review/sets/leading-set.js";
import { unknownWorstCase } from "../../review/write/unknown-worst-case.js";
import { budgetOnVersions, worstCaseOnVersions } from "../../review/write/version-text.js";
import { coverageText } from "../../review/write/write-table.js";
import type { RolloutAnalysis } from "../../rollout/rollout-analysis.js";
import { plain } from "../plain-text.js";
import type { Colours } from "./text-style.js";

/** The header of a workload: what it is, what happens to it where it may be something else, and its numbers. */
export function workloadHeader(workload: WorkloadReport, colours: Colours, allAreNew: boolean): string[] {
  const { path, line, kind, namespace, name, before, after } = workload;
  const title = name === null ? kind : `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`;
  const change = allAreNew ? "" : `, ${changeWords(workload)}`;
  const set = leadingSet(workload);
  const values = set === null ? "" : `, with ${plain(set)}`;
  return [
    `${colours.bold(plain(title))}  ${colours.dim(`${plain(path)}:${line}${change}${values}`)}`,
    `  ${numbers(before, after, colours).join("   ")}`,
  ];
}

function changeWords({ change, rollsPods, isRefused, previousId }: WorkloadReport): string {
  if (change === "added") return isRefused ? "added, refused" : "added";
  if (change === "removed") return "removed";
  const pods = isRefused ? "refused, replaces no pod" : rollsPods ? "replaces its pods" : "replaces no pod";
  if (change === "renamed") return `moved from ${plain(previousId ?? "elsewhere")}, ${pods}`;
  return change === "context" ? `changed around it, ${pods}` : pods;
}

function numbers(before: RolloutAnalysis | null, after: RolloutAnalysis | null, colours: Colours): string[] {
  const shown = (text: (analysis: RolloutAnalysis) => string) => {
    if (after === null) return before === null ? "–" : text(before);
    if (before === null || text(before) === text(after)) return text(after);
    return `${text(before)} → ${text(after)}`;
  };
  const worst = `worst case ${shown(worstCaseText)}`;
  return [
    `replicas ${shown(replicasText)}`,
    `budget ${shown(budgetText)}`,
    after === null ? worst : worstCaseColour(after, colours)(worst),
    `gate ${shown(coverageText)}`,
  ];
}

function worstCaseColour({ worstCase, worstShare, budget, atReplicas }: RolloutAnalysis, colours: Colours) {
  if (worstCase === null) return worstShare === 1 ? colours.red : colours.dim;
  if (budget !== null && worstCase > budget) return colours.red;
  return worstCase > 0 && worstCase === atReplicas ? colours.yellow : colours.green;
}

function replicasText({ replicas, unknownNodes }: RolloutAnalysis): string {
  if (replicas === null) return unknownNodes === null ? "–" : "every node";
  const range = replicas.min === replicas.max ? `${replicas.min}` : `${replicas.min} to ${replicas.max}`;
  return replicas.source === "manifest" ? range : `${range} (${replicas.source})`;
}

function budgetText(analysis: RolloutAnalysis): string {
  const { budget, strategy, unknownNodes } = analysis;
  if (budget !== null) return budgetOnVersions(analysis);
  if (strategy === "Recreate" || strategy === "OnDelete") return `none (${strategy})`;
  return unknownNodes?.limit ?? "–";
}

function worstCaseText(analysis: RolloutAnalysis): string {
  const { worstCase, atReplicas, worstShare, unknownNodes } = analysis;
  if (unknownNodes !== null) return worstShare === 1 ? "all" : unknownWorstCase(unknownNodes, worstShare);
  if (worstCase === null) return "–";
  return worstCaseOnVersions(analysis, (lost) =>
    atReplicas === null ? `${lost}` : `${lost} of ${atReplicas}`,
  );
}
