import type { Problem } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import { lossOf, pods } from "../rollout/pods-in-words.js";
import type { RolloutAnalysis } from "../rollout/rollout-analysis.js";
import { count } from "../words/list.js";
import { quoted, shortened, visible } from "../words/quote.js";
import type { Finding } from "./findings/finding.js";
import type { Conclusion, WorkloadReport } from "./review-plan.js";

/** GitHub cuts nothing: a check's title above 255 characters is refused with the whole check. */
export const MAX_TITLE_LENGTH = 255;

/** Returns the check's conclusion. A change that breaks the policy always fails: no later one could be held to it. */
export function conclude(
  findings: readonly Finding[],
  workloads: readonly WorkloadReport[],
  policy: Policy,
  policyFaults: readonly Problem[],
  problems: readonly Problem[],
): Conclusion {
  const errors = findings.filter(({ severity, waived }) => severity === "error" && waived === null);
  if (policyFaults.length > 0 || errors.some((finding) => blocks(finding, workloads, policy)))
    return "failure";
  return errors.length > 0 || problems.some(({ code }) => UNSEEN.has(code)) ? "neutral" : "success";
}

// A file that is too large, in another encoding, or not listed by GitHub may hold anything.
const UNSEEN: ReadonlySet<Problem["code"]> = new Set(["file-too-large", "binary", "not-loaded"]);

function blocks(finding: Finding, workloads: readonly WorkloadReport[], policy: Policy): boolean {
  if (policy.block === "never") return false;
  if (finding.state === "new") return true;
  if (policy.block === "regressions") return false;
  const workload = workloads.find(({ id }) => id === finding.workload);
  return workload === undefined
    ? finding.workload === null
    : workload.change === "added" || workload.rollsPods;
}

/** Returns the verdict in one line of plain text. */
export function titleOf(
  findings: readonly Finding[],
  workloads: readonly WorkloadReport[],
  policyFaults: readonly Problem[],
  problems: readonly Problem[],
): string {
  const title = visible(
    policyFaults.length > 0 ? policyTitle(policyFaults) : verdictOf(findings, workloads, problems),
  );
  return shortened(title, MAX_TITLE_LENGTH);
}

function policyTitle(faults: readonly Problem[]): string {
  const [first] = faults as [Problem];
  return `The policy is not valid: ${first.path}:${first.line} ${first.message}`;
}

function verdictOf(
  findings: readonly Finding[],
  workloads: readonly WorkloadReport[],
  problems: readonly Problem[],
): string {
  const errors = findings.filter(({ severity, waived }) => severity === "error" && waived === null);
  const warnings = findings.filter(
    ({ severity, waived }) => severity === "warning" && waived === null,
  ).length;
  const accepted = findings.filter(({ waived }) => waived !== null).length;
  const old = errors.filter(({ state }) => state === "existing").length;
  const standing = workloads.filter(({ after }) => after !== null);
  if (errors.length === 0) {
    if (workloads.length === 0) {
      if (warnings > 0) return count(warnings, "warning");
      return problems.length > 0 ? `No workload judged (${reasonOf(problems)})` : "No workload changed";
    }
    const judged = standing.flatMap(({ after }) => (after !== null && hasNumbers(after) ? after : []));
    const within = judged.every(isKept) ? " within the budget" : "";
    const removed = workloads.filter(({ change }) => change === "removed").length;
    const unjudged = workloads.length - judged.length - removed;
    const verdict =
      judged.length > 0
        ? `${count(judged.length, "workload")}${within}`
        : unjudged > 0
          ? `${count(unjudged, "workload")} not judged`
          : `${count(removed, "workload")} removed`;
    return [
      verdict,
      ...(judged.length > 0 && unjudged > 0 ? [`${unjudged} not judged`] : []),
      ...(warnings > 0 ? [count(warnings, "warning")] : []),
      ...(accepted > 0 ? [`${count(accepted, "finding")} waived`] : []),
    ].join(", ");
  }
  const debt = debtOf(errors);
  // New errors come first: they have to be mended.
  const leading = old < errors.length ? errors.filter(({ state }) => state === "new") : errors;
  // A refused object changes nothing in the cluster, so it comes before the cost of a rollout.
  const refused = leading.find(({ rule }) => rule === "refused-object");
  if (refused !== undefined) return `${count(errors.length, "error")}${debt}: ${firstMessage([refused])}`;
  const gates = new Set(
    leading.filter(({ rule }) => rule === "readiness-gate").map(({ workload }) => workload),
  );
  const hollow = standing.filter(
    ({ id, after }) =>
      gates.has(id) &&
      after !== null &&
      (after.unknownNodes?.hollow ||
        (after.worstCase !== null && after.budget !== null && after.worstCase > after.budget)),
  );
  const worst = hollow.toSorted(
    (left, right) => (right.after?.worstShare ?? 0) - (left.after?.worstShare ?? 0),
  )[0];
  if (worst?.after == null) return `${count(errors.length, "error")}${debt}: ${firstMessage(leading)}`;
  const { worstCase, budget, atReplicas, unknownNodes } = worst.after;
  const name = worst.name === null ? worst.kind : quoted(worst.name).slice(1, -1);
  const [taken, allowed] =
    unknownNodes === null
      ? [`${worstCase} of ${pods(atReplicas ?? 0)}`, budget]
      : [lossOf(worst.after), budget ?? unknownNodes.limit];
  const lost = `${name}: ${taken} can be out of service at once, ${allowed} allowed`;
  const others = errors.length - 1;
  return `${lost}${others > 0 ? `; ${count(others, "more error")}` : ""}${debt}`;
}

/** Returns why no workload was judged, of problems that say so. */
function reasonOf(problems: readonly Problem[]): string {
  const others = problems.filter(({ code }) => code === "other-kind").length;
  const unread = problems.length - others;
  return [
    ...(unread > 0 ? [`${unread} not read, or only in part`] : []),
    ...(others > 0 ? [`${others} of a kind that is not judged`] : []),
  ].join(", ");
}

/** Whether a budget holds, as far as there is one to be held. */
function isKept({ worstCase, worstCaseBy, budget, unknownNodes }: RolloutAnalysis): boolean {
  if (unknownNodes !== null) return unknownNodes.limit !== null && !unknownNodes.hollow;
  // A version that refuses the object rolls nothing out, whatever the others do.
  if (worstCaseBy?.some((one) => one.worstCase === null)) return false;
  return worstCase === null || (budget !== null && worstCase <= budget);
}

function hasNumbers({ worstCase, unknownNodes }: RolloutAnalysis): boolean {
  return worstCase !== null || unknownNodes !== null;
}

/** Returns how many errors are none of this change, after a space; an error of an unreadable base may be one. */
function debtOf(errors: readonly Finding[]): string {
  const old = errors.filter(({ state }) => state === "existing");
  const unsure = old.filter(({ compared }) => !compared).length;
  const one = errors.length === 1;
  if (old.length === 0) return "";
  if (unsure === errors.length) return ` (${one ? "" : "all "}may have been there before)`;
  if (unsure > 0) return ` (${old.length} there before, or maybe)`;
  return old.length === errors.length
    ? ` (${one ? "was" : "all were"} there before)`
    : ` (${old.length} there before)`;
}

function firstMessage(errors: readonly Finding[]): string {
  return (errors[0] as Finding).message.replace(/[“”]/g, "").replace(/\.$/, "");
}
