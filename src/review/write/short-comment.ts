/** A comment on what another one explains already of the same object in another file of the folder. */
import { rulePage } from "../circumstances.js";
import type { Finding } from "../findings/finding.js";
import type { Review } from "../review.js";
import { code, fenced, placeLink } from "./markdown.js";

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
  { judgements, circumstances, changeSet }: Pick<Review, "judgements" | "circumstances" | "changeSet">,
): string[] {
  const [first] = findings as readonly [Finding, ...Finding[]];
  const workload = first.workload === null ? undefined : judgements.get(first.workload)?.workload;
  const of = workload === undefined ? "" : ` in ${code(`${workload.kind} ${workload.name}`)}`;
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(
    (rule) => `[${rule}](${rulePage(rule, circumstances)})`,
  );
  const what = `${severityWord(first)} (${rules.join(", ")})${of}: the same as at ${placeLink(changeSet.webUrl, asAt.path, asAt.line)}, where a comment explains it`;
  return suggestion === null
    ? [`${what}.`]
    : [`${what}. The same edit for this file:`, fenced("suggestion", suggestion)];
}
