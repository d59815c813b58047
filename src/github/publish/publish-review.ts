import type { ReviewPlan } from "../../review/review-plan.js";
import { type CheckContent, checkContentOf } from "../check/check-content.js";
import { FIX_ACTION } from "../check/fix-action.js";
import {
  type MissingPermission,
  missingPermissions,
  missingSentence,
  withMissing,
} from "../check/missing-permissions.js";
import { publishCheck } from "../check/publish-check.js";
import { withUnposted } from "../check/with-unposted.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { allows, type Permissions } from "../client/permissions.js";
import { externalIdOf } from "../load/external-id.js";
import type { LoadedReview } from "../load/load-review.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import { postReview } from "./post-review.js";
import { type Reconciled, reconcile } from "./reconcile.js";
import { tidyThreads } from "./tidy-threads.js";

/** The posts that a publication put on the pull request. */
export interface Published {
  review: Reconciled["review"];
  /** why GitHub takes no review, where it does not; the check run says so too */
  refused: GitHubFailure | null;
}

interface PublishOptions {
  /** someone asked for the check to run again */
  askedAgain: boolean;
  /** permissions of the installation: what it may not do is left out, and said; null where they are not known */
  granted: Permissions | null;
  /** aborted where a newer task has taken this one's place */
  signal: AbortSignal;
  /** null where no check run is to be posted */
  heads: SharedHeads | null;
  log: Log;
}

const NOT_A_PULL_REQUEST: Reconciled = { review: null, fixed: [], outdated: [] };

/**
 * Posts what of a plan is not posted yet: the review and the check run side by side, then old threads are folded.
 * Once it has begun it goes to its end, so that the next task finds the markers.
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
    ...checkContentOf(plan, externalIdOf(target)),
    summary: withMissing(plan.check.summary, missing),
    actions: hasFixes && granted !== null && allows(granted, "contents", "write") ? [FIX_ACTION] : [],
  };
  const mayCheck = may("checks", granted);
  const { checkRuns: runs, repositoryUrl } = loaded;
  signal.throwIfAborted();
  const { repository, pullNumber } = target;
  // A check run lands in any suite of its token's App, so one by a workflow's token can stand under another workflow.
  // https://github.com/orgs/community/discussions/24616
  const say = async (what: CheckContent): Promise<void> => {
    if (heads === null || !mayCheck) return;
    await publishCheck(octokit, { target, verdict: what, runs, repositoryUrl, askedAgain }, heads);
  };
  const [posted] = await settleAll([
    reconciled.review !== null && pullNumber !== null
      ? orRefused(
          postReview(
            octokit,
            repository,
            pullNumber,
            mayCheck ? plan : withNote(plan, missing),
            reconciled.review,
            log,
          ),
          log,
        )
      : Promise.resolve({ inline: true, refused: null }),
    say(verdict),
  ]);
  const { inline, refused } = posted;
  if (refused !== null) {
    await say(withUnposted(verdict, refused, ""));
    return { review: null, refused };
  }
  // Where the new comments found no place, the old ones are still the best there is.
  await tidyThreads(octokit, { ...reconciled, outdated: inline ? reconciled.outdated : [] }, log);
  return { review: reconciled.review, refused };
}

interface Posted {
  inline: boolean;
  refused: GitHubFailure | null;
}

// A locked conversation takes no words of an App's, and what the check has found holds all the same.
// https://github.com/renovatebot/renovate/issues/6215
async function orRefused(posting: Promise<boolean>, log: Log): Promise<Posted> {
  try {
    return { inline: await posting, refused: null };
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.retryable) throw error;
    log.warn({ err: error }, "GitHub refused the review");
    return { inline: false, refused: error };
  }
}

function may(permission: string, granted: Permissions | null): boolean {
  return granted === null || allows(granted, permission, "write");
}

// The body is the only place left for it.
function withNote(plan: ReviewPlan, missing: readonly MissingPermission[]): ReviewPlan {
  return { ...plan, reviewBody: `${plan.reviewBody ?? ""}\n\n${missingSentence(missing)}` };
}

// Waits for both, so that nothing is still being posted when the task ends, and then fails as the first one did.
async function settleAll<A, B>(promises: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
