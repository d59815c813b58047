import type { Analyse } from "../../analysis/analysis.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import type { Enqueued } from "../../queue/queue.js";
import type { GitHubClient } from "../client/github-client.js";
import type { ClientFor } from "../client/installation-client.js";
import type { Log } from "../client/log.js";
import { grantedPermissions, type Permissions } from "../client/permissions.js";
import type { LoadingTools } from "../load/load-newest.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { RecentPosts } from "../memory/recent-posts.js";
import type { RecentReplies } from "../memory/recent-replies.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { Task } from "../task.js";

/** The tools of all tasks. */
export interface TaskTools {
  /** the App's number at GitHub */
  appId: number;
  /** base of the pages that comments link to; undefined for those on GitHub */
  publicUrl: string | undefined;
  clientFor: ClientFor;
  analyse: Analyse;
  /** undefined where charts are rendered in the thread that loads them */
  render: RenderElsewhere | undefined;
  /** Does one such work at a time: where the process ends meanwhile, the next knows with which. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  recent: RecentPosts;
  heads: SharedHeads;
  replies: RecentReplies;
  policiesOf(installationId: number): PolicyCache;
  log: Log;
  enqueue(task: Task): Promise<Enqueued>;
  /** Queues tasks that no event asked for, each as soon as there is little else to do; resolves when all are queued. */
  enqueueWithRoom(tasks: readonly Task[]): Promise<number>;
  /** aborted where the process stops */
  stopped: AbortSignal;
}

/** One try of a task. */
export interface Try {
  /** 1 for the first */
  attempt: number;
  /** aborted where a newer task has taken this one's place */
  signal: AbortSignal;
}

/** The work of one kind of task, and the last word where it failed for good. */
export interface TaskKind<T extends Task> {
  run(task: T, at: Try, tools: TaskTools): Promise<void>;
  giveUp(task: T, error: unknown, tools: TaskTools): Promise<void>;
}

/** The installation's client, with what it may do. */
export async function signIn(
  { installationId }: Task,
  { clientFor }: TaskTools,
): Promise<{ octokit: GitHubClient; granted: Permissions }> {
  const octokit = await clientFor(installationId);
  return { octokit, granted: await grantedPermissions(octokit) };
}

/** The last word is no try of the work any more: it goes to its end, and waits for no copy of GitHub's. */
export const LAST_WORD: Try = { attempt: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

/** Returns what loading needs in one try. */
export function loadingTools(
  { installationId }: Task,
  at: Try,
  granted: Permissions,
  { appId, heads, policiesOf }: TaskTools,
): LoadingTools {
  return { ...at, appId, granted, heads, policies: policiesOf(installationId) };
}
