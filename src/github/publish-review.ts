import type { ReviewPlan } from "../review/review-plan.js";
import { FIX_ACTION } from "./fix-action.js";
import type { GitHubClient } from "./github-client.js";
import type { LoadedReview, ReviewTarget } from "./load-review.js";
import type { Log } from "./log.js";
import {
  type MissingPermission,
  missingPermissions,
  missingSentence,
  withMissing,
} from "./missing-permissions.js";
import { allows, type Permissions } from "./permissions.js";
import { postCheck } from "./post-check.js";
import { postReview } from "./post-review.js";
import type { PostedCheckRun } from "./read-posted.js";
import { type Reconciled, reconcile } from "./reconcile.js";
import { type CheckRequest, reconcileCheck, verdictOf } from "./reconcile-check.js";
import { tidyThreads } from "./tidy-threads.js";

/** What a publication put on GitHub. */
export interface Published {
  review: Reconciled["review"];
  checkRun: PostedCheckRun | null;
}

export interface PublishOptions {
  /** someone asked for the check to run again */
  askedAgain: boolean;
  /** what the installation may do: what it may not is left out, and said; null where nobody knows */
  granted: Permissions | null;
  /** aborted where a newer job has taken this one's place */
  signal: AbortSignal;
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
  loaded: Pick<LoadedReview, "pullRequest" | "checkRuns" | "policy">,
  { askedAgain, granted, signal, log }: PublishOptions,
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
  // A check run lands in any suite of its token's App, so one by a workflow's token can stand under another workflow.
  // https://github.com/orgs/community/discussions/24616
  const check =
    mayCheck && target.appId !== null ? reconcileCheck(verdict, loaded.checkRuns, askedAgain) : null;
  signal.throwIfAborted();
  const { repository, pullNumber } = target;
  const [inline, checkRunId] = await settleAll([
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
    check === null ? Promise.resolve(null) : postCheck(octokit, repository, check),
  ]);
  // Where the new comments found no place, the old ones are still the best there is.
  await tidyThreads(octokit, { ...reconciled, outdated: inline ? reconciled.outdated : [] }, log);
  return { review: reconciled.review, checkRun: toPosted(check, checkRunId, target) };
}

function may(permission: string, granted: Permissions | null): boolean {
  return granted === null || allows(granted, permission, "write");
}

// The body is the only place left for it.
function withNote(plan: ReviewPlan, missing: readonly MissingPermission[]): ReviewPlan {
  return { ...plan, reviewBody: `${plan.reviewBody ?? ""}\n\n${missingSentence(missing)}` };
}

/** What a check run belongs to: for a fork's it is the only way back to the pull request. */
export function externalIdOf(target: Pick<ReviewTarget, "pullNumber" | "base">): string {
  return target.pullNumber === null ? `${MERGE_GROUP}${target.base}` : String(target.pullNumber);
}

/** Opens the external id of a merge queue's check run; the group's base commit follows. */
export const MERGE_GROUP = "merge-group:";

// Waits for both, so that nothing is still being posted when the job ends, and then fails as the first one did.
async function settleAll<A, B>(promises: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function toPosted(
  check: CheckRequest | null,
  id: number | null,
  target: ReviewTarget,
): PostedCheckRun | null {
  if (check === null || id === null) return null;
  const { conclusion, output } = check.body;
  return {
    id,
    externalId: externalIdOf(target),
    completed: true,
    conclusion,
    title: output.title,
    summary: output.summary,
    hasAnnotations: (output.annotations ?? []).length > 0,
  };
}
