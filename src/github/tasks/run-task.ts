/** Reviews as jobs of the queue: identifiers in, what stands on GitHub out. */
import type { Enqueued, Job, JobQueue } from "../../queue/in-process-queue.js";
import type { RecentReplies } from "../answers/replies.js";
import type { GitHubClient } from "../client/github-client.js";
import type { ClientFor } from "../client/installation-client.js";
import type { Log } from "../client/log.js";
import { grantedPermissions } from "../client/permissions.js";
import { findOwners } from "../load/find-owners.js";
import { newProgress, type Progress } from "../load/load-newest.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { RecentPosts } from "../memory/recent-posts.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import { endMergeGroup, type MergeGroupEnd } from "../merge-queue/end-merge-group.js";
import { type MergeGroupJob, mergeGroupTarget, reviewMergeGroup } from "../merge-queue/review-merge-group.js";
import { reportFailure } from "./report-failure.js";
import {
  type PullRequestJob,
  pullRequestKey,
  type ReviewTools,
  reviewPullRequest,
} from "./review-pull-request.js";

export interface JobContext {
  appId: number;
  /** base of the documentation pages that comments link to; undefined for those on GitHub */
  publicUrl: string | undefined;
  clientFor: ClientFor;
  queue: JobQueue;
  recent: RecentPosts;
  policiesOf: (installationId: number) => PolicyCache;
  heads: SharedHeads;
  replies: RecentReplies;
  log: Log;
}

/** A pull request that was closed, with the head that it had. */
export interface ClosedPullRequest {
  installationId: number;
  repository: PullRequestJob["repository"];
  number: number;
  headSha: string;
}

/** The check suite of a commit: all that belongs to it is to be reviewed again. */
export interface CheckSuiteJob {
  installationId: number;
  repository: PullRequestJob["repository"];
  headSha: string;
  /** null where the commit came from a fork */
  headRef: string | null;
}

/** `reference` names the event in the log and, where a review fails, in its check run. */
export function enqueuePullRequest(
  context: JobContext,
  job: PullRequestJob,
  variant: string,
  reference: string,
): Enqueued {
  const id = `${job.head?.sha ?? "newest"} ${variant}`;
  const review = (octokit: GitHubClient, tools: ReviewTools, progress: Progress): Promise<void> =>
    reviewPullRequest(octokit, job, tools, progress);
  const { head, checkedSha, repository, number } = job;
  if (head !== null) context.heads.arrive({ repository, headSha: head.sha }, number);
  const known = head ?? (checkedSha === undefined ? null : { sha: checkedSha, baseRef: "" });
  const target = known === null ? null : targetOf(context, job, known);
  return context.queue.enqueue(pullRequestKey(job), reviewJob(context, job, id, reference, target, review));
}

/** Takes the place of a closed pull request's review, and has those reviewed that share its head. */
export function enqueueClosed(context: JobContext, closed: ClosedPullRequest, reference: string): Enqueued {
  const { installationId, repository, number, headSha } = closed;
  const { appId, heads } = context;
  heads.leave({ repository, headSha }, number);
  return context.queue.enqueue(pullRequestKey(closed), {
    id: "closed",
    async run(signal) {
      const octokit = await context.clientFor(installationId);
      const left = heads.leftBy(repository, number);
      const owners = await Promise.all(left.map((sha) => findOwners(octokit, repository, appId, sha)));
      signal.throwIfAborted();
      heads.lookedAt(repository, number, left);
      const numbers = new Set(owners.flatMap(({ pullNumbers }) => pullNumbers));
      numbers.delete(number);
      for (const other of numbers) reviewToo(context, closed, other, reference);
    },
    giveUp: () => Promise.resolve(),
  });
}

function reviewToo(
  context: JobContext,
  { installationId, repository }: Pick<PullRequestJob, "installationId" | "repository">,
  number: number,
  reference: string,
): void {
  const job = { installationId, repository, number, head: null, askedAgain: false };
  enqueuePullRequest(context, job, "shared", reference);
}

/** Queues the review of a merge queue's group, in place of what is at hand for its head. */
export function enqueueMergeGroup(context: JobContext, job: MergeGroupJob, reference: string): Enqueued {
  const { repository, headSha, baseSha } = job;
  const target = mergeGroupTarget(job, context.appId);
  const review = (octokit: GitHubClient, tools: ReviewTools, progress: Progress): Promise<void> =>
    reviewMergeGroup(octokit, job, tools, progress);
  const id = `${baseSha} ${job.askedAgain}`;
  return context.queue.enqueue(
    headKey(repository, headSha),
    reviewJob(context, job, id, reference, target, review),
  );
}

/** Ends what is at hand for a group that its queue has given up. */
export function enqueueGroupEnd(context: JobContext, job: MergeGroupEnd): Enqueued {
  const { repository, headSha, installationId } = job;
  return context.queue.enqueue(headKey(repository, headSha), {
    id: "destroyed",
    async run(signal) {
      await endMergeGroup(await context.clientFor(installationId), job, context.appId, signal);
    },
    giveUp: () => Promise.resolve(),
  });
}

function headKey({ owner, repo }: PullRequestJob["repository"], headSha: string): string {
  return `${owner}/${repo}@${headSha}`;
}

/** Queues the search for what a check suite belongs to, which then queues the reviews. */
export function enqueueCheckSuite(context: JobContext, job: CheckSuiteJob, reference: string): Enqueued {
  const { repository, headSha, installationId } = job;
  return context.queue.enqueue(`${repository.owner}/${repository.repo}@suite:${headSha}`, {
    id: headSha,
    async run(signal) {
      const octokit = await context.clientFor(installationId);
      const owners = await findOwners(octokit, repository, context.appId, headSha);
      signal.throwIfAborted();
      for (const number of owners.pullNumbers) {
        const again = { installationId, repository, number, head: null, askedAgain: true };
        enqueuePullRequest(context, again, "again", reference);
      }
      for (const baseSha of owners.mergeGroupBases) {
        enqueueMergeGroup(context, { ...job, baseSha, askedAgain: true }, reference);
      }
    },
    giveUp: () => Promise.resolve(),
  });
}

function targetOf(
  context: JobContext,
  job: PullRequestJob,
  head: NonNullable<PullRequestJob["head"]>,
): Progress["target"] {
  const { repository, number } = job;
  return { repository, appId: context.appId, base: head.baseRef, headSha: head.sha, pullNumber: number };
}

function reviewJob(
  context: JobContext,
  job: Pick<PullRequestJob, "installationId" | "repository">,
  id: string,
  reference: string,
  target: Progress["target"],
  review: (octokit: GitHubClient, tools: ReviewTools, progress: Progress) => Promise<void>,
): Job {
  const { clientFor, appId, publicUrl, recent, policiesOf, heads, log } = context;
  const { installationId } = job;
  const tools = { appId, publicUrl, log, recent, policies: policiesOf(installationId), heads };
  const progress = newProgress(target);
  return {
    id,
    async run(signal) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      const more = (number: number): void => reviewToo(context, job, number, reference);
      await review(octokit, { ...tools, signal, granted, reviewToo: more }, progress);
    },
    async giveUp(error) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      await reportFailure(octokit, progress, error, { reference, granted, heads });
    },
  };
}
