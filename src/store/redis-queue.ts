/**
 * The queue that several processes share, by BullMQ on Redis: one job a lane, which names the lane alone. A job that is
 * added while its lane's waits is dropped, since that one reads the newest task when it starts; while it runs, one successor
 * is kept.
 */
import { DelayedError, type Job, Queue as JobQueue, WaitingError, Worker } from "bullmq";
import { withJitter } from "../queue/jitter.js";
import { BACKOFF_MS, DEADLINE_MS, LASTING_RETRIES, MAX_DEAD, MAX_LASTING } from "../queue/limits.js";
import type { Enqueued, EnqueueOptions, Queue, QueueLimits, QueueLog, TaskRules } from "../queue/queue.js";
import { sleep } from "../queue/sleep.js";
import { createLanes, type Entry, type Lanes, type Stored } from "./lanes.js";
import { askStore, connectFast, connectPatiently, logErrors } from "./redis-connection.js";

/** What a job holds: no more than where to look. */
interface LaneJob {
  lane: string;
  group: string;
}

type LaneQueue = JobQueue<LaneJob>;

export interface RedisQueueOptions extends QueueLimits {
  url: string;
  prefix: string;
  log: QueueLog;
  /** whether this process does tasks, or takes them alone */
  works: boolean;
  /** milliseconds for which a process that says nothing counts as alive */
  lockMs?: number;
}

/** The queue of jobs in the store. */
export const QUEUE_NAME = "lanes";

/** A lane takes some hundred bytes in the store. */
const MAX_LANES = 100_000;

/** BullMQ's highest number; a low one goes first. */
const MAX_PRIORITY = 2_097_151;

/** Well above the longest time that a process is busy without a pause. */
const LOCK_MS = 30_000;

/** Between two looks whether a newer task has come, and before a task that runs alone is looked at again. */
const LOOK_MS = 500;

/** Begins to use a queue in Redis. It need not be there yet. */
export function createRedisQueue<Task>(rules: TaskRules<Task>, options: RedisQueueOptions): Queue<Task> {
  const { url, prefix, log, maxLength = MAX_LANES } = options;
  const connection = connectFast(url, log);
  const jobs: LaneQueue = new JobQueue<LaneJob>(QUEUE_NAME, { connection, prefix });
  logErrors(jobs, log);
  const lanes = createLanes(connection, prefix);
  const stopped = new AbortController();
  const workers = options.works ? startWorker(rules, { ...options, lanes, stopped: stopped.signal }) : null;

  async function add(entry: Entry, ifIdle: boolean): Promise<Enqueued> {
    const limits = { ifIdle, maxLasting: MAX_LASTING, maxLanes: maxLength };
    const { outcome, lanesOfGroup } = await lanes.add(entry, limits);
    if (outcome === "refused") {
      log.error({ key: entry.lane }, "The queue is full: a job was refused");
      return outcome;
    }
    // For a task that was there already too: its job may have been lost with a store that was emptied.
    await askStore("Queueing a job", () => addJob(jobs, entry, lanesOfGroup));
    return outcome;
  }

  async function whenBelow(count: number, group?: string): Promise<void> {
    while (!stopped.signal.aborted) {
      // Where the store is away there is no room either.
      const size = await lanes.count(group).catch(() => Number.POSITIVE_INFINITY);
      if (size < count) return;
      await sleep(LOOK_MS, stopped.signal);
    }
  }

  return {
    async enqueue(task, { ifIdle = false }: EnqueueOptions = {}) {
      return stopped.signal.aborted ? "refused" : add(entryOf(rules, task), ifIdle);
    },
    whenBelow,
    size: () => lanes.count(),
    dead: async () =>
      (await lanes.dead()).map(({ text, reason, at }) => ({ task: JSON.parse(text) as Task, reason, at })),
    async drain(timeoutMs) {
      stopped.abort();
      const left = (await workers?.close(timeoutMs)) ?? 0;
      await jobs.close().catch(() => {});
      connection.disconnect();
      return left;
    },
    async unready() {
      try {
        await askStore("Asking for a sign of life", () => connection.ping());
        return null;
      } catch {
        return "Redis";
      }
    },
  };
}

/** Adds the job of an entry's lane. One that goes first is of an installation with little that waits. */
export async function addJob(jobs: LaneQueue, { lane, group }: Entry, lanesOfGroup: number): Promise<void> {
  await jobs.add(
    "lane",
    { lane, group },
    {
      deduplication: { id: lane, keepLastIfActive: true, reschedule: true },
      priority: Math.min(lanesOfGroup, MAX_PRIORITY),
      // Failures of tasks are counted in their lane: what comes here is a fault of the store.
      ...{
        attempts: 1_000,
        backoff: { type: "custom" },
        removeOnComplete: true,
        removeOnFail: { count: 100 },
      },
    },
  );
}

function entryOf<Task>(rules: TaskRules<Task>, task: Task): Entry {
  return {
    ...{ id: rules.idOf(task), lane: rules.laneOf(task), group: rules.groupOf(task) },
    ...{ isReplaceable: rules.isReplaceable(task), isAlone: rules.isAlone(task) },
    ...{ text: JSON.stringify(task), since: Date.now(), tries: 0, asked: 0, lastWords: 0 },
  };
}

interface WorkerOptions extends RedisQueueOptions {
  lanes: Lanes;
  stopped: AbortSignal;
}

