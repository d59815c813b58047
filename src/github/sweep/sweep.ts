/**
 * Finds open pull requests, and groups of merge queues, whose head has no finished check run of ours, or one from before
 * another base: events that came while no process listened. GitHub does not send them again, and a required check would
 * hang, or say what holds no more.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Probot } from "probot";
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { enqueuePullRequest, type JobContext } from "../tasks/run-task.js";
import { type OpenPull, openPulls, repositoryIds } from "./open-pulls.js";
import { sweepMergeQueues } from "./sweep-merge-queues.js";

/** Repositories whose merge queues are asked for in one query. */
const REPOSITORIES_A_QUERY = 20;

// Webhooks come first: the sweep adds a pull request only while fewer than this have work.
const WORK_AT_HAND = 8;

/** Milliseconds before what could not be swept is tried again: no webhook will ever tell of it. */
const WAITS_MS = [60_000, 300_000, 900_000];

/** Queues what was missed, one installation after the other; how many. A part that fails is logged and tried again later. */
export async function sweep(
  app: Probot,
  context: JobContext,
  signal: AbortSignal,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<number> {
  let queued = 0;
  let left: readonly number[] | null = null;
  for (const waitMs of [0, ...waitsMs]) {
    // It rejects where the process stops, which is looked at below; and does not keep the process alive.
    if (waitMs > 0) await sleep(waitMs, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return queued;
    left ??= await installations(app, context.log);
    const failed: number[] = [];
    for (const installationId of left ?? []) {
      const found = await trySweep(installationId, context, signal);
      if (found === null) failed.push(installationId);
      else queued += found;
    }
    if (left === null) continue;
    left = failed;
    if (left.length === 0) {
      context.log.info({ queued }, "The sweep is done");
      return queued;
    }
  }
  context.log.error(
    { queued },
    "The sweep gave up: what it did not reach has no verdict until its next push",
  );
  return queued;
}

async function trySweep(id: number, context: JobContext, signal: AbortSignal): Promise<number | null> {
  try {
    return signal.aborted ? 0 : await sweepInstallation(id, context, signal);
  } catch (error) {
    context.log.warn({ installationId: id, err: error }, "The sweep of an installation failed");
    return null;
  }
}

/** Null where GitHub does not tell. */
async function installations(app: Probot, log: Log): Promise<number[] | null> {
  try {
    const octokit = await app.auth();
    const all = await askGitHub("Listing the installations", () =>
      octokit.paginate("GET /app/installations", { per_page: 100 }),
    );
    return all.filter(({ suspended_at: suspendedAt }) => !suspendedAt).map(({ id }) => id);
  } catch (error) {
    log.warn({ err: error }, "The sweep could not list the installations");
    return null;
  }
}

async function sweepInstallation(
  installationId: number,
  context: JobContext,
  signal: AbortSignal,
): Promise<number> {
  const octokit = await context.clientFor(installationId);
  let queued = 0;
  const ids = await repositoryIds(octokit);
  // A queue drops who does not answer, so its groups come before everything else.
  queued += await sweepQueues(octokit, installationId, context, ids, signal);
  for await (const pull of openPulls(octokit, context.appId, { ids })) {
    if (signal.aborted) break;
    if (!isChecked(pull) && (await enqueueWithRoom(context, installationId, pull, signal))) queued += 1;
  }
  return queued;
}

// Where merge queues may not be read, or the server has none, the pull requests are swept all the same.
async function sweepQueues(
  octokit: GitHubClient,
  installationId: number,
  context: JobContext,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let queued = 0;
  try {
    for (let start = 0; start < ids.length && !signal.aborted; start += REPOSITORIES_A_QUERY) {
      const some = ids.slice(start, start + REPOSITORIES_A_QUERY);
      queued += await sweepMergeQueues(octokit, installationId, context, some);
    }
  } catch (error) {
    if (error instanceof GitHubFailure && error.retryable) throw error;
    context.log.warn({ installationId, err: error }, "The merge queues could not be swept");
  }
  return queued;
}

/** Queues the review of a pull request that nobody asked for, as soon as there is little else to do; whether it did. */
export async function enqueueWithRoom(
  context: JobContext,
  installationId: number,
  { repository, number, headSha, baseRef }: OpenPull,
  signal: AbortSignal,
): Promise<boolean> {
  await context.queue.whenBelow(WORK_AT_HAND);
  if (signal.aborted) return false;
  const head = { sha: headSha, baseRef };
  const job = { installationId, repository, number, head, askedAgain: false };
  enqueuePullRequest(context, job, "missed", "sweep");
  return true;
}

/**
 * Whether the head has a verdict. Two pull requests can share a head commit: the run has to be this one's. Against
 * another base it would be another one.
 */
export function isChecked({ number, runs, turnedAt }: OpenPull): boolean {
  return runs.some(
    ({ externalId, status, completedAt }) =>
      status === "COMPLETED" &&
      externalId === String(number) &&
      // GitHub writes moments in UTC, to the second.
      (turnedAt === null || (completedAt ?? "") > turnedAt),
  );
}
