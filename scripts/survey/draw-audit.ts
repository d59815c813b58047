/** Draws from the survey's records what a person then judges: see "An audit by hand" in docs/maintaining.md. */

import type { Finding } from "../../src/review/findings/finding.js";
import type { WorkloadReport } from "../../src/review/review-plan.js";
import type { CommitRecord, RecordedPlan } from "./print-summary.js";
import { distinct, randomOf, shuffled } from "./seeded.js";

/** Where a reader of the pull request meets a finding. */
export type Told = "comment with one click" | "comment" | "review's body" | "table only";

interface Drawn {
  repo: string;
  gitDir: string;
  sha: string;
  plan: RecordedPlan;
}

export interface DrawnFinding extends Drawn {
  finding: Finding;
  told: Told;
}

/** A workload that looks as if it serves, and of which the review found nothing. */
export interface DrawnSilence extends Drawn {
  workload: WorkloadReport;
  /** why it is taken for serving */
  sign: string;
}

export interface AuditDraw {
  seed: string;
  findings: DrawnFinding[];
  silences: DrawnSilence[];
  clicks: DrawnFinding[];
}

/** Why a workload that the review does not take for serving may serve after all; null where nothing says so. */
export type SignOf = (
  commit: Pick<CommitRecord, "gitDir" | "sha">,
  workload: WorkloadReport,
) => string | null;

export interface DrawSizes {
  findings: number;
  /** at least so many findings of each rule, or all that it has; the draw grows where that is more than `findings` */
  perRule: number;
  silences: number;
  clicks: number;
}

export const AUDIT_SIZES: DrawSizes = { findings: 100, perRule: 10, silences: 60, clicks: 40 };

/** Findings of one rule that a repository may have while others still have some. */
const SPREAD = 2;
/** Silences, and probes, that one repository may have at most. */
const MOST_OF_A_REPOSITORY = 4;

/** The same records, seed and sizes give the same draw. */
export function drawAudit(
  records: readonly CommitRecord[],
  seed: string,
  signOf: SignOf,
  sizes = AUDIT_SIZES,
): AuditDraw {
  const all = records.flatMap(({ repo, gitDir, sha, plan }) =>
    plan === null
      ? []
      : plan.findings.map((finding) => ({
          repo,
          gitDir,
          sha,
          plan,
          finding,
          told: whereTold(plan, finding),
        })),
  );
  return {
    seed,
    findings: drawFindings(all, seed, sizes),
    silences: drawSilences(records, seed, signOf, sizes.silences),
    clicks: drawClicks(all, seed, sizes.clicks),
  };
}

/** One fault in several commits, or in several copies of a manifest, is drawn once. */
function drawFindings(all: readonly DrawnFinding[], seed: string, sizes: DrawSizes): DrawnFinding[] {
  const random = randomOf(`findings ${seed}`);
  const once = distinct(shuffled(all, random), messageOf);
  const rules = new Set(once.map(({ finding }) => finding.rule));
  const ofRule = (list: readonly DrawnFinding[], rule: string) =>
    list.filter((one) => one.finding.rule === rule);
  const spread = new Set([...rules].flatMap((rule) => distinct(ofRule(once, rule), messageOf, SPREAD)));
  const ordered = [...once.filter((one) => spread.has(one)), ...once.filter((one) => !spread.has(one))];
  const drawn = new Set([...rules].flatMap((rule) => ofRule(ordered, rule).slice(0, sizes.perRule)));
  // The rest comes from all that are left, so that a rule of many findings has many.
  for (const one of ordered) if (drawn.size < sizes.findings) drawn.add(one);
  return [...drawn].sort((a, b) => compare(a.finding.rule, b.finding.rule));
}

function drawSilences(
  records: readonly CommitRecord[],
  seed: string,
  signOf: SignOf,
  size: number,
): DrawnSilence[] {
  const quiet = records.flatMap(({ repo, gitDir, sha, plan }) => {
    const found = new Set(plan?.findings.map(({ workload }) => workload));
    return (plan?.workloads ?? [])
      .filter(({ change, after }) => after !== null && change !== "removed" && change !== "context")
      .filter(({ id }) => !found.has(id))
      .map((workload) => ({ repo, gitDir, sha, plan: plan!, workload }));
  });
  const drawn: DrawnSilence[] = [];
  const taken = new Map<string, number>();
  const seen = new Set<string>();
  for (const one of shuffled(quiet, randomOf(`silences ${seed}`))) {
    if (drawn.length >= size) break;
    const key = `${one.repo} ${one.workload.id}`;
    const before = taken.get(one.repo) ?? 0;
    if (seen.has(key) || before >= MOST_OF_A_REPOSITORY) continue;
    // Looked for last, as it asks git.
    const sign = one.workload.after?.serving ? "the review says that it serves" : signOf(one, one.workload);
    if (sign === null) continue;
    seen.add(key);
    taken.set(one.repo, before + 1);
    drawn.push({ ...one, sign });
  }
  return drawn;
}

function drawClicks(all: readonly DrawnFinding[], seed: string, size: number): DrawnFinding[] {
  const probes = all.filter(({ finding: { fix } }) => fix?.confidence === "one-click" && fix.probe !== null);
  return distinct(shuffled(probes, randomOf(`clicks ${seed}`)), messageOf, MOST_OF_A_REPOSITORY).slice(
    0,
    size,
  );
}

function whereTold(plan: RecordedPlan, finding: Finding): Told {
  const comment = plan.comments.find(({ findings }) => findings.includes(finding.id));
  if (comment === undefined) return plan.spoken.includes(finding.id) ? "review's body" : "table only";
  const isClick = comment.suggestion !== null && finding.fix?.confidence === "one-click";
  return isClick ? "comment with one click" : "comment";
}

function messageOf({ finding }: DrawnFinding): string {
  return `${finding.rule} ${finding.message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
