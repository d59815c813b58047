/** Reviews as jobs of the queue: identifiers in, what stands on GitHub out. */
import type { Enqueued, Job, JobQueue } from "../queue/job-queue.js";
import { findOwners } from "./find-pull-requests.js";
import type { GitHubClient } from "./github-client.js";
import type { ClientFor } from "./installation-client.js";
import { newProgress, type Progress } from "./load-newest.js";
import type { Log } from "./log.js";
import { grantedPermissions } from "./permissions.js";
import type { PolicyCache } from "./policy-cache.js";
import type { RecentPosts } from "./recent-posts.js";
import type { RecentReplies } from "./replies.js";
import { reportFailure } from "./report-failure.js";
import { type MergeGroupJob, reviewMergeGroup } from "./review-merge-group.js";
import {
  type PullRequestJob,
  pullRequestKey,
  type ReviewTools,
  reviewPullRequest,
} from "./review-pull-request.js";

export interface JobContext {
  appId: number;
  /** base of the documentation pages that comments link to; undefined for those on GitHub */
  docsUrl: string | undefined;
  clientFor: ClientFor;
  queue: JobQueue;
  recent: RecentPosts;
  policiesOf: (installationId: number) => PolicyCache;
  replies: RecentReplies;
  log: Log;
}

/** The check suite of a commit: all that belongs to it is to be reviewed again. */
export interface CheckSuiteJob {
  installationId: number;
  repository: PullRequestJob["repository"];
  headSha: string;
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
  const { head, checkedSha } = job;
  const known = head ?? (checkedSha === undefined ? null : { sha: checkedSha, baseRef: "" });
  const target = known === null ? null : targetOf(context, job, known);
  return context.queue.enqueue(pullRequestKey(job), reviewJob(context, job, id, reference, target, review));
}

/** Queues the review of a merge queue's group. */
export function enqueueMergeGroup(context: JobContext, job: MergeGroupJob, reference: string): Enqueued {
  const { repository, headSha, baseSha } = job;
  const target = { repository, appId: context.appId, base: baseSha, headSha, pullNumber: null };
  const review = (octokit: GitHubClient, tools: ReviewTools, progress: Progress): Promise<void> =>
    reviewMergeGroup(octokit, job, tools, progress);
  const key = `${repository.owner}/${repository.repo}@${headSha}`;
  const id = `${baseSha} ${job.askedAgain}`;
  return context.queue.enqueue(key, reviewJob(context, job, id, reference, target, review));
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
  { clientFor, appId, docsUrl, recent, policiesOf, log }: JobContext,
  { installationId }: { installationId: number },
  id: string,
  reference: string,
  target: Progress["target"],
  review: (octokit: GitHubClient, tools: ReviewTools, progress: Progress) => Promise<void>,
): Job {
  const progress = newProgress(target);
  return {
    id,
    async run(signal) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      const tools = { appId, docsUrl, signal, granted, log, recent, policies: policiesOf(installationId) };
      await review(octokit, tools, progress);
    },
    async giveUp(error) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      await reportFailure(octokit, progress, error, { reference, granted });
    },
  };
}
