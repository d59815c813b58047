import type { Finding } from "../src/review/findings/finding.js";
import type { PlannedComment, ReviewPlan } from "../src/review/review-plan.js";

/** A whole plan as Markdown for people to read in a diff: what would be posted, then what was found. */
export function writeGolden(plan: ReviewPlan): string {
  const { conclusion, title, check, comments, findings, problems, reviewBody, workloads } = plan;
  const sections = [
    `# ${title}`,
    `${conclusion}; ${comments.length} comments, ${check.annotations.length} annotations, ${check.fixable} fixable`,
    ...section("Workloads", workloads.map(workloadLine)),
    ...section("Findings", findings.map(findingLine)),
    ...section(
      "Problems",
      problems.map(
        ({ code, path, line, column, message }) => `- ${code} ${path}:${line}:${column} ${message}`,
      ),
    ),
    reviewBody === null ? `## Check only\n\n${check.summary}` : `## Review\n\n${reviewBody}`,
    ...comments.map(commentSection),
  ];
  return `${sections.join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}\n\n${lines.join("\n")}`];
}

function workloadLine({ id, previousId, change, rollsPods, line }: ReviewPlan["workloads"][number]): string {
  const from = previousId === undefined ? "" : ` (from ${previousId})`;
  return `- ${change}${rollsPods ? ", rolls pods" : ""}: ${id}${from} at line ${line}`;
}

function findingLine({
  rule,
  severity,
  state,
  path,
  line,
  endLine,
  container,
  message,
  waived,
  fix,
}: Finding): string {
  const place = `${path}:${line}${endLine === line ? "" : `-${endLine}`}`;
  const whose = container === null ? "" : ` in ${container}`;
  const how =
    fix === null
      ? ""
      : `\n  fix: ${fix.confidence} from ${fix.origin}${fix.reason === null ? "" : `, ${fix.reason}`}`;
  const accepted = waived === null ? "" : `waived until ${waived.until} (${waived.reason}), `;
  return `- ${accepted}${state} ${severity} ${rule}${whose} at ${place}: ${message}${how}`;
}

function commentSection({ path, startLine, line, side, state, body }: PlannedComment): string {
  const lines = startLine === undefined ? `${line}` : `${startLine}-${line}`;
  return `## Comment at ${path}:${lines} (${side}, ${state})\n\n${body}`;
}
