/**
 * Every job of this App as plain data, so that a queue may carry it to another process: identifiers and no more, since
 * the process that runs it reads the rest from GitHub. Its lane, its id and whether it is replaceable follow from it alone.
 */
import type { RepositoryRef } from "./client/github-client.js";

interface Asked {
  installationId: number;
  /** names the event that asks for it, in the log and in what is said of a failure */
  reference: string;
}

interface InRepository extends Asked {
  repository: RepositoryRef;
}

interface Sender {
  id: number;
  login: string;
}

/** Why a pull request is reviewed. The same head is other work as a draft. */
type Occasion = "ready" | "draft" | "asked-again" | "shared" | "missed";

/** A pull request is to be reviewed at its newest head. */
export interface ReviewPullRequest extends InRepository {
  kind: "review-pull-request";
  number: number;
  occasion: Occasion;
  /** the head that the event names; null where it names none */
  head: { sha: string; baseRef: string } | null;
  /** the commit whose check was asked for again; null where none was named */
  checkedSha: string | null;
  /**
   * a moment as GitHub writes it, at which the verdict of before stopped to count: the base changed, or someone asked
   * again; null where any verdict on the head counts
   */
  since: string | null;
}

/** A pull request was closed: it takes the place of its review, and has those reviewed that share its head. */
export interface ClosePullRequest extends InRepository {
  kind: "close-pull-request";
  number: number;
}

/** A group of a merge queue: it is tested as one change and has no pull request to speak to. */
export interface ReviewMergeGroup extends InRepository {
  kind: "review-merge-group";
  headSha: string;
  /** the group's branch; null where the event does not name it */
  headRef: string | null;
  /** the group's parent: the branch, or the entry ahead in the queue */
  baseSha: string;
  askedAgain: boolean;
}

/** A group that its merge queue has given up: one ahead of it was thrown out, or it was itself. */
export interface EndMergeGroup extends InRepository {
  kind: "end-merge-group";
  headSha: string;
}

/** The check suite of a commit: all that belongs to it is to be reviewed again. */
export interface ReviewSuite extends InRepository {
  kind: "review-suite";
  headSha: string;
  /** null where the commit came from a fork */
  headRef: string | null;
  /** when it was asked for, as GitHub writes it; null where the event does not say */
  since: string | null;
}

/** A comment whose first line is a command. */
export interface AnswerComment extends InRepository {
  kind: "answer-comment";
  number: number;
  commentId: number;
  /** when it was written, as GitHub writes it */
  createdAt: string;
  /** the text behind /surefoot */
  line: string;
  /** an edit made it a command: it runs nothing */
  isEdited: boolean;
  sender: Sender;
  /** where the repository is seen in a browser */
  repositoryUrl: string;
  defaultBranch: string;
}

/** A comment that asks for something was seen. */
export interface Acknowledge extends InRepository {
  kind: "acknowledge";
  number: number;
  commentId: number;
}

/** A person pressed "Fix all" in a check run. */
export interface Fix extends InRepository {
  kind: "fix";
  number: number;
  sender: Sender;
  checkRunId: number;
}

/** An installation's owner granted more: the checks that had to do without are made again. */
export interface RenewChecks extends Asked {
  kind: "renew-checks";
}

export type Task =
  | ReviewPullRequest
  | ClosePullRequest
  | ReviewMergeGroup
  | EndMergeGroup
  | ReviewSuite
  | AnswerComment
  | Acknowledge
  | Fix
  | RenewChecks;

/** Tasks of one lane are done one after the other. */
export function laneOf(task: Task): string {
  switch (task.kind) {
    case "review-pull-request":
    case "close-pull-request":
    case "answer-comment":
    case "fix":
      return pullRequestKey(task);
    case "review-merge-group":
    case "end-merge-group":
      return `${fullName(task)}@${task.headSha}`;
    case "review-suite":
      return `${fullName(task)}@suite:${task.headSha}`;
    case "acknowledge":
      // Its own, since the answer may have to wait for a review.
      return `${pullRequestKey(task)} comment ${task.commentId}`;
    case "renew-checks":
      return `installation ${task.installationId}`;
  }
}

/** Tasks of one lane with the same id do the same work. */
export function idOf(task: Task): string {
  switch (task.kind) {
    case "review-pull-request":
      return [task.head?.sha ?? "newest", task.head?.baseRef ?? "", task.occasion].join(" ");
    case "close-pull-request":
      return "closed";
    case "review-merge-group":
      return `${task.baseSha} ${task.askedAgain}`;
    case "end-merge-group":
      return "destroyed";
    case "review-suite":
      return task.headSha;
    case "answer-comment":
      return `comment ${task.commentId}${task.isEdited ? " edited" : ""}`;
    case "acknowledge":
      return "seen";
    case "fix":
      return `press-${task.reference.replace(/[^\w-]/g, "")}`;
    case "renew-checks":
      return task.reference;
  }
}

/** Whether the newest of its lane may take its place. A person waits for the answer to a comment or a button. */
export function isReplaceable({ kind }: Task): boolean {
  return kind !== "answer-comment" && kind !== "fix";
}

/** Turns go round the installations: GitHub limits each, and none is to wait for another's thousand pull requests. */
export function groupOf({ installationId }: Task): string {
  return String(installationId);
}

/**
 * Whether no other such task may run beside it: what no event asked for may be what ended the process, and where only one
 * runs, the next process knows which.
 */
export function isAlone(task: Task): boolean {
  return task.kind === "review-pull-request" && task.occasion === "missed";
}

/** Names a pull request among all that this App works on. */
export function pullRequestKey({
  repository: { owner, repo },
  number,
}: Pick<ReviewPullRequest, "repository" | "number">): string {
  return `${owner}/${repo}#${number}`;
}

function fullName({ repository: { owner, repo } }: InRepository): string {
  return `${owner}/${repo}`;
}
