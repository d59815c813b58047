/** All of this GitHub in one value, and the news of what changes in it. */
import type { GitHubEvent } from "./events.js";
import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  Installation,
  IssueComment,
  PullRequest,
  QueueEntry,
  Reaction,
  Repository,
  Review,
  ReviewComment,
  Thread,
} from "./model.js";

/** The things that a GraphQL node id can stand for, by the type's name there. */
export interface Kinds {
  User: Account;
  Organization: Account;
  Bot: Account;
  App: App;
  Installation: Installation;
  Repository: Repository;
  PullRequest: PullRequest;
  PullRequestReview: Review;
  PullRequestReviewThread: Thread;
  PullRequestReviewComment: ReviewComment;
  IssueComment: IssueComment;
  Reaction: Reaction;
  CheckSuite: CheckSuite;
  CheckRun: CheckRun;
  MergeQueueEntry: QueueEntry;
}

export type Kind = keyof Kinds;

/** One thing with its type's name. */
export type Identified = { [K in Kind]: { kind: K; value: Kinds[K] } }[Kind];

export interface World {
  /** folder of the git repositories */
  root: string;
  /** where it is reached: `http://127.0.0.1:<port>`; known once it listens */
  origin: string;
  /** by login in lower case */
  accounts: Map<string, Account>;
  apps: App[];
  installations: Installation[];
  repositories: Repository[];
  /** whether an App's token may commit to a fork's branch that the maintainers may edit: reports contradict each other */
  forksTakeCommits: boolean;
  /** whether GraphQL leaves a byte order mark out of a text: no page of GitHub's says that it does not */
  textsLoseMark: boolean;
  /** bytes of the largest blob that REST gives: https://docs.github.com/en/rest/git/blobs#get-a-blob */
  largestBlob: number;
  /** entries of a tree that REST lists, folders among them: https://docs.github.com/en/rest/git/trees#get-a-tree */
  largestTree: number;
  nodes: Map<string, Identified>;
  nextId(): number;
  /** Tells every listener what has happened. */
  tell(event: GitHubEvent): void;
  /** Hears every event; the returned function ends it. */
  listen(listener: (event: GitHubEvent) => void): () => void;
}

const PREFIX: Record<Kind, string> = {
  User: "U",
  Organization: "O",
  Bot: "BOT",
  App: "A",
  Installation: "MDIz",
  Repository: "R",
  PullRequest: "PR",
  PullRequestReview: "PRR",
  PullRequestReviewThread: "PRRT",
  PullRequestReviewComment: "PRRC",
  IssueComment: "IC",
  Reaction: "REA",
  CheckSuite: "CS",
  CheckRun: "CR",
  MergeQueueEntry: "MQE",
};

/** Makes an empty world, whose ids follow a given one. */
export function createWorld(root: string, firstId: number): World {
  const listeners = new Set<(event: GitHubEvent) => void>();
  let lastId = firstId;
  return {
    root,
    origin: "",
    accounts: new Map(),
    apps: [],
    installations: [],
    repositories: [],
    forksTakeCommits: false,
    textsLoseMark: false,
    largestBlob: 100 * 1024 * 1024,
    largestTree: 100_000,
    nodes: new Map(),
    nextId() {
      lastId += 1;
      return lastId;
    },
    tell(event) {
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Makes a thing with its two ids, which GraphQL finds by one of them. */
export function identify<K extends Kind>(
  world: World,
  kind: K,
  thing: Omit<Kinds[K], "id" | "nodeId">,
): Kinds[K] {
  const id = world.nextId();
  const nodeId = `${PREFIX[kind]}_${Buffer.from(`sandbox:${id}`).toString("base64url")}`;
  const value = Object.assign(thing, { id, nodeId }) as unknown as Kinds[K];
  world.nodes.set(nodeId, { kind, value } as unknown as Identified);
  return value;
}

/** Now, as GitHub writes a time. */
export function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
