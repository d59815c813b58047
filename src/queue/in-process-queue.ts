/** The queue of one process: a task waits in memory, and is lost where the process ends before its time. */
import pLimit from "p-limit";
import type { Enqueued, EnqueueOptions, Queue, QueueLimits, QueueLog, TaskRules } from "./queue.js";
import { sleep } from "./sleep.js";

/** A task as it waits. Each try reads it anew from its text, as it would in another process. */
interface Waiting {
  id: string;
  isReplaceable: boolean;
  text: string;
}

interface Lane {
  /** the newest of those that are replaceable */
  next: Waiting | null;
  /** those that are not */
  lasting: Waiting[];
  running: { task: Waiting; controller: AbortController } | null;
}

// About 20 minutes in all: GitHub's short outages pass in that time.
const BACKOFF_MS = [2_000, 10_000, 60_000, 300_000, 900_000];

/** Tasks of a lane that may wait without being replaceable: an author who sends more does not wait for the answers. */
const MAX_LASTING = 20;

/** Further tries of a task that is not replaceable: a person waits for its answer, and the reviews of its lane wait behind it. */
const LASTING_RETRIES = 3;

/** Waits that one task is asked for, one after the other: a day and more by the steps above. */
const MAX_ASKED_WAITS = 100;

/** Makes an empty queue. */
export function createInProcessQueue<Task>(
  rules: TaskRules<Task>,
  { log, concurrency = 4, maxLength = 1_000, backoffMs = BACKOFF_MS }: QueueLimits & { log: QueueLog },
): Queue<Task> {
  const lanes = new Map<string, Lane>();
  const slot = pLimit(concurrency);
  const waiters = new Set<() => void>();
  const stopped = new AbortController();
  let abandoned = 0;

  async function enqueue(task: Task, { ifIdle = false }: EnqueueOptions = {}): Promise<Enqueued> {
    if (stopped.signal.aborted) return "refused";
    const key = rules.laneOf(task);
    const waiting = {
      id: rules.idOf(task),
      isReplaceable: rules.isReplaceable(task),
      text: JSON.stringify(task),
    };
    const lane = lanes.get(key);
    if (lane === undefined) return startLane(key, waiting);
    if (ifIdle && waiting.isReplaceable) return "duplicate";
    return waiting.isReplaceable ? replace(lane, waiting) : append(key, lane, waiting);
  }

  function replace(lane: Lane, task: Waiting): Enqueued {
    if (lane.next?.id === task.id) return "duplicate";
    const { running } = lane;
    if (lane.next === null && running?.task.id === task.id && !running.controller.signal.aborted)
      return "duplicate";
    if (running?.task.isReplaceable) running.controller.abort();
    lane.next = task;
    return "queued";
  }

  function append(key: string, lane: Lane, task: Waiting): Enqueued {
    if (lane.running?.task.id === task.id || lane.lasting.some(({ id }) => id === task.id))
      return "duplicate";
    if (lane.lasting.length >= MAX_LASTING) {
      log.warn({ key, length: lane.lasting.length }, "Too many jobs wait for one key: a job was refused");
      return "refused";
    }
    lane.lasting.push(task);
    return "queued";
  }

  function startLane(key: string, task: Waiting): Enqueued {
    if (lanes.size >= maxLength) {
      log.error({ key, length: lanes.size }, "The queue is full: a job was refused");
      return "refused";
    }
    const lane: Lane = task.isReplaceable
      ? { next: task, lasting: [], running: null }
      : { next: null, lasting: [task], running: null };
    lanes.set(key, lane);
    void runLane(key, lane);
    return "queued";
  }

  async function runLane(key: string, lane: Lane): Promise<void> {
    for (let task = take(lane); task !== null; task = take(lane)) {
      const controller = new AbortController();
      lane.running = { task, controller };
      await runTask(key, task, controller.signal);
      lane.running = null;
    }
    lanes.delete(key);
    for (const wake of waiters) wake();
  }

  async function runTask(key: string, task: Waiting, signal: AbortSignal): Promise<void> {
    const waits = task.isReplaceable ? backoffMs : backoffMs.slice(0, LASTING_RETRIES);
    const read = (): Task => JSON.parse(task.text);
    const failure = await tryOften(key, waits, (attempt) => rules.run(read(), attempt, signal), signal);
    if (failure === null || signal.aborted) return;
    log.error({ key, err: failure.error }, "A job failed");
    const last = await tryOften(key, waits, () => rules.giveUp(read(), failure.error), signal);
    if (last !== null && !signal.aborted)
      log.error({ key, err: last.error }, "A failed job could not be reported");
  }

  // A try holds one of the places; the wait between two tries does not.
  async function tryOften(
    key: string,
    waits: readonly number[],
    work: (attempt: number) => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ error: unknown } | null> {
    // A wait that was asked for is no failed try; each one behind another is longer at least by the same steps.
    for (let [tries, asked] = [0, 0]; !signal.aborted; ) {
      const failure = await slot(() => settle(() => work(tries + 1), signal));
      if (failure === null || signal.aborted) return null;
      const after = rules.retryAfter(failure.error);
      const isAsked = typeof after === "number" && asked < MAX_ASKED_WAITS;
      const backoff = isAsked ? (waits[asked] ?? waits.at(-1) ?? 0) : waits[tries];
      if (after === undefined || backoff === undefined) return failure;
      if (isAsked) asked += 1;
      else tries += 1;
      log.warn({ key, tries: tries + asked, err: failure.error }, "A job will be tried again");
      await sleep(Math.max(after ?? 0, backoff), AbortSignal.any([signal, stopped.signal]));
      if (stopped.signal.aborted) return abandon();
    }
    return null;
  }

  // GitHub may not be back in time.
  function abandon(): null {
    abandoned += 1;
    return null;
  }

  async function drain(timeoutMs: number): Promise<number> {
    stopped.abort();
    await Promise.race([whenBelow(1), new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
    const waiting = [...lanes.values()].reduce((sum, { lasting }) => sum + lasting.length, 0);
    const left = lanes.size + waiting + abandoned;
    for (const lane of lanes.values()) {
      lane.next = null;
      lane.lasting = [];
      lane.running?.controller.abort();
    }
    if (left > 0)
      log.warn({ left }, "Jobs were left unfinished; the sweep at the next start finds the reviews");
    return left;
  }

  function whenBelow(count: number): Promise<void> {
    if (lanes.size < count) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        if (lanes.size >= count) return;
        waiters.delete(wake);
        resolve();
      };
      waiters.add(wake);
    });
  }

  return { enqueue, drain, whenBelow };
}

// A task that someone asked for comes before a review, which would look at what it changes anyway.
function take(lane: Lane): Waiting | null {
  const lasting = lane.lasting.shift();
  if (lasting !== undefined) return lasting;
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
