import type { ReviewPlan } from "../review/review-plan.js";
import { externalIdOf } from "./external-id.js";
import type { GitHubClient } from "./github-client.js";
import type { LoadedReview, ReviewTarget } from "./load-review.js";
import type { Log } from "./log.js";
import { postReview } from "./post-review.js";
import { publishCheck } from "./publish-check.js";
import { type Reconciled, reconcile } from "./reconcile.js";
import { verdictOf } from "./reconcile-check.js";
import type { SharedHeads } from "./shared-heads.js";
import { tidyThreads } from "./tidy-threads.js";

/** What a publication put on the pull request. */
export interface Published {
  review: Reconciled["review"];
}

export interface PublishOptions {
  /** someone asked for the check to run again */
  askedAgain: boolean;
  /** aborted where a newer job has taken this one's place */
  signal: AbortSignal;
  /** null where no check run is to be posted */
  heads: SharedHeads | null;
  log: Log;
}

const NOT_A_PULL_REQUEST: Reconciled = { review: null, fixed: [], outdated: [] };

/**
 * Posts what of a plan is not posted yet: the review and the check run side by side, then old threads are folded.
 * Once it has begun it goes to its end, so that the next job finds the markers.
 */
export async function publishReview(
  octokit: GitHubClient,
  target: ReviewTarget,
  plan: ReviewPlan,
  loaded: Pick<LoadedReview, "pullRequest" | "checkRuns" | "repositoryUrl">,
  { askedAgain, signal, heads, log }: PublishOptions,
): Promise<Published> {
  const reconciled = loaded.pullRequest === null ? NOT_A_PULL_REQUEST : reconcile(plan, loaded.pullRequest);
  const verdict = verdictOf(plan, externalIdOf(target));
  const { checkRuns: runs, repositoryUrl } = loaded;
  signal.throwIfAborted();
  const { repository, pullNumber } = target;
  const [inline] = await settleAll([
    reconciled.review !== null && pullNumber !== null
      ? postReview(octokit, repository, pullNumber, plan, reconciled.review, log)
      : Promise.resolve(true),
    // A check run lands in any suite of its token's App, so one by a workflow's token can stand under another workflow.
    // https://github.com/orgs/community/discussions/24616
    heads === null
      ? Promise.resolve()
      : publishCheck(octokit, { target, verdict, runs, repositoryUrl, askedAgain }, heads),
  ]);
  // Where the new comments found no place, the old ones are still the best there is.
  await tidyThreads(octokit, { ...reconciled, outdated: inline ? reconciled.outdated : [] }, log);
  return { review: reconciled.review };
}

// Waits for both, so that nothing is still being posted when the job ends, and then fails as the first one did.
async function settleAll<A, B>(promises: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
