/** The words that the check of a merge queue's group has before the review: whose changes it holds. */
import { shortened } from "../../words/quote.js";
import { MAX_TITLE_LENGTH } from "../conclude.js";
import type { ReviewPlan, WorkloadReport } from "../review-plan.js";
import { cellCode } from "./markdown.js";
import { workloadLabel } from "./write-table.js";

/** A pull request of a group. */
export interface GroupPull {
  number: number;
  /** paths that it changes; null where they are not known */
  paths: readonly string[] | null;
}

export interface MergeGroupNames {
  /** the first to be merged first */
  pulls: readonly GroupPull[];
  /** false where the group may hold others */
  complete: boolean;
  /** where the repository is seen in a browser */
  repositoryUrl: string;
}

const NUMBERS_IN_TITLE = 5;
const NAMES_IN_CELL = 20;

/** Returns the plan with the group's pull requests in its title and, each with its workloads, before its summary. */
export function describeMergeGroup(plan: ReviewPlan, group: MergeGroupNames): ReviewPlan {
  const { pulls } = group;
  const numbers = pulls.map(({ number }) => `#${number}`);
  const left = numbers.length - NUMBERS_IN_TITLE;
  const shown =
    left > 0 ? `${numbers.slice(0, NUMBERS_IN_TITLE).join(", ")} and ${left} more` : numbers.join(", ");
  const title = shown === "" ? plan.title : `${shown}: ${plan.title}`;
  const parts = [
    sentence(group),
    ...(pulls.length > 1 ? [table(plan.workloads, group)] : []),
    plan.check.summary,
  ];
  return {
    ...plan,
    title: shortened(title, MAX_TITLE_LENGTH),
    check: { ...plan.check, summary: parts.join("\n\n") },
  };
}

function sentence({ pulls, complete, repositoryUrl }: MergeGroupNames): string {
  const links = pulls.map(({ number }) => link(number, repositoryUrl));
  if (links.length === 0) return "GitHub does not say which pull requests this merge group holds.";
  const names = links.length === 1 ? links[0] : `${links.slice(0, -1).join(", ")} and ${links.at(-1)}`;
  return complete
    ? `This merge group holds ${names}.`
    : `This merge group ends with ${names}; GitHub does not say which others it holds.`;
}

// By path: what two of them change together is named with both, and what lies in neither's files, such as a workload
// whose Service changed, once for the group.
function table(workloads: readonly WorkloadReport[], { pulls, repositoryUrl }: MergeGroupNames): string {
  const told = new Set(pulls.flatMap(({ paths }) => paths ?? []));
  const rows = pulls.map(({ number, paths }) => {
    const own = paths === null ? null : workloads.filter(({ path }) => paths.includes(path));
    return `| ${link(number, repositoryUrl)} | ${own === null ? "not told apart" : cell(own)} |`;
  });
  const others = workloads.filter(({ path }) => !told.has(path));
  if (others.length > 0) rows.push(`| not told apart | ${cell(others)} |`);
  return ["| pull request | workloads |", "|---|---|", ...rows].join("\n");
}

function cell(workloads: readonly WorkloadReport[]): string {
  if (workloads.length === 0) return "none";
  const names = workloads.slice(0, NAMES_IN_CELL).map((workload) => cellCode(workloadLabel(workload)));
  const left = workloads.length - names.length;
  return left > 0 ? `${names.join(", ")} and ${left} more` : names.join(", ");
}

function link(number: number, repositoryUrl: string): string {
  return `[#${number}](${repositoryUrl}/pull/${number})`;
}