function startWorker<Task>(
  rules: TaskRules<Task>,
  options: WorkerOptions,
): { close(timeoutMs: number): Promise<number> } {
  const { url, prefix, log, lanes, stopped, concurrency = 4, lockMs = LOCK_MS } = options;
  const connection = connectPatiently(url, log);
  let running = 0;
  let isAloneTaken = false;

  async function work(job: Job<LaneJob>, token: string, cancelled: AbortSignal): Promise<void> {
    running += 1;
    try {
      await workLane(job, token, cancelled);
    } finally {
      running -= 1;
    }
  }

  async function workLane(job: Job<LaneJob>, token: string, cancelled: AbortSignal): Promise<void> {
    const { lane, group } = job.data;
    const later = async (ms: number): Promise<never> => {
      await job.moveToDelayed(Math.round(Date.now() + ms), token);
      throw new DelayedError();
    };
    // What is not replaceable is done at once, and one of the others: its successor has a turn of its own.
    for (let isReplaceable = false; !isReplaceable; ) {
      if (stopped.aborted) break;
      const parked = await lanes.parkedFor(group);
      if (parked > 0) await later(withJitter(parked));
      const stored = await lanes.next(lane);
      if (stored === null) return;
      ({ isReplaceable } = stored.entry);
      if (stored.entry.isAlone && isAloneTaken) await later(LOOK_MS);
      const wait = await runEntry(stored, cancelled);
      if (wait !== null) await later(wait);
      if (cancelled.aborted) break;
    }
    if (!stopped.aborted && !cancelled.aborted) return;
    await job.moveToWait(token);
    throw new WaitingError();
  }

  // Milliseconds until it is to be tried again; null where nothing is left of it.
  async function runEntry(stored: Stored, cancelled: AbortSignal): Promise<number | null> {
    const { entry } = stored;
    const replaced = new AbortController();
    const signal = AbortSignal.any([cancelled, replaced.signal]);
    const watch = setInterval(() => {
      lanes.isReplaced(stored).then(
        (is) => is && replaced.abort(),
        // It is looked again in a moment.
        () => {},
      );
    }, LOOK_MS);
    isAloneTaken ||= entry.isAlone;
    try {
      await rules.run(JSON.parse(entry.text), entry.tries + 1, signal);
      // A task that saw its signal ends like one that is done.
      if (!cancelled.aborted) await lanes.done(stored);
      return null;
    } catch (error) {
      return signal.aborted ? null : await afterFailure(stored, error);
    } finally {
      clearInterval(watch);
      if (entry.isAlone) isAloneTaken = false;
    }
  }

  async function afterFailure(stored: Stored, error: unknown): Promise<number | null> {
    const { entry } = stored;
    const { backoffMs = BACKOFF_MS, deadlineMs = DEADLINE_MS } = options;
    const waits = entry.isReplaceable ? backoffMs : backoffMs.slice(0, LASTING_RETRIES);
    const after = rules.retryAfter(error);
    const isAsked = typeof after === "number";
    const backoff = isAsked ? (waits[entry.asked] ?? waits.at(-1) ?? 0) : waits[entry.tries];
    const wait = backoff === undefined ? null : withJitter(Math.max(after ?? 0, backoff));
    const isOver = wait === null || Date.now() + wait - entry.since > deadlineMs;
    if (after === undefined || isOver) return giveUp(stored, error, waits);
    if (isAsked) await lanes.park(entry.group, withJitter(after));
    const counted = isAsked ? { asked: entry.asked + 1 } : { tries: entry.tries + 1 };
    await lanes.update(stored, { ...entry, ...counted });
    const tries = entry.tries + entry.asked + 1;
    log.warn({ key: entry.lane, tries, err: error }, "A job will be tried again");
    return wait;
  }

  // An error cannot be kept for another process: where the last word fails in passing, the task is tried once more before
  // it is said again.
  async function giveUp(stored: Stored, error: unknown, waits: readonly number[]): Promise<number | null> {
    const { entry } = stored;
    log.error({ key: entry.lane, err: error }, "A job failed");
    await lanes.bury({ ...entry, reason: rules.reasonOf(error), at: Date.now() }, MAX_DEAD);
    try {
      await rules.giveUp(JSON.parse(entry.text), error);
    } catch (failure) {
      const after = rules.retryAfter(failure);
      const backoff = waits[entry.lastWords];
      if (after !== undefined && backoff !== undefined) {
        await lanes.update(stored, { ...entry, lastWords: entry.lastWords + 1 });
        return withJitter(Math.max(after ?? 0, backoff));
      }
      log.error({ key: entry.lane, err: failure }, "A failed job could not be reported");
    }
    await lanes.done(stored);
    return null;
  }

  const worker = new Worker<LaneJob>(QUEUE_NAME, (job, token, signal) => work(job, token!, signal!), {
    ...{ connection, prefix, concurrency, lockDuration: lockMs, stalledInterval: Math.min(5_000, lockMs) },
    // A process may end as often as it will: the tasks of its lanes count their own tries.
    ...{ maxStalledCount: 1_000_000, runRetryDelay: 2_000 },
    settings: { backoffStrategy: () => Math.round(withJitter(5_000)) },
  });
  logErrors(worker, log);
  // Another process may have the job by now.
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, "lock lost");
  });

  return {
    async close(timeoutMs) {
      const closed = worker.close().catch(() => {});
      await Promise.race([closed, sleep(timeoutMs * 0.6)]);
      worker.cancelAllJobs("shutdown");
      await Promise.race([closed, sleep(timeoutMs * 0.3)]);
      connection.disconnect();
      return running;
    },
  };
}
