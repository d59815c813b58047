/**
 * The contents of this GitHub as plain data: accounts, Apps, repositories, pull requests and what is posted on them.
 * Commits and files are in git. Names are GitHub's.
 */
import type { KeyObject } from "node:crypto";
import type { LimitFunction } from "p-limit";
import type { Git } from "../git/bare-repository.js";

export interface Account {
  id: number;
  nodeId: string;
  /** with `[bot]` at its end where it is an App's bot, as REST writes it */
  login: string;
  type: "User" | "Organization" | "Bot";
  name: string;
  email: string;
}

export type Access = "read" | "write";

/** By GitHub's names, such as `pull_requests`; what is missing is not granted. */
export type Permissions = Readonly<Record<string, Access | undefined>>;

export interface App {
  id: number;
  nodeId: string;
  slug: string;
  name: string;
  description: string;
  owner: Account;
  /** the account that its comments and commits are of */
  bot: Account;
  publicKey: KeyObject;
  webhookSecret: string;
  /** where webhooks go; null sends none */
  hookUrl: string | null;
  permissions: Permissions;
  events: readonly string[];
  createdAt: string;
}

export interface Installation {
  id: number;
  nodeId: string;
  app: App;
  account: Account;
  /** repositories that it can see; null for all of the account's */
  selected: Set<Repository> | null;
  permissions: Permissions;
  createdAt: string;
  suspendedAt: string | null;
}

export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export interface RequiredCheck {
  name: string;
  /** null takes a check of that name from anyone */
  app: App | null;
}

export interface Repository {
  id: number;
  nodeId: string;
  owner: Account;
  name: string;
  /** `owner/name` in lower case, of all that it was called before */
  formerNames: string[];
  description: string;
  isPrivate: boolean;
  defaultBranch: string;
  createdAt: string;
  pushedAt: string;
  git: Git;
  /** the repository that it was forked from */
  parent: Repository | null;
  /** branches and the commits that they point at; git has the same */
  branches: Map<string, string>;
  collaborators: Map<Account, Role>;
  pulls: PullRequest[];
  /** checks that a branch asks for before a merge */
  requiredChecks: Map<string, RequiredCheck[]>;
  /** merge queues by the branch that they merge into */
  queues: Map<string, MergeQueue>;
  suites: CheckSuite[];
  runs: CheckRun[];
  /** lets one change of refs pass at a time */
  inTurn: LimitFunction;
}

/** The pull requests that wait to be merged into a branch, each on top of the one ahead of it. */
export interface MergeQueue {
  repository: Repository;
  baseRef: string;
  mergeMethod: "MERGE" | "SQUASH" | "REBASE";
  /** the first in line first */
  entries: QueueEntry[];
}

/** A pull request in a merge queue, and its changes on top of all that is ahead of it. */
export interface QueueEntry {
  id: number;
  nodeId: string;
  queue: MergeQueue;
  pull: PullRequest;
  enqueuer: Account;
  enqueuedAt: string;
  baseSha: string;
  headSha: string;
  /** the group whose checks were asked for; null where the entry is tested as a part of a later one's */
  group: MergeGroup | null;
}

/** The commit that a merge queue asks the checks of, on a branch of the queue's own. */
export interface MergeGroup {
  headSha: string;
  headRef: string;
  baseSha: string;
  baseRef: string;
}

export interface PullRequest {
  id: number;
  nodeId: string;
  repository: Repository;
  number: number;
  author: Account;
  title: string;
  /** Markdown */
  body: string;
  draft: boolean;
  state: "open" | "closed";
  mergedAt: string | null;
  mergeCommit: string | null;
  mergedBy: Account | null;
  closedAt: string | null;
  /** the commit is the branch's tip when the pull request last changed */
  base: { ref: string; sha: string };
  head: { ref: string; sha: string; repository: Repository };
  /** head commits that it had before, the oldest first */
  formerHeads: string[];
  /** the events of base and draft in its timeline, the oldest first */
  turns: { kind: "BaseRefChangedEvent" | "ReadyForReviewEvent"; createdAt: string }[];
  createdAt: string;
  updatedAt: string;
  /** for a fork's: whether people who may write to the base may write to the head branch too */
  maintainerCanModify: boolean;
  reviews: Review[];
  threads: Thread[];
  comments: IssueComment[];
}

export type ReviewState = "PENDING" | "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";

export interface Review {
  id: number;
  nodeId: string;
  pull: PullRequest;
  author: Account;
  state: ReviewState;
  body: string;
  commitId: string;
  /** null while it is pending */
  submittedAt: string | null;
}

export type Side = "LEFT" | "RIGHT";

/** A conversation at lines of the diff, as they were when it began. */
export interface Thread {
  id: number;
  nodeId: string;
  pull: PullRequest;
  path: string;
  side: Side;
  line: number;
  /** null for a single line */
  startLine: number | null;
  startSide: Side | null;
  /** the head that it was written for, and the merge base of that time */
  commitId: string;
  baseId: string;
  isResolved: boolean;
  resolvedBy: Account | null;
  comments: ReviewComment[];
}

export interface ReviewComment {
  id: number;
  nodeId: string;
  thread: Thread;
  review: Review;
  author: Account;
  /** Markdown */
  body: string;
  diffHunk: string;
  createdAt: string;
  /** lower case, as GraphQL gives it; null where it is shown */
  minimizedReason: string | null;
}

export interface Reaction {
  id: number;
  nodeId: string;
  user: Account;
  /** `+1`, `eyes` … */
  content: string;
  createdAt: string;
}

export interface IssueComment {
  id: number;
  nodeId: string;
  pull: PullRequest;
  author: Account;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** one of a kind for each person, the oldest first */
  reactions: Reaction[];
  minimizedReason: string | null;
}

export interface CheckSuite {
  id: number;
  nodeId: string;
  repository: Repository;
  app: App;
  headSha: string;
  /** null where the commit came from a fork */
  headBranch: string | null;
  before: string | null;
  createdAt: string;
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: "notice" | "warning" | "failure";
  message: string;
  title?: string;
  raw_details?: string;
}

export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

export interface CheckRun {
  id: number;
  nodeId: string;
  suite: CheckSuite;
  name: string;
  externalId: string;
  detailsUrl: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  /** Markdown */
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
  actions: CheckAction[];
  /** how often it was written to after it was made */
  updates: number;
}
