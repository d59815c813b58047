/**
 * The proof of all fixes together, by the review of the change with them: what was to be mended is gone, nothing came
 * in its place, and no worst case is higher. That each edit adds exactly its probe was proven when it was suggested.
 */

import type { Finding } from "../review/findings/finding.js";
import type { Conclusion, ReviewPlan } from "../review/review-plan.js";

/** Whether the second review is the first without the findings that were to be mended, and no worse. */
export function isProven(before: ReviewPlan, after: ReviewPlan, mended: readonly Finding[]): boolean {
  const left = new Set(after.findings.map(({ id }) => id));
  return (
    mended.every(({ id }) => !left.has(id)) &&
    !after.findings.some((finding) => isNew(finding, before)) &&
    !hasNewProblems(before, after) &&
    before.workloads.every(({ id, change, before: base, after: analysis }) => {
      const report = after.workloads.find((workload) => workload.id === id);
      if (analysis?.worstShare == null) return true;
      // One that was modified and is not reviewed any more is the base's again: what the change took away is put back.
      const isBase = report === undefined && change === "modified";
      const worst = (isBase ? base?.worstShare : report?.after?.worstShare) ?? null;
      return worst !== null && worst <= analysis.worstShare;
    }) &&
    SEVERITY[after.conclusion] <= SEVERITY[before.conclusion]
  );
}

const SEVERITY: Record<Conclusion, number> = { success: 0, neutral: 1, failure: 2 };

function isNew({ id, severity, state, workload }: Finding, before: ReviewPlan): boolean {
  const known = before.findings.find((finding) => finding.id === id);
  if (known !== undefined) return severity === "error" && known.severity === "warning";
  // Where a workload's surroundings alone changed, old findings are not told: mending one of its own brings them up.
  const shown = before.workloads.find((report) => report.id === workload);
  if (state === "existing" && shown?.change === "context") return false;
  // A workload that is refused has no numbers: what they tell once it is accepted was so before.
  return shown?.after?.worstShare !== null || shown.after.unknownNodes !== null;
}

function hasNewProblems(before: ReviewPlan, after: ReviewPlan): boolean {
  const known = countProblems(before);
  return [...countProblems(after)].some(([key, count]) => count > (known.get(key) ?? 0));
}

/** By kind and file, since their lines move with the fixes. */
function countProblems({ problems }: ReviewPlan): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, path } of problems) {
    const key = `${code} ${path}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
