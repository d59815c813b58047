/** What somebody asked for, as jobs that are kept: in the lane of the pull request's reviews, one at a time with them. */

import type { Enqueued } from "../queue/job-queue.js";
import { writeFixAnswer } from "../review/answers/fix-answer.js";
import { type FixRequest, fixPullRequest } from "./fix-pull-request.js";
import { GitHubFailure } from "./github-failure.js";
import { noteInCheck } from "./note-in-check.js";
import { grantedPermissions } from "./permissions.js";
import type { JobContext } from "./review-jobs.js";
import { pullRequestKey } from "./review-pull-request.js";

/** Somebody pressed "Fix all" in a check run. */
export interface PressJob extends Omit<FixRequest, "reference"> {
  installationId: number;
  checkRunId: number;
}

/** Queues the commit that a button asks for; `delivery` names the press, however often it is delivered. */
export function enqueueFix(context: JobContext, job: PressJob, delivery: string): Enqueued {
  const { installationId, repository, number, checkRunId } = job;
  const reference = `press-${delivery.replace(/[^\w-]/g, "")}`;
  const { appId, docsUrl, clientFor, log } = context;
  return context.queue.enqueue(pullRequestKey(job), {
    ...{ id: reference, kept: true },
    async run(signal) {
      const octokit = await clientFor(installationId);
      const granted = await grantedPermissions(octokit);
      const outcome = await fixPullRequest(
        octokit,
        { ...job, reference },
        { appId, docsUrl, signal, granted },
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
