import type { ChangeSet } from "../changeset/change-set.js";
import type { Problem } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import { lossOf, pods } from "../rollout/pods-in-words.js";
import type { RolloutAnalysis } from "../rollout/rollout-analysis.js";
import { count } from "../words/list.js";
import { quoted, shortened, visible } from "../words/quote.js";
import type { Finding } from "./findings/finding.js";
import type { Conclusion, WorkloadReport } from "./review-plan.js";
import { leadingSet } from "./sets/leading-set.js";

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

// A file that is too large, in another encoding, not reached, or not listed by GitHub may hold anything. Where it is not
// known which container answers, the worst case may be anything, and so may be what a Service loses that was not held to its ceiling.
const UNSEEN: ReadonlySet<Problem["code"]> = new Set([
  "file-too-large",
  "change-too-large",
  "binary",
  "not-loaded",
  "listener",
  "ceiling",
]);

/** Whether an error that nobody waived fails the check. */
export function blocks(finding: Finding, workloads: readonly WorkloadReport[], policy: Policy): boolean {
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
  changeSet: Pick<ChangeSet, "base">,
): string {
  const verdict =
    policyFaults.length > 0 ? policyTitle(policyFaults) : verdictOf(findings, workloads, problems, changeSet);
  // First, since a long title is cut at its end.
  const isPartial = problems.some(({ code }) => code === "change-too-large");
  const title = visible(isPartial ? `Judged in part: ${verdict}` : verdict);
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
  changeSet: Pick<ChangeSet, "base">,
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
      const unseen = problems.filter(({ code }) => code !== "test-data");
      if (unseen.length > 0) return `No workload judged (${reasonOf(unseen)})`;
      const where = problems.length > 0 ? " outside test data and documentation" : "";
      return `No workload ${takenWord(changeSet)}${where}`;
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
  if (refused !== undefined)
    return `${count(errors.length, "error")}${debt}: ${firstMessage([refused])}${besides(refused, leading, errors)}`;
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
  const set = leadingSet(worst);
  const values = set === null ? "" : ` with ${set}`;
  // A strategy has no part in what goes because another object comes in its place.
  const allowance = allowed === null ? "" : `, ${allowed} allowed`;
  const lost = `${name}${values}: ${taken} can be out of service at once${allowance}`;
  const others = errors.length - 1;
  return `${lost}${others > 0 ? `; ${count(others, "more error")}` : ""}${debt}`;
}

/** Returns what a review takes objects for: where there is no base, nothing can have changed. */
export function takenWord({ base }: Pick<ChangeSet, "base">): "changed" | "found" {
  return base === null ? "found" : "changed";
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

/** Returns how many more faults the same object is refused for, where the number of errors does not say it. */
function besides(refused: Finding, leading: readonly Finding[], errors: readonly Finding[]): string {
  const same = leading.filter(
    ({ rule, workload, object, path }) =>
      rule === refused.rule &&
      workload === refused.workload &&
      object === refused.object &&
      path === refused.path &&
      (workload !== null || object !== undefined),
  );
  const more = same.length - 1;
  return more > 0 && same.length < errors.length ? `, and ${count(more, "more fault")}` : "";
}

function firstMessage(errors: readonly Finding[]): string {
  return (errors[0] as Finding).message.replace(/[“”]/g, "").replace(/\.$/, "");
}
