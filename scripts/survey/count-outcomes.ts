/** The outcome of every unprobed serving container of a reviewed commit, by the plan and by the survey's own view. */

import type { Finding } from "../../src/review/findings/finding.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import type { OwnContainer } from "./own-view.js";

export interface ContainerOutcome {
  /** `<path> <namespace>/<workload> <container>` */
  key: string;
  outcome: string;
  /** the survey's own view of the same container; null where it has none */
  own: OwnContainer | null;
}

const MAX_COMMENTS = 30;

/** One outcome a container; whatever has no reason of the design's begins with "unexplained". */
export function countOutcomes(
  plan: ReviewPlan,
  own: readonly OwnContainer[],
  lineEnds: (path: string) => "LF" | "CRLF",
): ContainerOutcome[] {
  const byKey = new Map(own.map((container) => [nameOf(container), container]));
  const outcomes: ContainerOutcome[] = [];
  const seen = new Map<string, number>();
  const changes = new Map(plan.workloads.map((report) => [report.id, report.change]));
  for (const finding of plan.findings) {
    if (finding.rule !== "readiness-gate") continue;
    if (changes.get(finding.workload ?? "") === "context") continue;
    const key = keyOf(finding);
    if (finding.container === null) {
      const group = [...byKey.values()].filter(
        (one) => one.isUnsure && keyOf(finding, one.container) === nameOf(one),
      );
      for (const one of group) byKey.delete(nameOf(one));
      seen.set(finding.workload ?? "", (seen.get(finding.workload ?? "") ?? 0) + 1);
      outcomes.push({ key, outcome: "words: one of several answers", own: null });
      continue;
    }
    const mine = byKey.get(key) ?? null;
    byKey.delete(key);
    seen.set(finding.workload ?? "", (seen.get(finding.workload ?? "") ?? 0) + 1);
    outcomes.push({ key, outcome: outcomeOf(finding, plan, mine, lineEnds(finding.path)), own: mine });
  }
  for (const report of plan.workloads) {
    if (report.after === null || report.change === "context" || report.change === "removed") continue;
    const { covered, total } = report.after.coverage.gate;
    const reason = report.after.gated
      ? "no finding: the pod's readinessGates hold the budget"
      : report.after.replicas?.max === 0
        ? "no finding: replicas 0"
        : "unexplained: no finding";
    const prefix = `${report.path} ${report.namespace ?? ""}/${report.name ?? ""} `;
    const waiting = [...byKey.values()].filter((one) => `${one.path} ${one.workload} ` === prefix);
    for (let left = total - covered - (seen.get(report.id) ?? 0); left > 0; left--) {
      const mine = waiting.shift() ?? null;
      const key = `${prefix}${mine?.container ?? "?"}`;
      byKey.delete(key);
      outcomes.push({ key, outcome: reason, own: mine });
    }
  }
  for (const [key, mine] of byKey) outcomes.push({ key, outcome: absence(plan, mine), own: mine });
  return outcomes;
}

/** Why the review may say nothing of a container that this survey takes for serving. */
function absence(plan: ReviewPlan, { path, workload, isUnsure }: OwnContainer): string {
  const problem = plan.problems.find((one) => one.path === path && one.code !== "workload-ref");
  if (problem !== undefined) return `not judged: ${problem.code}`;
  if (plan.findings.some((one) => one.path === path && one.rule === "manifest-shape"))
    return "not judged: manifest-shape";
  const report = plan.workloads.find(
    (one) =>
      one.path === path && `${one.namespace ?? ""}/${one.name ?? ""}` === workload && one.after !== null,
  );
  if (report === undefined) return "not in the review: the workload counts as unchanged";
  if (isUnsure) return "not in the review: this survey does not know either";
  const what = report.after?.serving === false ? "pod" : "container";
  return `not in the review: the ${what} counts as not serving`;
}

function nameOf({ path, workload, container }: OwnContainer): string {
  return `${path} ${workload} ${container}`;
}

function keyOf(finding: Finding, container = finding.container): string {
  const [, , namespace = "", ...name] = (finding.workload ?? "").slice(finding.path.length + 1).split("/");
  return `${finding.path} ${namespace}/${name.join("/")} ${container}`;
}

function outcomeOf(
  finding: Finding,
  plan: ReviewPlan,
  mine: OwnContainer | null,
  lineEnds: "LF" | "CRLF",
): string {
  const { fix } = finding;
  if (fix === null) return "unexplained: no fix";
  const comments = plan.comments.filter((one) => one.findings.includes(finding.id));
  if (comments.some((one) => one.suggestion !== null)) return "inline suggestion";
  if (fix.confidence === "advice")
    return fix.reason === null ? "unexplained: advice" : `words: ${fix.reason}`;
  if (fix.edits.length === 0) return "unexplained: one click without an edit";
  if (lineEnds === "CRLF") return "words: CRLF line ends";
  if (plan.comments.length >= MAX_COMMENTS) return "body: beyond 30 comments";
  if (finding.severity === "warning" && finding.state === "existing") return "table: an old warning";
  if (mine?.lineInHunk === true) return "unexplained: a line in a hunk, no comment";
  return mine === null ? "body: no line in a hunk (not checked)" : "body: no line in a hunk";
}

/** The 95 per cent line: how many of those with a usable port and a line in a hunk got the suggestion. */
export function suggestionShare(
  outcomes: readonly ContainerOutcome[],
  guarded: boolean,
): { got: number; of: number } {
  const counted = outcomes.filter(
    ({ own }) => own?.usablePort && own.lineInHunk && (guarded || own.guard === null),
  );
  return { got: counted.filter(({ outcome }) => outcome === "inline suggestion").length, of: counted.length };
}
