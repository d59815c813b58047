import type { ReviewPlan } from "../../review/review-plan.js";
import { FIX_ACTION } from "../check/fix-action.js";
import {
  type MissingPermission,
  missingPermissions,
  missingSentence,
  withMissing,
} from "../check/missing-permissions.js";
import { publishCheck } from "../check/publish-check.js";
import { verdictOf } from "../check/reconcile-check.js";
import type { GitHubClient } from "../client/github-client.js";
import type { Log } from "../client/log.js";
import { allows, type Permissions } from "../client/permissions.js";
import { externalIdOf } from "../load/external-id.js";
import type { LoadedReview, ReviewTarget } from "../load/load-review.js";
import type { SharedHeads } from "../load/shared-heads.js";
import { postReview } from "./post-review.js";
import { type Reconciled, reconcile } from "./reconcile.js";
import { tidyThreads } from "./tidy-threads.js";

/** What a publication put on the pull request. */
export interface Published {
  review: Reconciled["review"];
}

export interface PublishOptions {
  /** someone asked for the check to run again */
  askedAgain: boolean;
  /** what the installation may do: what it may not is left out, and said; null where nobody knows */
  granted: Permissions | null;
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
  { askedAgain, granted, signal, heads, log }: PublishOptions,
): Promise<Published> {
  const mayComment = loaded.pullRequest !== null && may("pull_requests", granted);
  const reconciled = mayComment ? reconcile(plan, loaded.pullRequest!) : NOT_A_PULL_REQUEST;
  const hasFixes = plan.check.fixable > 0 && loaded.pullRequest?.open === true;
  const missing = granted === null ? [] : missingPermissions(granted, hasFixes);
  const verdict = {
    ...verdictOf(plan, externalIdOf(target)),
    summary: withMissing(plan.check.summary, missing),
    actions: hasFixes && granted !== null && allows(granted, "contents", "write") ? [FIX_ACTION] : [],
  };
  const mayCheck = may("checks", granted);
  const { checkRuns: runs, repositoryUrl } = loaded;
  signal.throwIfAborted();
  const { repository, pullNumber } = target;
  const [inline] = await settleAll([
    reconciled.review !== null && pullNumber !== null
      ? postReview(
          octokit,
          repository,
          pullNumber,
          mayCheck ? plan : withNote(plan, missing),
          reconciled.review,
          log,
        )
      : Promise.resolve(true),
    // A check run lands in any suite of its token's App, so one by a workflow's token can stand under another workflow.
    // https://github.com/orgs/community/discussions/24616
    heads === null || !mayCheck
      ? Promise.resolve()
      : publishCheck(octokit, { target, verdict, runs, repositoryUrl, askedAgain }, heads),
  ]);
  // Where the new comments found no place, the old ones are still the best there is.
  await tidyThreads(octokit, { ...reconciled, outdated: inline ? reconciled.outdated : [] }, log);
  return { review: reconciled.review };
}

function may(permission: string, granted: Permissions | null): boolean {
  return granted === null || allows(granted, permission, "write");
}

// The body is the only place left for it.
function withNote(plan: ReviewPlan, missing: readonly MissingPermission[]): ReviewPlan {
  return { ...plan, reviewBody: `${plan.reviewBody ?? ""}\n\n${missingSentence(missing)}` };
}

// Waits for both, so that nothing is still being posted when the job ends, and then fails as the first one did.
async function settleAll<A, B>(promises: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
