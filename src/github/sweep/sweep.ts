/**
 * Finds what no event tells of any more: open pull requests and groups of merge queues whose head has no finished check
 * run of this App, or one from before another base, commands without an answer, and webhooks that nobody took. GitHub
 * sends none of them again, and a required check would hang. It looks at the start and every few minutes, gives the tasks
 * back, and reads on as they are taken.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { GitHubClient } from "../client/github-client.js";
import type { Task } from "../task.js";
import { redeliverFailed } from "./failed-deliveries.js";
import { type Look, type MissedTools, missedTasks } from "./missed-tasks.js";
import { unchangedPages } from "./unchanged-pages.js";

/** Milliseconds before what could not be swept is tried again. */
const WAITS_MS = [60_000, 300_000, 900_000];

/** A webhook may be under way for so long. GitHub gives up after ten seconds, and its copies lag behind. */
const GRACE_MS = 60_000;

export interface SweepTools extends MissedTools {
  /** the client of the App itself, which sees its installations */
  appClient(): Promise<GitHubClient>;
}

export interface SweepTimes {
  /** milliseconds from the end of one look to the next; null looks at the start alone */
  everyMs: number | null;
  /** milliseconds before each further try of a look that failed in a part */
  waitsMs?: readonly number[] | undefined;
  graceMs?: number | undefined;
}

/** The tasks that were missed, look after look, until the process stops. */
export async function* sweep(
  tools: SweepTools,
  { everyMs, waitsMs = WAITS_MS, graceMs = GRACE_MS }: SweepTimes,
): AsyncGenerator<Task, void, void> {
  const { log, stopped } = tools;
  // Null for all installations; else those that the look before did not reach.
  let only: readonly number[] | null = null;
  let queued = 0;
  for (let [isFirst, failures] = [true, 0]; !stopped.aborted; ) {
    const look = { now: Date.now(), graceMs: isFirst ? 0 : graceMs, isFirst };
    const missed = lookOnce(only, look, tools);
    let step = await missed.next();
    for (; step.done !== true; step = await missed.next()) {
      yield step.value;
      queued += 1;
    }
    only = step.value;
    if (only?.length === 0) {
      if (isFirst || queued > 0) log.info({ queued }, "The sweep is done");
      if (everyMs === null) return;
      [only, queued, isFirst, failures] = [null, 0, false, 0];
    } else failures += 1;
    const wait = failures === 0 ? everyMs! : (waitsMs[Math.min(failures, waitsMs.length) - 1] ?? 0);
    // Processes that started together do not ask at the same moment for ever. It rejects where the process stops, which
    // is looked at above, and does not keep the process alive.
    const jittered = wait * (0.9 + 0.2 * Math.random());
    await sleep(jittered, undefined, { signal: stopped, ref: false }).catch(() => {});
  }
}

// The installations that could not be looked at; null where GitHub does not tell which there are.
async function* lookOnce(
  only: readonly number[] | null,
  look: Look,
  tools: SweepTools,
): AsyncGenerator<Task, number[] | null, void> {
  const { log } = tools;
  if (only === null) await redeliver(look, tools);
  const ids = only ?? (await installations(tools));
  if (ids === null) return null;
  const failed: number[] = [];
  for (const installationId of ids) {
    try {
      yield* missedTasks(installationId, look, tools);
    } catch (error) {
      log.warn({ installationId, err: error }, "The sweep of an installation failed");
      failed.push(installationId);
    }
  }
  return failed;
}

// The log of webhooks is the App's: where it cannot be read, the installations are looked at all the same.
async function redeliver({ now }: Look, { appClient, notes, log, stopped }: SweepTools): Promise<void> {
  try {
    await redeliverFailed(await appClient(), { notes, log, stopped }, now);
  } catch (error) {
    log.warn({ err: error }, "Failed webhooks could not be sent again");
  }
}

/** As GitHub lists one. */
interface Installation {
  id: number;
  suspended_at: string | null;
}

/** Null where GitHub does not tell. */
async function installations({ appClient, notes, log }: SweepTools): Promise<number[] | null> {
  try {
    const pages = unchangedPages<number>(
      await appClient(),
      {
        ...{ owner: "app", path: "/app/installations?per_page=100", doing: "Listing the installations" },
        keep: (data) =>
          (data as Installation[])
            .filter(({ suspended_at: suspendedAt }) => !suspendedAt)
            .map(({ id }) => id),
      },
      notes,
    );
    const ids: number[] = [];
    for await (const page of pages) ids.push(...page);
    return ids;
  } catch (error) {
    log.warn({ err: error }, "The sweep could not list the installations");
    return null;
  }
}
