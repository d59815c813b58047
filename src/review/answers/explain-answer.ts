import { count } from "../../words/list.js";
import { findWorkloads, uniqueNameOf } from "../find-workloads.js";
import type { Review } from "../review.js";
import type { WorkloadReport } from "../review-plan.js";
import { code, joinWithin, MAX_BODY_LENGTH } from "../write/markdown.js";
import { writeExplanation } from "../write/write-comment.js";
import { writeTable } from "../write/write-table.js";

export interface Answer {
  /** Markdown */
  text: string;
  /** false where the question could not be answered as it was asked */
  ok: boolean;
}

/** Explains the numbers of the workload that a person names; where it is not one workload, lists which there are. */
export function writeExplainAnswer(material: Review, text: string): Answer {
  const found = findWorkloads(material.workloads, text);
  const [only, another] = found;
  if (only === undefined || another !== undefined) return chooseOne(material.workloads, found, text);
  const judgement = only.after === null ? undefined : material.judgements.get(only.id);
  const explained = judgement === undefined ? withoutNumbers(only) : writeExplanation(judgement, material);
  return { text: `${writeTable([only])}\n\n${explained}`, ok: true };
}

function withoutNumbers({ change }: WorkloadReport): string {
  return change === "removed"
    ? "This change removes the workload, so no rollout of it is left to compute."
    : "This workload has no numbers: its manifest does not state what they need.";
}

/** Returns the answer where a name stands for no workload, or for several. */
export function chooseOne(
  workloads: readonly WorkloadReport[],
  found: readonly WorkloadReport[],
  text: string,
): Answer {
  if (workloads.length === 0) return { text: "This pull request changes no workload.", ok: false };
  const listed = found.length > 0 ? found : workloads;
  const words =
    text === ""
      ? "Which workload is meant? This pull request changes:"
      : found.length > 0
        ? `${code(text)} is the name of ${count(found.length, "workload")}. Please name one by its id:`
        : `This pull request changes no workload ${code(text)}. It changes:`;
  const items = listed.map((each) => `- ${code(uniqueNameOf(each, workloads))}`);
  const more = (left: number): string => `- and ${count(left, "more workload")}`;
  return {
    text: `${words}\n\n${joinWithin(items, MAX_BODY_LENGTH / 4, more).replaceAll("\n\n", "\n")}`,
    ok: false,
  };
}
