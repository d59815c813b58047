/**
 * Jobs in this process: one at a time for a key, several keys side by side. Of the jobs of a key the newest wins, but
 * one that is kept has its turn whatever comes after it. It knows nothing of GitHub: what a job does, and which failure
 * is worth another try, it is told.
 */
import pLimit from "p-limit";
import { sleep } from "./sleep.js";

/** Work for one key. */
export interface Job {
  /** jobs of one key with the same id do the same work */
  id: string;
  /** no other job takes its place or stops it, and it stops none; left out, the newest of the key wins */
  kept?: boolean;
  /** does the work; checks the signal before anything that can be seen outside */
  run(signal: AbortSignal): Promise<void>;
  /** the last word on a job that failed for good */
  giveUp(error: unknown): Promise<void>;
}

export interface QueueOptions {
  /** keys that are worked on at the same time */
  concurrency?: number;
  /** jobs that may wait; one more is refused */
  maxLength?: number;
  /** milliseconds before each further try */
  backoffMs?: readonly number[];
  /** milliseconds to wait where the failure says so, null where it does not, undefined where trying again is no use */
  retryAfter(error: unknown): number | null | undefined;
  log: QueueLog;
}

interface QueueLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type Enqueued = "queued" | "duplicate" | "refused";

export interface JobQueue {
  /**
   * Queues a job in place of the key's waiting one, and tells the key's running one to stop. One that is kept waits
   * behind the others that are, and before the newest.
   */
  enqueue(key: string, job: Job): Enqueued;
  /** Takes no more jobs and waits for those at hand; how many were left when the time was over. */
  drain(timeoutMs: number): Promise<number>;
  /** Resolves as soon as fewer keys than this have work. */
  whenBelow(keys: number): Promise<void>;
  /** how many keys have work */
  readonly size: number;
}

interface Lane {
  /** of those that are not kept, the newest */
  next: Job | null;
  kept: Job[];
  running: { job: Job; controller: AbortController } | null;
}

// About 20 minutes in all: GitHub's short outages pass in that time.
const BACKOFF_MS = [2_000, 10_000, 60_000, 300_000, 900_000];

/** Kept jobs that may wait for one key: whoever sends more of them is not waiting for the answers. */
const MAX_KEPT = 20;

/** Tries of a kept job after the first: somebody waits for its answer, and the reviews of the key wait behind it. */
const KEPT_RETRIES = 3;

/** Makes an empty queue. */
export function createJobQueue(options: QueueOptions): JobQueue {
  const { concurrency = 4, maxLength = 1_000, backoffMs = BACKOFF_MS, retryAfter, log } = options;
  const lanes = new Map<string, Lane>();
  const slot = pLimit(concurrency);
  const waiters = new Set<() => void>();
  const stopped = new AbortController();
  let abandoned = 0;

  function enqueue(key: string, job: Job): Enqueued {
    if (stopped.signal.aborted) return "refused";
    const lane = lanes.get(key);
    if (lane === undefined) return startLane(key, job);
    if (job.kept) return keep(key, lane, job);
    if (lane.next?.id === job.id) return "duplicate";
    const { running } = lane;
    if (lane.next === null && running?.job.id === job.id && !running.controller.signal.aborted)
      return "duplicate";
    if (!running?.job.kept) running?.controller.abort();
    lane.next = job;
    return "queued";
  }

  function keep(key: string, lane: Lane, job: Job): Enqueued {
    if (lane.running?.job.id === job.id || lane.kept.some(({ id }) => id === job.id)) return "duplicate";
    if (lane.kept.length >= MAX_KEPT) {
      log.warn({ key, length: lane.kept.length }, "Too many jobs wait for one key: a job was refused");
      return "refused";
    }
    lane.kept.push(job);
    return "queued";
  }

  function startLane(key: string, job: Job): Enqueued {
    if (lanes.size >= maxLength) {
      log.error({ key, length: lanes.size }, "The queue is full: a job was refused");
      return "refused";
    }
    const lane: Lane = job.kept
      ? { next: null, kept: [job], running: null }
      : { next: job, kept: [], running: null };
    lanes.set(key, lane);
    void runLane(key, lane);
    return "queued";
  }

  async function runLane(key: string, lane: Lane): Promise<void> {
    for (let job = take(lane); job !== null; job = take(lane)) {
      const controller = new AbortController();
      lane.running = { job, controller };
      await runJob(key, job, controller.signal);
      lane.running = null;
    }
    lanes.delete(key);
    for (const wake of waiters) wake();
  }

  async function runJob(key: string, job: Job, signal: AbortSignal): Promise<void> {
    const waits = job.kept ? backoffMs.slice(0, KEPT_RETRIES) : backoffMs;
    const failure = await attempt(key, waits, () => job.run(signal), signal);
    if (failure === null || signal.aborted) return;
    log.error({ key, err: failure.error }, "A job failed");
    const last = await attempt(key, waits, () => job.giveUp(failure.error), signal);
    if (last !== null && !signal.aborted)
      log.error({ key, err: last.error }, "A failed job could not be reported");
  }

  // A try holds one of the places; the wait between two tries does not.
  async function attempt(
    key: string,
    waits: readonly number[],
    work: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ error: unknown } | null> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      const failure = await slot(() => settle(work, signal));
      if (failure === null || signal.aborted) return null;
      const after = retryAfter(failure.error);
      const backoff = waits[tries];
      if (after === undefined || backoff === undefined) return failure;
      log.warn({ key, tries: tries + 1, err: failure.error }, "A job will be tried again");
      await sleep(Math.max(after ?? 0, backoff), AbortSignal.any([signal, stopped.signal]));
      if (stopped.signal.aborted) return abandon();
    }
    return null;
  }

  // Nobody knows whether GitHub will be back in time.
  function abandon(): null {
    abandoned += 1;
    return null;
  }

  async function drain(timeoutMs: number): Promise<number> {
    stopped.abort();
    await Promise.race([whenBelow(1), new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
    const waiting = [...lanes.values()].reduce((sum, { kept }) => sum + kept.length, 0);
    const left = lanes.size + waiting + abandoned;
    for (const lane of lanes.values()) {
      lane.next = null;
      lane.kept = [];
      lane.running?.controller.abort();
    }
    if (left > 0)
      log.warn({ left }, "Jobs were left unfinished; the sweep at the next start finds the reviews");
    return left;
  }

  function whenBelow(keys: number): Promise<void> {
    if (lanes.size < keys) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        if (lanes.size >= keys) return;
        waiters.delete(wake);
        resolve();
      };
      waiters.add(wake);
    });
  }

  return {
    enqueue,
    drain,
    whenBelow,
    get size() {
      return lanes.size;
    },
  };
}

// What someone asked for comes before a review, which would look at what it changes anyway.
function take(lane: Lane): Job | null {
  const kept = lane.kept.shift();
  if (kept !== undefined) return kept;
  const { next } = lane;
  lane.next = null;
  return next;
}

async function settle(work: () => Promise<void>, signal: AbortSignal): Promise<{ error: unknown } | null> {
  if (signal.aborted) return null;
  try {
    await work();
    return null;
  } catch (error) {
    return { error };
  }
}
