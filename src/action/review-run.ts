/** A workflow's run to its review: loads, asks the engine, and posts what the token may post. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeSet } from "../changeset/change-set.js";
import { reviewChangeSet } from "../engine.js";
import { GitHubFailure } from "../github/github-failure.js";
import type { LoadedReview, ReviewTarget } from "../github/load-review.js";
import type { Log } from "../github/log.js";
import { publishReview } from "../github/publish-review.js";
import { policyFor } from "../github/review-pull-request.js";
import type { Policy } from "../policy/policy.js";
import { type Circumstances, circumstancesAt } from "../review/circumstances.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { type LoadedRun, type LoadTools, loadRun } from "./load-run.js";
import type { WorkflowEvent, WorkflowRun } from "./read-workflow.js";
import { isForbidden, type Silence } from "./silence.js";

export interface ReviewedRun {
  kind: "reviewed";
  plan: ReviewPlan;
  changeSet: ChangeSet;
  circumstances: Circumstances;
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

/** Reviews the commit that the run belongs to. A review that cannot finish concludes what the policy says. */
export async function reviewRun(run: WorkflowRun, tools: RunTools): Promise<ReviewedRun | UnfinishedRun> {
  const progress = { misses: 0, onError: "failure" as Policy["onError"] };
  try {
    return await withRetries(tools, async () => {
      const loaded = await loadRun(run, tools, progress);
      progress.onError = loaded.review.policy.onError;
      return reviewLoaded(run.event, loaded, tools);
    });
  } catch (error) {
    return { kind: "unfinished", conclusion: progress.onError, error };
  }
}

async function reviewLoaded(event: WorkflowEvent, loaded: LoadedRun, tools: RunTools): Promise<ReviewedRun> {
  const { changeSet } = loaded.review;
  const circumstances = circumstancesAt(new Date());
  const plan = reviewChangeSet(changeSet, policyFor(loaded.review), circumstances);
  const silence = loaded.silence ?? (await post(event, loaded.target, plan, loaded.review, tools));
  return { kind: "reviewed", plan, changeSet, circumstances, silence };
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
    await publishReview(octokit, target, plan, review, { askedAgain: false, signal, log });
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return event.fork ? "fork" : "may-not-write";
  }
  if (!review.pullRequest.open) return "closed";
  return review.pullRequest.draft ? "draft" : null;
}

// Each try loads anew, and so finds by their markers the comments that an earlier one has posted.
async function withRetries<T>({ backoffMs, log }: RunTools, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
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
