/** A workflow's run to its review: loads, asks the engine, and posts what the token may post. */

import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeSet } from "../changeset/change-set.js";
import { reviewChange } from "../engine.js";
import { GitHubFailure } from "../github/client/github-failure.js";
import type { Log } from "../github/client/log.js";
import { loadRenderings } from "../github/load/load-renderings.js";
import type { LoadedReview } from "../github/load/load-review.js";
import { policyForAuthor } from "../github/load/policy-for-author.js";
import type { ReviewTarget } from "../github/load/review-target.js";
import { publishReview } from "../github/publish/publish-review.js";
import type { Policy } from "../policy/policy.js";
import { unpackRenderings } from "../render/packed-renderings.js";
import { renderChange } from "../render/render-change.js";
import { circumstancesAt } from "../review/circumstances.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { probeJudge } from "../review/suggest/probe-judge.js";
import { type LoadTools, loadRun } from "./load-run.js";
import type { WorkflowEvent, WorkflowRun } from "./read-workflow.js";
import { isForbidden, type Silence } from "./silence.js";

export interface ReviewedRun {
  kind: "reviewed";
  plan: ReviewPlan;
  changeSet: ChangeSet;
  /** why what the review says is not on the pull request; null where it is, or where there is none */
  silence: Silence | null;
}

export interface UnfinishedRun {
  kind: "unfinished";
  conclusion: Policy["onError"];
  error: unknown;
}

export interface RunTools extends LoadTools {
  log: Log;
  /** milliseconds before each further try; a job's minutes cost money, so these are few */
  backoffMs: readonly number[];
}

/** Longer than this a job does not wait for GitHub's limits: an hour of a runner costs more than pressing a button. */
const LONGEST_WAIT_MS = 120_000;

interface RunProgress {
  onError: Policy["onError"];
  /** the verdict, whatever becomes of its comments */
  reviewed: ReviewedRun | null;
}

/**
 * Reviews the commit that the run belongs to. The verdict stands where only its comments could not be posted; a review
 * that has none concludes what the policy says, and fails where that could not be read.
 */
export async function reviewRun(run: WorkflowRun, tools: RunTools): Promise<ReviewedRun | UnfinishedRun> {
  const progress: RunProgress = { onError: "failure", reviewed: null };
  try {
    return await withRetries(tools, (attempt) => reviewOnce(run, tools, attempt, progress));
  } catch (error) {
    if (error instanceof GitHubFailure && progress.reviewed !== null) return progress.reviewed;
    return { kind: "unfinished", conclusion: progress.onError, error };
  }
}

async function reviewOnce(
  run: WorkflowRun,
  tools: RunTools,
  attempt: number,
  progress: RunProgress,
): Promise<ReviewedRun> {
  const { target, review, silence } = await loadRun(run, tools, attempt);
  progress.onError = review.policy.onError;
  const { changeSet, renderings } = await loadRenderings(review, {
    ...{ attempt, log: tools.log },
    judge: (change, policy) => probeJudge((made) => renderChange(change, { renderings: made }), policy),
  });
  const rendered = renderChange(changeSet, { renderings: unpackRenderings(renderings) });
  const plan = reviewChange(rendered, policyForAuthor(review), circumstancesAt(new Date()));
  progress.reviewed = { kind: "reviewed", plan, changeSet, silence: silence ?? "not-taken" };
  return {
    ...progress.reviewed,
    silence: silence ?? (await post(run.event, target, plan, review, tools)),
  };
}

async function post(
  event: WorkflowEvent,
  target: ReviewTarget,
  plan: ReviewPlan,
  review: LoadedReview,
  { octokit, log }: RunTools,
): Promise<Silence | null> {
  if (event.kind === "merge_group" || review.pullRequest === null) return null;
  const { signal } = new AbortController();
  try {
    const options = { askedAgain: false, granted: null, signal, heads: null, log };
    const { refused } = await publishReview(octokit, target, plan, review, options);
    if (refused !== null) throw refused;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return event.fork ? "fork" : "may-not-write";
  }
  if (!review.pullRequest.open) return "closed";
  return review.pullRequest.draft ? "draft" : null;
}

// Each try loads anew, and so finds by their markers the comments that an earlier one has posted.
async function withRetries<T>(
  { backoffMs, log }: RunTools,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work(tries + 1);
    } catch (error) {
      const wait = waitBefore(error, backoffMs[tries]);
      if (wait === null) throw error;
      log.warn({ tries }, "GitHub did not answer as it should; trying again");
      await sleep(wait);
    }
  }
}

function waitBefore(error: unknown, backoffMs: number | undefined): number | null {
  if (!(error instanceof GitHubFailure) || !error.retryable || backoffMs === undefined) return null;
  const wait = Math.max(backoffMs, error.retryAfterMs ?? 0);
  return wait > LONGEST_WAIT_MS ? null : wait;
}
