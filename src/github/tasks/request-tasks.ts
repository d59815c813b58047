/** Tasks that people ask for: by a command in a comment, by a button of the check run, or by granting more. */
import { AnalysisFailure, tooMuchSentence } from "../../analysis/analysis-failure.js";
import { writeFixAnswer } from "../../review/answers/fix-answer.js";
import { answerComment, type CommentTools, reportCommandFailure } from "../answers/answer-comment.js";
import { react } from "../answers/replies.js";
import { noteInCheck } from "../check/note-in-check.js";
import { GitHubFailure } from "../client/github-failure.js";
import { grantedPermissions, type Permissions } from "../client/permissions.js";
import { fixPullRequest } from "../fix/fix-pull-request.js";
import { checksToRenew } from "../sweep/checks-to-renew.js";
import { type Acknowledge, type AnswerComment, type Fix, idOf, type RenewChecks } from "../task.js";
import { LAST_WORD, loadingTools, signIn, type TaskKind, type TaskTools, type Try } from "./task-tools.js";

export const ANSWER_COMMENT: TaskKind<AnswerComment> = {
  async run(task, at, tools) {
    const { octokit, granted } = await signIn(task, tools);
    await answerComment(octokit, task, commentTools(task, at, granted, tools));
  },
  async giveUp(task, error, tools) {
    const { octokit, granted } = await signIn(task, tools);
    await reportCommandFailure(octokit, task, error, commentTools(task, LAST_WORD, granted, tools));
  },
};

export const ACKNOWLEDGE: TaskKind<Acknowledge> = {
  async run({ installationId, repository, commentId }, _, { clientFor, log }) {
    await react(await clientFor(installationId), repository, commentId, "eyes", log);
  },
  giveUp: async () => {},
};

export const FIX: TaskKind<Fix> = {
  async run(task, at, tools) {
    const { repository, number, sender, checkRunId } = task;
    const { octokit, granted } = await signIn(task, tools);
    const outcome = await fixPullRequest(
      octokit,
      { repository, number, sender, reference: idOf(task) },
      { ...loadingTools(task, at, granted, tools), ...fixTools(tools) },
    );
    // A commit is its own answer: its review follows.
    if (outcome.kind !== "committed")
      await noteInCheck(octokit, repository, checkRunId, writeFixAnswer(outcome));
    tools.log.info({ ...repository, pull: number, outcome: outcome.kind }, "Answered a button");
  },
  async giveUp({ installationId, repository, checkRunId }, error, { clientFor }) {
    const why =
      error instanceof GitHubFailure
        ? ` A request to GitHub failed (${error.message}).`
        : error instanceof AnalysisFailure
          ? ` ${tooMuchSentence(error)}`
          : "";
    const note = `The fixes could not be committed.${why} Please press the button again.`;
    await noteInCheck(await clientFor(installationId), repository, checkRunId, note);
  },
};

export const RENEW_CHECKS: TaskKind<RenewChecks> = {
  async run(task, _, tools) {
    const octokit = await tools.clientFor(task.installationId);
    // The client's token was made before, and knows nothing of it.
    await grantedPermissions(octokit, { fresh: true });
    const reviews = await checksToRenew(octokit, task, tools);
    // Beside this task, which would hold its place in the queue and wait for the others.
    void renewBeside(task, reviews, tools);
  },
  giveUp: async () => {},
};

async function renewBeside(
  { installationId }: RenewChecks,
  reviews: Awaited<ReturnType<typeof checksToRenew>>,
  { enqueueWithRoom, log }: TaskTools,
): Promise<void> {
  try {
    await enqueueWithRoom(reviews);
    log.info({ installationId, queued: reviews.length }, "Checks are renewed with what was granted");
  } catch (error) {
    log.error({ installationId, err: error }, "Checks could not be queued to be renewed");
  }
}

function fixTools({ publicUrl, log, analyse, render }: TaskTools) {
  return { publicUrl, log, analyse, render };
}

function commentTools(task: AnswerComment, at: Try, granted: Permissions, tools: TaskTools): CommentTools {
  const { publicUrl, log, replies, analyse, render, enqueue } = tools;
  return {
    ...loadingTools(task, at, granted, tools),
    ...{ publicUrl, log, replies, analyse, render },
    async reviewAgain() {
      const { installationId, reference, repository, number, createdAt: since } = task;
      await enqueue({
        ...{ kind: "review-pull-request", installationId, reference, repository, number },
        ...{ occasion: "asked-again", head: null, checkedSha: null, since },
      });
    },
  };
}
