/** Loads a pull request at its newest head: a webhook can be late, and the head can move while it is loaded. */
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Permissions } from "../client/permissions.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import { type LoadedReview, loadReview } from "./load-review.js";
import { isMissing, retryMissing } from "./retry-missing.js";
import type { ReviewTarget } from "./review-target.js";

/** A pull request, and what a webhook said of its head. */
export interface PullRequestHead {
  repository: RepositoryRef;
  number: number;
  /** null where no event has named it */
  head: { sha: string; baseRef: string } | null;
}

export interface LoadingTools {
  appId: number;
  /** 1 for the first try of a task */
  attempt: number;
  signal: AbortSignal;
  granted: Permissions;
  /** policies of other repositories that this installation has seen */
  policies: PolicyCache;
  heads: SharedHeads;
}

/** A task follows a head that moves under it so many times. */
const MAX_MOVES = 3;

/** Loads; a head that moves again and again is a failure worth another try. */
export async function loadNewest(
  octokit: GitHubClient,
  pull: PullRequestHead,
  tools: LoadingTools,
): Promise<{ target: ReviewTarget; loaded: LoadedReview }> {
  let { head } = pull;
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    tools.signal.throwIfAborted();
    const { sha: headSha, baseRef: base } = head ?? (await readHead(octokit, pull));
    const { repository, number } = pull;
    const left = await tools.heads.leftBy(repository, number);
    const formerHeads = left.filter((sha) => sha !== headSha);
    const target = { repository, appId: tools.appId, base, headSha, pullNumber: number, formerHeads };
    const loaded = await loadTarget(octokit, target, tools, head !== null && head === pull.head);
    // A base branch can be renamed: GitHub knows what it is called now.
    if (loaded === "missing") {
      head = null;
      continue;
    }
    const now = loaded.pullRequest!;
    if (now.headSha === headSha && now.baseRef === base) return { target, loaded };
    head = { sha: now.headSha, baseRef: now.baseRef };
  }
  throw new GitHubFailure("The head moved while it was loaded", { retryable: true });
}

// GitHub may not find what an event names at first, as long as its copies lag behind; later it may have moved.
async function loadTarget(
  octokit: GitHubClient,
  target: ReviewTarget,
  { attempt, granted, policies }: LoadingTools,
  isFromEvent: boolean,
): Promise<LoadedReview | "missing"> {
  try {
    const asking = { cache: policies, attempt };
    return await retryMissing(attempt, () => loadReview(octokit, target, asking, granted));
  } catch (error) {
    if (isFromEvent && attempt > 1 && isMissing(error)) return "missing";
    throw error;
  }
}

/** The head of a pull request as it is now, and whether it is open. */
export async function readHead(
  octokit: GitHubClient,
  { repository, number }: Pick<PullRequestHead, "repository" | "number">,
): Promise<{ sha: string; baseRef: string; open: boolean }> {
  const { data } = await askGitHub("Reading the pull request", () =>
    octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...repository, pull_number: number }),
  );
  return { sha: data.head.sha, baseRef: data.base.ref, open: data.state === "open" };
}
