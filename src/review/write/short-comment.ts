/** A comment on what another one explains already of the same object in another file of the folder. */
import { rulePage } from "../circumstances.js";
import { blocks } from "../conclude.js";
import type { Finding } from "../findings/finding.js";
import type { Review } from "../review.js";
import { code, fenced, placeLink } from "./markdown.js";

/**
 * Returns that a finding was there before, and whether it fails the check all the same, as the first sentence of what is said
 * of it; empty for a new one.
 */
export function ageWords(
  finding: Finding,
  { workloads, policy }: Pick<Review, "workloads" | "policy">,
): string {
  const { state, compared, severity } = finding;
  if (state === "new") return "";
  const was = compared
    ? "This was there before"
    : "This may have been there before, as the base could not be read";
  return severity === "error" && blocks(finding, workloads, policy)
    ? `${was}, and it fails the check all the same (${code(`block: ${policy.block}`)}).`
    : `${was}${compared ? " and" : ", and it"} does not fail the check.`;
}

/** Returns its severity in Markdown. */
export function severityWord({ severity }: Finding): string {
  return severity === "error" ? "**Error**" : "Warning";
}

/**
 * Returns its parts, Markdown: what it is, where it is explained, and the edit of this place. Nobody reads the same words and
 * numbers again.
 */
export function shortTexts(
  findings: readonly Finding[],
  asAt: Finding,
  suggestion: string | null,
  material: Pick<Review, "judgements" | "circumstances" | "changeSet" | "workloads" | "policy">,
): string[] {
  const { judgements, circumstances, changeSet } = material;
  const [first] = findings as readonly [Finding, ...Finding[]];
  const workload = first.workload === null ? undefined : judgements.get(first.workload)?.workload;
  const of = workload === undefined ? "" : ` in ${code(`${workload.kind} ${workload.name}`)}`;
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(
    (rule) => `[${rule}](${rulePage(rule, circumstances)})`,
  );
  const age = ageWords(first, material);
  const what = `${age === "" ? "" : `${age} `}${severityWord(first)} (${rules.join(", ")})${of}: the same as at ${placeLink(changeSet.webUrl, asAt.path, asAt.line)}, where a comment explains it`;
  return suggestion === null
    ? [`${what}.`]
    : [`${what}. The same edit for this file:`, fenced("suggestion", suggestion)];
}
