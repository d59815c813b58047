/**
 * Finds open pull requests, and groups of merge queues, whose head has no finished check run of this App, or one from
 * before another base: events that came while no process listened. GitHub does not send them again, and a required check
 * would hang, or say what holds no more. Gives the tasks back, and reads on as they are taken.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { ClientFor } from "../client/installation-client.js";
import type { Log } from "../client/log.js";
import type { ReviewMergeGroup, Task } from "../task.js";
import { missedMergeGroups } from "./missed-merge-groups.js";
import { isChecked, reviewOfMissed } from "./missed-reviews.js";
import { openPulls, repositoryIds } from "./open-pulls.js";

/** Repositories whose merge queues are asked for in one query. */
const REPOSITORIES_A_QUERY = 20;

/** Milliseconds before what could not be swept is tried again: no webhook will ever tell of it. */
const WAITS_MS = [60_000, 300_000, 900_000];

interface SweepTools {
  appId: number;
  /** the client of the App itself, which sees its installations */
  appClient(): Promise<GitHubClient>;
  clientFor: ClientFor;
  log: Log;
  /** aborted where the process stops */
  stopped: AbortSignal;
}

/** The tasks that were missed, one installation after the other. A part that fails is logged and tried again later. */
export async function* sweep(
  tools: SweepTools,
  waitsMs: readonly number[] = WAITS_MS,
): AsyncGenerator<Task, void, void> {
  const { log, stopped } = tools;
  let queued = 0;
  let left: readonly number[] | null = null;
  for (const waitMs of [0, ...waitsMs]) {
    // It rejects where the process stops, which is looked at below; and does not keep the process alive.
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopped, ref: false }).catch(() => {});
    if (stopped.aborted) return;
    left ??= await installations(tools);
    const failed: number[] = [];
    for (const installationId of left ?? []) {
      try {
        for await (const task of missedTasks(installationId, tools)) {
          yield task;
          queued += 1;
        }
      } catch (error) {
        log.warn({ installationId, err: error }, "The sweep of an installation failed");
        failed.push(installationId);
      }
    }
    if (left === null) continue;
    left = failed;
    if (left.length === 0) return log.info({ queued }, "The sweep is done");
  }
  log.error({ queued }, "The sweep gave up: what it did not reach has no verdict until its next push");
}

/** Null where GitHub does not tell. */
async function installations({ appClient, log }: SweepTools): Promise<number[] | null> {
  try {
    const octokit = await appClient();
    const all = await askGitHub("Listing the installations", () =>
      octokit.paginate("GET /app/installations", { per_page: 100 }),
    );
    return all.filter(({ suspended_at: suspendedAt }) => !suspendedAt).map(({ id }) => id);
  } catch (error) {
    log.warn({ err: error }, "The sweep could not list the installations");
    return null;
  }
}

async function* missedTasks(installationId: number, tools: SweepTools): AsyncGenerator<Task> {
  const { appId, clientFor, stopped } = tools;
  if (stopped.aborted) return;
  const octokit = await clientFor(installationId);
  const ids = await repositoryIds(octokit);
  // A queue drops who does not answer, so its groups come before everything else.
  yield* missedGroups(octokit, installationId, ids, tools);
  for await (const pull of openPulls(octokit, appId, { ids })) {
    if (stopped.aborted) return;
    if (!isChecked(pull)) yield reviewOfMissed(installationId, pull);
  }
}

// Where merge queues may not be read, or the server has none, the pull requests are swept all the same.
async function* missedGroups(
  octokit: GitHubClient,
  installationId: number,
  ids: readonly string[],
  { appId, log, stopped }: SweepTools,
): AsyncGenerator<ReviewMergeGroup> {
  try {
    for (let start = 0; start < ids.length && !stopped.aborted; start += REPOSITORIES_A_QUERY) {
      const some = ids.slice(start, start + REPOSITORIES_A_QUERY);
      yield* await missedMergeGroups(octokit, installationId, appId, some);
    }
  } catch (error) {
    if (error instanceof GitHubFailure && error.retryable) throw error;
    log.warn({ installationId, err: error }, "The merge queues could not be swept");
  }
}
