/** What somebody asked for, as jobs that are kept: in the lane of the pull request's reviews, one at a time with them. */

import type { Enqueued, Job } from "../../queue/in-process-queue.js";
import { writeFixAnswer } from "../../review/answers/fix-answer.js";
import {
  answerComment,
  type CommentRequest,
  type CommentTools,
  reportCommandFailure,
} from "../answers/answer-comment.js";
import { react } from "../answers/replies.js";
import { noteInCheck } from "../check/note-in-check.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import { grantedPermissions } from "../client/permissions.js";
import { type FixRequest, fixPullRequest } from "../fix/fix-pull-request.js";
import { pullRequestKey } from "./review-pull-request.js";
import { enqueuePullRequest, type JobContext } from "./run-task.js";

export interface CommentJob extends CommentRequest {
  installationId: number;
}

/** Somebody pressed "Fix all" in a check run. */
export interface PressJob extends Omit<FixRequest, "reference"> {
  installationId: number;
  checkRunId: number;
}

/** Queues the answer to a comment; `reference` names the event in the log. */
export function enqueueComment(context: JobContext, job: CommentJob, reference: string): Enqueued {
  const { installationId, repository, number, commentId, isEdited } = job;
  if (!isEdited) acknowledge(context, job);
  const reviewAgain = (): void => {
    const again = { installationId, repository, number, head: null, askedAgain: true };
    enqueuePullRequest(context, again, "again", reference);
  };
  const id = `comment ${commentId}${isEdited ? " edited" : ""}`;
  const answer: Job = {
    ...{ id, kept: true },
    async run(signal) {
      const octokit = await context.clientFor(installationId);
      await answerComment(octokit, job, await toolsFor(context, job, octokit, signal, reviewAgain));
    },
    async giveUp(error) {
      const octokit = await context.clientFor(installationId);
      const tools = await toolsFor(context, job, octokit, new AbortController().signal, reviewAgain);
      await reportCommandFailure(octokit, job, error, reference, tools);
    },
  };
  return context.queue.enqueue(pullRequestKey(job), answer);
}

/** Queues the commit that a button asks for; `delivery` names the press, however often it is delivered. */
export function enqueueFix(context: JobContext, job: PressJob, delivery: string): Enqueued {
  const { installationId, repository, number, checkRunId } = job;
  const reference = `press-${delivery.replace(/[^\w-]/g, "")}`;
  const { appId, publicUrl, clientFor, policiesOf, heads, log } = context;
  return context.queue.enqueue(pullRequestKey(job), {
    ...{ id: reference, kept: true },
    async run(signal) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      const outcome = await fixPullRequest(
        octokit,
        { ...job, reference },
        { appId, publicUrl, signal, granted, policies: policiesOf(installationId), heads },
      );
      // A commit is its own answer: its review follows.
      if (outcome.kind !== "committed")
        await noteInCheck(octokit, repository, checkRunId, writeFixAnswer(outcome));
      log.info({ ...repository, pull: number, outcome: outcome.kind }, "Answered a button");
    },
    async giveUp(error) {
      const why = error instanceof GitHubFailure ? ` A request to GitHub failed (${error.message}).` : "";
      const note = `The fixes could not be committed.${why} Please press the button again.`;
      await noteInCheck(await clientFor(installationId), repository, checkRunId, note);
    },
  });
}

// In a lane of its own, since the answer may have to wait for a review.
function acknowledge({ queue, clientFor, log }: JobContext, job: CommentJob): void {
  const { installationId, repository, commentId } = job;
  queue.enqueue(`${pullRequestKey(job)} comment ${commentId}`, {
    id: "seen",
    run: async () => react(await clientFor(installationId), repository, commentId, "eyes", log),
    giveUp: () => Promise.resolve(),
  });
}

async function toolsFor(
  { appId, publicUrl, log, replies, policiesOf, heads }: JobContext,
  { installationId }: CommentJob,
  octokit: GitHubClient,
  signal: AbortSignal,
  reviewAgain: () => void,
): Promise<CommentTools> {
  const granted = await grantedPermissions(octokit);
  const policies = policiesOf(installationId);
  return { appId, publicUrl, log, replies, policies, heads, signal, granted, reviewAgain };
}
