import type { App, CheckRun, CheckSuite, PullRequest, Repository } from "./model.js";
import { identify, now, type World } from "./world.js";

/** The check suite of an App on a commit: there is one. */
export function findSuite(repository: Repository, app: App, headSha: string): CheckSuite | null {
  return repository.suites.find((each) => each.app === app && each.headSha === headSha) ?? null;
}

/** Makes a check suite. */
export function addSuite(
  world: World,
  repository: Repository,
  given: Pick<CheckSuite, "app" | "headSha" | "headBranch" | "before">,
): CheckSuite {
  const suite = identify(world, "CheckSuite", { repository, createdAt: now(), ...given });
  repository.suites.push(suite);
  return suite;
}

/** The check runs of a suite, the oldest first. */
export function runsOf(suite: CheckSuite): CheckRun[] {
  return suite.repository.runs.filter((run) => run.suite === suite);
}

/**
 * The pull requests that GitHub names with a commit's checks: those of its own branches. A fork's are left out.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run
 */
export function pullsOfChecks({ repository, headSha }: CheckSuite): PullRequest[] {
  return repository.pulls.filter(
    ({ state, head }) => state === "open" && head.sha === headSha && head.repository === repository,
  );
}

// From the worst to the best, as the page of a commit sums them up.
const WORST_FIRST = [
  ...["action_required", "cancelled", "timed_out", "failure", "stale", "startup_failure"],
  ...["neutral", "success", "skipped"],
];

/** Returns what the runs of a suite come to together. */
export function sumUp(runs: readonly CheckRun[]): {
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
} {
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const conclusions = runs.map(({ conclusion }) => conclusion);
  return {
    status: "completed",
    conclusion: WORST_FIRST.find((each) => conclusions.includes(each)) ?? null,
  };
}

/** Returns the newest of the runs with the same name: the others are not shown any more. */
export function newestRuns(runs: readonly CheckRun[]): CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of runs) newest.set(`${run.suite.app.id} ${run.name}`, run);
  return [...newest.values()];
}
