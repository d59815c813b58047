/** Loads a pull request at its newest head: a webhook can be late, and the head can move while it is loaded. */
import type { Policy } from "../../policy/policy.js";
import type { Verdict } from "../check/verdict.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Permissions } from "../client/permissions.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import { type LoadedReview, loadReview } from "./load-review.js";
import { type Misses, retryMissing } from "./retry-missing.js";
import type { ReviewTarget } from "./review-target.js";

/** A pull request, and what a webhook said of its head. */
export interface PullRequestHead {
  repository: RepositoryRef;
  number: number;
  /** null where nobody has said it */
  head: { sha: string; baseRef: string } | null;
}

/** How far a review came, for the sentence that has to be said if it fails. */
export interface Progress extends Misses {
  policyTries: number;
  target: ReviewTarget | null;
  loaded: Pick<LoadedReview, "checkRuns" | "pullRequest" | "repositoryUrl"> | null;
  onError: Policy["onError"];
  /** the verdict that the check run has of this review, whatever becomes of the rest; null where it has none */
  checked: Verdict | null;
}

/** Where a review begins; `target` is known where an event names the head. */
export function newProgress(target: ReviewTarget | null = null): Progress {
  return { target, loaded: null, onError: "failure", checked: null, misses: 0, policyTries: 0 };
}

export interface LoadingTools {
  appId: number;
  signal: AbortSignal;
  granted: Permissions;
  /** policies of other repositories that this installation has seen */
  policies: PolicyCache;
  heads: SharedHeads;
}

/** A job follows a head that moves under it so many times. */
const MAX_MOVES = 3;

/** Loads; a head that moves again and again is a failure worth another try. */
export async function loadNewest(
  octokit: GitHubClient,
  pull: PullRequestHead,
  { appId, signal, granted, policies, heads }: LoadingTools,
  progress: Progress,
): Promise<{ target: ReviewTarget; loaded: LoadedReview }> {
  // What was not found may have moved: a base branch can be renamed.
  let head = progress.misses === 0 ? pull.head : null;
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    signal.throwIfAborted();
    head ??= await readHead(octokit, pull);
    const { repository, number } = pull;
    const formerHeads = heads.leftBy(repository, number).filter((sha) => sha !== head?.sha);
    const { sha: headSha, baseRef: base } = head;
    const target = { repository, appId, base, headSha, pullNumber: number, formerHeads };
    // What is on another commit says nothing of this one.
    if (progress.target?.headSha !== headSha) progress.loaded = null;
    progress.target = target;
    const loaded = await retryMissing(progress, () =>
      loadReview(octokit, target, { cache: policies, tries: progress }, granted),
    );
    progress.loaded = loaded;
    progress.onError = loaded.policy.onError;
    const now = loaded.pullRequest!;
    if (now.headSha === headSha && now.baseRef === base) return { target, loaded };
    head = { sha: now.headSha, baseRef: now.baseRef };
  }
  throw new GitHubFailure("The head moved while it was loaded", { retryable: true });
}

async function readHead(
  octokit: GitHubClient,
  { repository, number }: PullRequestHead,
): Promise<{ sha: string; baseRef: string }> {
  const { data } = await askGitHub("Reading the pull request", () =>
    octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...repository, pull_number: number }),
  );
  return { sha: data.head.sha, baseRef: data.base.ref };
}
