import type { Problem } from "../../manifest/problem.js";
import { waiverFinder } from "../../policy/find-waiver.js";
import { ANNOUNCED_DAYS, daysLeft, endWords, type Waiver } from "../../policy/waiver.js";
import { quoted } from "../../words/quote.js";
import type { WorkloadReport } from "../review-plan.js";
import type { Finding } from "./finding.js";

/** A workload's names, and the waivers that it bears itself and that may count. */
export interface Waived {
  report: Pick<WorkloadReport, "id" | "kind" | "namespace" | "name" | "path">;
  waivers: readonly Waiver[];
}

interface WaiverOutcome {
  findings: Finding[];
  /** one for each waiver in use that ends soon */
  problems: Problem[];
}

/**
 * Marks the findings that are waived on the day `asOf`, `YYYY-MM-DD`. Where the last day has passed, a finding counts
 * as new, however old it is: what had been accepted is so no longer.
 */
export function applyWaivers(
  findings: readonly Finding[],
  workloads: readonly Waived[],
  waivers: readonly Waiver[],
  asOf: string,
): WaiverOutcome {
  const known = new Map(workloads.map((workload) => [workload.report.id, workload]));
  const find = waiverFinder(waivers);
  const ending = new Map<Waiver, Problem>();
  const outcome = findings.map((finding) => {
    // A document that could not be read as a workload has no name to be waived by.
    const id = finding.workload ?? finding.object;
    const workload = id === undefined ? undefined : known.get(id);
    if (workload === undefined) return finding;
    const own = workload.waivers.filter(({ rule }) => rule === finding.rule);
    const waiver = longest([...own, find(finding.rule, workload.report, workload.report.path)]);
    if (waiver === null) return finding;
    const left = daysLeft(waiver, asOf);
    if (left < 0) return afterItsEnd(finding, waiver, left);
    if (left <= ANNOUNCED_DAYS && !ending.has(waiver)) ending.set(waiver, announce(finding, waiver, left));
    const { reason, until } = waiver;
    // Nothing is suggested for what is accepted: a button that mends all would undo the decision.
    return { ...finding, waived: { reason, until }, fix: null };
  });
  return { findings: outcome, problems: [...ending.values()] };
}

function longest(waivers: readonly (Waiver | null)[]): Waiver | null {
  return waivers.reduce(
    (best, one) => (best === null || (one !== null && one.until > best.until) ? one : best),
    null,
  );
}

function afterItsEnd(finding: Finding, waiver: Waiver, left: number): Finding {
  const message = `${finding.message} Its waiver ${endWords(waiver, left)} (${grounds(waiver)}).`;
  return { ...finding, state: "new", message };
}

function announce({ path, line }: Finding, waiver: Waiver, left: number): Problem {
  const message = `The waiver of ${waiver.rule} for ${quoted(waiver.workload)} ${endWords(waiver, left)} (${grounds(waiver)}). After that day the finding counts as new.`;
  return { code: "waiver", path, line, column: 1, message };
}

function grounds({ reason, writtenAt }: Waiver): string {
  return `${quoted(reason)}, ${quoted(`${writtenAt.path}:${writtenAt.line}`)}`;
}
