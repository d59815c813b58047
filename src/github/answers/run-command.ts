/** Does what a command in a comment asks for, and answers it. */

import type { Analyse } from "../../analysis/analysis.js";
import type { Change } from "../../analysis/jobs.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import { writeCommandList, writeUnknownCommand } from "../../review/answers/command-list.js";
import type { Answer } from "../../review/answers/explain-answer.js";
import { type FixOutcome, writeFixAnswer } from "../../review/answers/fix-answer.js";
import type { WrittenWaiver } from "../../review/answers/waive-answer.js";
import { circumstancesAt } from "../../review/circumstances.js";
import { missingSentence } from "../check/missing-permissions.js";
import type { GitHubClient } from "../client/github-client.js";
import type { Log } from "../client/log.js";
import { allows } from "../client/permissions.js";
import { fixPullRequest } from "../fix/fix-pull-request.js";
import { readPullRequestEnds } from "../fix/read-pull-request-ends.js";
import { type LoadingTools, loadNewest } from "../load/load-newest.js";
import { loadRenderings } from "../load/load-renderings.js";
import type { LoadedReview } from "../load/load-review.js";
import type { AnswerComment } from "../task.js";
import { readCommand } from "./parse-command.js";
import type { Reaction } from "./replies.js";

export interface CommandTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  analyse: Analyse;
  render: RenderElsewhere | undefined;
  /** Queues a review of the newest head, behind this command. */
  reviewAgain(): Promise<void>;
}

/** The words and the reaction of an answer; without words the reaction is the answer. */
export interface Reply {
  text: string | null;
  reaction: Reaction;
}

/** Runs the command of a sender who may give it. */
export async function runCommand(
  octokit: GitHubClient,
  request: AnswerComment,
  tools: CommandTools,
): Promise<Reply> {
  const { line, repository, number, sender, commentId } = request;
  const command = readCommand(line);
  switch (command.kind) {
    case "fix": {
      const reference = `comment-${commentId}`;
      return replyToFix(await fixPullRequest(octokit, { repository, number, sender, reference }, tools));
    }
    case "review":
      return review(octokit, request, tools);
    case "explain":
      return replyOf(await explain(octokit, request, command.workload, tools));
    case "waive":
      return replyOf(await waive(octokit, request, command.waiver, tools));
    case "help":
      return { text: writeCommandList(), reaction: "+1" };
    case "unknown":
      return { text: writeUnknownCommand(command.word), reaction: "confused" };
  }
}

function replyToFix(outcome: FixOutcome): Reply {
  return { text: writeFixAnswer(outcome), reaction: outcome.kind === "committed" ? "rocket" : "confused" };
}

function replyOf({ text, ok }: Answer): Reply {
  return { text, reaction: ok ? "+1" : "confused" };
}

async function review(
  octokit: GitHubClient,
  { repository, number }: AnswerComment,
  { granted, reviewAgain }: CommandTools,
): Promise<Reply> {
  const { state } = await readPullRequestEnds(octokit, repository, number);
  if (state !== "open")
    return { text: `There is nothing to review: this pull request is ${state}.`, reaction: "confused" };
  await reviewAgain();
  const text = allows(granted, "checks", "write") ? null : missingSentence(["checks: write"]);
  return { text, reaction: "+1" };
}

async function load(
  octokit: GitHubClient,
  { repository, number }: AnswerComment,
  tools: CommandTools,
): Promise<{ loaded: LoadedReview; change: Change }> {
  const { loaded } = await loadNewest(octokit, { repository, number, head: null }, tools);
  const { policy } = loaded;
  const circumstances = circumstancesAt(new Date(), tools.publicUrl);
  return { loaded, change: { ...(await loadRenderings(loaded, tools)), policy, circumstances } };
}

async function explain(
  octokit: GitHubClient,
  request: AnswerComment,
  workload: string,
  tools: CommandTools,
): Promise<Answer> {
  const { change } = await load(octokit, request, tools);
  return tools.analyse("explain", { ...change, workload });
}

async function waive(
  octokit: GitHubClient,
  request: AnswerComment,
  waiver: WrittenWaiver,
  tools: CommandTools,
): Promise<Answer> {
  const { repositoryUrl, defaultBranch } = request;
  const { loaded, change } = await load(octokit, request, tools);
  const place = { repositoryUrl, defaultBranch, exists: loaded.hasOwnPolicy };
  return tools.analyse("waive", { ...change, waiver, place });
}
