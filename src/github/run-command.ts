/** Does what a command in a comment asks for, and answers it. */
import { reviewMaterial } from "../engine.js";
import { writeCommandList, writeUnknownCommand } from "../review/answers/command-list.js";
import { type Answer, writeExplainAnswer } from "../review/answers/explain-answer.js";
import { type FixOutcome, writeFixAnswer } from "../review/answers/fix-answer.js";
import { type WrittenWaiver, writeWaiveAnswer } from "../review/answers/waive-answer.js";
import { circumstancesAt } from "../review/circumstances.js";
import type { ReviewMaterial } from "../review/review-material.js";
import { fixPullRequest } from "./fix-pull-request.js";
import type { GitHubClient, RepositoryRef } from "./github-client.js";
import { type LoadingTools, loadNewest, newProgress } from "./load-newest.js";
import type { Log } from "./log.js";
import { missingSentence } from "./missing-permissions.js";
import type { Command } from "./parse-command.js";
import { allows } from "./permissions.js";
import { readPullRequestEnds } from "./read-pull-request-ends.js";
import type { Reaction } from "./replies.js";
import type { Sender } from "./sender-access.js";

export interface CommandRequest {
  repository: RepositoryRef;
  number: number;
  command: Command;
  commentId: number;
  sender: Sender;
  /** where the policy of the default branch is edited */
  editUrl: string;
}

export interface CommandTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  /** Queues a review of the newest head, behind this command. */
  reviewAgain(): void;
}

/** What to say and how to react; without words the reaction is the answer. */
export interface Reply {
  text: string | null;
  reaction: Reaction;
}

/** Runs a command of somebody who may give it. */
export async function runCommand(
  octokit: GitHubClient,
  request: CommandRequest,
  tools: CommandTools,
): Promise<Reply> {
  const { command, repository, number, sender, commentId } = request;
  switch (command.kind) {
    case "fix": {
      const reference = `comment-${commentId}`;
      return replyToFix(await fixPullRequest(octokit, { repository, number, sender, reference }, tools));
    }
    case "review":
      return review(octokit, request, tools);
    case "explain":
      return replyOf(writeExplainAnswer(await material(octokit, request, tools), command.workload));
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
  { repository, number }: CommandRequest,
  { granted, reviewAgain }: CommandTools,
): Promise<Reply> {
  const { state } = await readPullRequestEnds(octokit, repository, number);
  if (state !== "open")
    return { text: `There is nothing to review: this pull request is ${state}.`, reaction: "confused" };
  reviewAgain();
  const text = allows(granted, "checks", "write") ? null : missingSentence(["checks: write"]);
  return { text, reaction: "+1" };
}

async function material(
  octokit: GitHubClient,
  { repository, number }: CommandRequest,
  tools: CommandTools,
): Promise<ReviewMaterial> {
  const { loaded } = await loadNewest(octokit, { repository, number, head: null }, tools, newProgress());
  return reviewMaterial(loaded.changeSet, loaded.policy, circumstancesAt(new Date(), tools.publicUrl));
}

async function waive(
  octokit: GitHubClient,
  request: CommandRequest,
  waiver: WrittenWaiver,
  tools: CommandTools,
): Promise<Answer> {
  const { workloads, circumstances } = await material(octokit, request, tools);
  return writeWaiveAnswer(waiver, workloads, { asOf: circumstances.asOf, editUrl: request.editUrl });
}
