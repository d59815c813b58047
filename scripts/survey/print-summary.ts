import type { ReviewPlan } from "../../src/review/review-plan.js";
import { type ContainerOutcome, suggestionShare } from "./count-outcomes.js";

/** The record that the survey keeps of one commit. */
export interface CommitRecord {
  repo: string;
  gitDir: string;
  sha: string;
  loadMs: number;
  reviewMs: number;
  /** git itself cannot show the commit here */
  unreadable: boolean;
  crash: string | null;
  /** false where the engine ran alone, so that nothing looked for violations and outcomes */
  checked: boolean;
  violations: string[];
  outcomes: ContainerOutcome[];
  plan: RecordedPlan | null;
}

export type RecordedPlan = Pick<
  ReviewPlan,
  "comments" | "findings" | "spoken" | "problems" | "workloads" | "conclusion" | "title" | "reviewBody"
>;

const EXAMPLES = 12;

/** Prints what came out and gives the exit status: 0 where nothing was broken or unexplained. */
export function printSummary(all: readonly CommitRecord[]): number {
  const records = all.filter(({ unreadable }) => !unreadable);
  const say = (line = "") => process.stdout.write(`${line}\n`);
  const plans = records.flatMap((record) => (record.plan === null ? [] : [record.plan]));
  const crashes = records.filter((record) => record.crash !== null);
  const broken = records.filter((record) => record.violations.length > 0);
  const outcomes = records.flatMap((record) =>
    record.outcomes.map((one) => ({ ...one, key: `${record.repo}@${record.sha.slice(0, 10)} ${one.key}` })),
  );

  say(`${records.length} commits from ${new Set(records.map(({ repo }) => repo)).size} repositories`);
  say(`${all.length - records.length} more that git cannot show here`);
  const unchecked = records.filter(({ checked }) => !checked).length;
  if (unchecked > 0)
    say(`${unchecked} by the engine alone: nothing looked for violations, nor at containers`);
  const changed = plans.flatMap(({ workloads }) => workloads);
  say(`${changed.length} workloads, ${sum(plans.map(({ findings }) => findings.length))} findings`);
  const comments = plans.flatMap((plan) => plan.comments);
  const suggestions = comments.filter(({ suggestion }) => suggestion !== null);
  say(`${comments.length} comments, ${suggestions.length} with a suggestion`);
  say(`crashes: ${crashes.length}`);
  for (const { repo, sha, crash } of crashes.slice(0, EXAMPLES))
    say(`  ${repo}@${sha} ${crash?.split("\n").slice(0, 3).join(" ")}`);
  say(`violations: ${sum(broken.map(({ violations }) => violations.length))} in ${broken.length} commits`);
  for (const { repo, sha, violations } of broken.slice(0, EXAMPLES)) {
    say(`  ${repo}@${sha.slice(0, 10)} ${violations.slice(0, 3).join("; ")}`);
  }

  say("\nUnprobed serving containers of changed workloads:");
  printGroups(
    outcomes.map(({ outcome, key }) => [outcome, key]),
    /^(unexplained|not in the review)/,
  );
  for (const [guarded, words] of [
    [true, "usable TCP port and a line in a hunk"],
    [false, "the same, without those where a gate would not help or must wait"],
  ] as const) {
    const { got, of } = suggestionShare(outcomes, guarded);
    say(
      `${words}: ${got} of ${of} got the inline suggestion${of === 0 ? "" : `, ${((100 * got) / of).toFixed(1)} %`}`,
    );
  }
  const missed = outcomes.filter(
    ({ own, outcome }) => own?.usablePort && own.lineInHunk && outcome !== "inline suggestion",
  );
  printGroups(
    missed.map(({ outcome, own, key }) => [`missed: ${outcome}, guard ${own?.guard ?? "none"}`, key]),
    /guard none/,
  );
  const unseen = outcomes.filter(({ own }) => own === null).length;
  say(`found by the review and not by the survey's own view: ${unseen}`);

  say("\nFindings on workloads that the commit leaves alone (their Service or autoscaler changed):");
  printGroups(contextFindings(records), /./);

  say("\nFindings by rule:");
  const findings = records.flatMap((record) =>
    (record.plan?.findings ?? []).map((one) => ({
      ...one,
      at: `${record.repo}@${record.sha.slice(0, 10)} ${one.path}:${one.line}`,
    })),
  );
  printGroups(
    findings.map(({ rule, severity, state, at, message }) => [
      `${rule} ${severity} ${state}`,
      `${at} ${message.slice(0, 140)}`,
    ]),
    /^(?!readiness-gate).* error/,
  );
  say("\nProblems by code:");
  printGroups(
    records.flatMap((record) =>
      (record.plan?.problems ?? []).map((one): [string, string] => [
        one.code,
        `${record.repo}@${record.sha.slice(0, 10)} ${one.path}:${one.line} ${one.message.slice(0, 140)}`,
      ]),
    ),
    /./,
  );
  printTimes(records, say);
  const unexplained = outcomes.filter(({ outcome }) => outcome.startsWith("unexplained")).length;
  return crashes.length + broken.length + unexplained === 0 ? 0 : 1;
}

function contextFindings(records: readonly CommitRecord[]): [string, string][] {
  return records.flatMap(({ repo, sha, plan }) => {
    const context = new Set(plan?.workloads.filter(({ change }) => change === "context").map(({ id }) => id));
    const findings =
      plan?.findings.filter(({ workload }) => workload !== null && context.has(workload)) ?? [];
    return findings.map((one): [string, string] => [
      `${one.rule} ${one.severity} ${one.state}`,
      `${repo}@${sha.slice(0, 10)} ${one.path}:${one.line}`,
    ]);
  });
}

/** Counts by name, with examples spread over the whole list where the name matches. */
function printGroups(entries: readonly (readonly [string, string])[], examples: RegExp): void {
  const groups = new Map<string, string[]>();
  for (const [name, example] of entries) groups.set(name, [...(groups.get(name) ?? []), example]);
  for (const [name, list] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    process.stdout.write(`  ${String(list.length).padStart(6)}  ${name}\n`);
    if (!examples.test(name)) continue;
    const step = Math.max(1, Math.floor(list.length / EXAMPLES));
    for (let i = 0; i < list.length && i < step * EXAMPLES; i += step)
      process.stdout.write(`            ${list[i]}\n`);
  }
}

function printTimes(records: readonly CommitRecord[], say: (line: string) => void): void {
  const reviews = records.map(({ reviewMs }) => reviewMs).sort((a, b) => a - b);
  const at = (share: number) => (reviews[Math.floor((reviews.length - 1) * share)] ?? 0).toFixed(1);
  say(`\nReview of one commit, milliseconds: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)}`);
  const slow = [...records].sort((a, b) => b.reviewMs - a.reviewMs).slice(0, 5);
  for (const { repo, sha, loadMs, reviewMs } of slow) {
    say(`  ${repo}@${sha.slice(0, 10)} ${reviewMs.toFixed(0)} ms, reading it ${loadMs.toFixed(0)} ms`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
