/** A comment that is a command: who may give one, what comes of it, and the answer, which comes once. */
import { AnalysisFailure, tooMuchSentence } from "../../analysis/analysis-failure.js";
import { code } from "../../review/write/markdown.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import { allows } from "../client/permissions.js";
import { ownsFork, readPullRequestEnds } from "../fix/read-pull-request-ends.js";
import { mayWrite } from "../fix/sender-access.js";
import { replyMarker, strangerMarker } from "../load/posted/markers.js";
import type { RecentReplies } from "../memory/recent-replies.js";
import type { AnswerComment } from "../task.js";
import { postedMarkersSince, postReply, react } from "./replies.js";
import { type CommandTools, type Reply, runCommand } from "./run-command.js";

export interface CommentTools extends CommandTools {
  replies: RecentReplies;
}

const STRANGER: Reply = {
  text: "Commands are for people with write access to this repository, and for the owner of the fork that a pull request comes from.",
  reaction: "confused",
};

const EDITED: Reply = {
  text: "Commands count in new comments only: an edit runs nothing. Please write a new comment.",
  reaction: "confused",
};

/** Answers a comment, unless it was answered before. */
export async function answerComment(
  octokit: GitHubClient,
  request: AnswerComment,
  tools: CommentTools,
): Promise<void> {
  const { repository, number, commentId, createdAt, isEdited, sender } = request;
  const marker = replyMarker(commentId, isEdited);
  if (await tools.replies.has(marker)) return;
  if ((await postedMarkersSince(octokit, repository, number, createdAt)).has(marker)) return;
  if (await mayCommand(octokit, request)) {
    const reply = isEdited ? EDITED : await runCommand(octokit, request, tools);
    return send(octokit, request, reply, [marker], tools);
  }
  // A stranger who goes on all the same gets the reaction and no more words.
  const told = strangerMarker(sender.id);
  const posted = await postedMarkersSince(octokit, repository, number, "");
  const isTold = posted.has(told) || (await tools.replies.has(told));
  await send(octokit, request, isTold ? { ...STRANGER, text: null } : STRANGER, [told, marker], tools);
}

/** The last word on a command that could not be done. */
export async function reportCommandFailure(
  octokit: GitHubClient,
  request: AnswerComment,
  error: unknown,
  tools: CommentTools,
): Promise<void> {
  const why =
    error instanceof GitHubFailure
      ? `A request to GitHub failed (${error.message}).`
      : error instanceof AnalysisFailure
        ? tooMuchSentence(error)
        : `An error in Surefoot stopped it, and its log names the reason under ${code(request.reference)}.`;
  const reply: Reply = { text: `This could not be done. ${why} Please ask again.`, reaction: "confused" };
  await send(octokit, request, reply, [replyMarker(request.commentId, request.isEdited)], tools);
}

// A push of the fork's owner starts a review too, and nothing that a command does goes beyond their own branch.
async function mayCommand(
  octokit: GitHubClient,
  { repository, number, sender }: AnswerComment,
): Promise<boolean> {
  if (await mayWrite(octokit, repository, sender)) return true;
  return ownsFork(await readPullRequestEnds(octokit, repository, number), sender);
}

async function send(
  octokit: GitHubClient,
  { repository, number, commentId, line }: AnswerComment,
  { text, reaction }: Reply,
  markers: readonly string[],
  { granted, log, replies }: CommentTools,
): Promise<void> {
  const fields = { ...repository, pull: number, outcome: reaction };
  if (!allows(granted, "pull_requests", "write")) return log.warn(fields, "A command could not be answered");
  await react(octokit, repository, commentId, reaction, log);
  if (text !== null) {
    const quoted = `> ${code(`/surefoot ${line}`.trim())}`;
    await postReply(octokit, repository, number, `${quoted}\n\n${text}\n\n${markers.join("\n")}`);
    for (const marker of markers) await replies.remember(marker);
  }
  log.info(fields, "Answered a command");
}
