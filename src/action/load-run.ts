import { setTimeout as sleep } from "node:timers/promises";
import type { GitHubClient } from "../github/client/github-client.js";
import { GitHubFailure } from "../github/client/github-failure.js";
import { type LoadedReview, loadReview } from "../github/load/load-review.js";
import { retryMissing } from "../github/load/retry-missing.js";
import type { ReviewTarget } from "../github/load/review-target.js";
import type { PullRequestEvent, WorkflowRun } from "./read-workflow.js";
import { isForbidden, type Silence } from "./silence.js";

interface LoadedRun {
  target: ReviewTarget;
  review: LoadedReview;
  /** set where the pull request is not to be spoken to */
  silence: Silence | null;
}

export interface LoadTools {
  octokit: GitHubClient;
  /** milliseconds that GitHub's copies may lag behind the event */
  lagMs: number;
}

/** How often the pull request may be another one than the event said. */
const MAX_MOVES = 4;

/**
 * Loads what a run is about. The job's status stands on one commit, so that commit is reviewed, and no newer one that
 * the pull request may have by now.
 */
export async function loadRun(
  { repository, event }: WorkflowRun,
  { octokit, lagMs }: LoadTools,
  attempt: number,
): Promise<LoadedRun> {
  const load: Load = (base, pullNumber) => {
    const head = { repository, appId: null, base, headSha: event.headSha, pullNumber };
    const target = event.kind === "merge_group" ? { ...head, groupBase: event.baseSha } : head;
    return retryMissing(attempt, async () => ({
      target,
      review: await loadReview(octokit, target, { cache: null, attempt }),
    }));
  };
  if (event.kind === "merge_group") return { ...(await load(event.baseRef, null)), silence: null };
  return loadPullRequest(event, load, lagMs);
}

type Load = (base: string, pullNumber: number | null) => Promise<Omit<LoadedRun, "silence">>;

async function loadPullRequest(event: PullRequestEvent, load: Load, lagMs: number): Promise<LoadedRun> {
  const { number, headSha } = event;
  let { baseRef } = event;
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    const loaded = await load(baseRef, number).catch(nullWhereForbidden);
    if (loaded === null) return { ...(await load(baseRef, null)), silence: "may-not-read" };
    const now = loaded.review.pullRequest!;
    if (now.headSha === headSha && now.baseRef === baseRef) return { ...loaded, silence: null };
    baseRef = now.baseRef;
    if (now.headSha === headSha) continue;
    // Another head is a newer one, or one of before that a copy of GitHub's still has.
    if (moves > 0) return { ...(await load(baseRef, null)), silence: "newer-commit" };
    await sleep(lagMs);
  }
  throw new GitHubFailure("The pull request moved while it was loaded", { retryable: true });
}

function nullWhereForbidden(error: unknown): null {
  if (isForbidden(error)) return null;
  throw error;
}
