/** The queue of one process: a task waits in memory, and is lost where the process ends before its time. */
import { withJitter } from "./jitter.js";
import { BACKOFF_MS, DEADLINE_MS, LASTING_RETRIES, MAX_DEAD, MAX_LASTING } from "./limits.js";
import type { DeadTask, Enqueued, EnqueueOptions, Queue, QueueLimits, QueueLog, TaskRules } from "./queue.js";
import { sleep } from "./sleep.js";
import { createTurns } from "./turns.js";

/** A task as it waits. Each try reads it anew from its text, as it would in another process. */
interface Waiting {
  id: string;
  isReplaceable: boolean;
  isAlone: boolean;
  text: string;
  /** milliseconds */
  since: number;
}

interface Lane {
  group: string;
  /** the newest of those that are replaceable */
  next: Waiting | null;
  /** those that are not */
  lasting: Waiting[];
  running: { task: Waiting; controller: AbortController } | null;
}

/** Lanes that may have work. Each takes about a kilobyte. */
const MAX_LANES = 20_000;

/** Makes an empty queue. */
export function createInProcessQueue<Task>(
  rules: TaskRules<Task>,
  options: QueueLimits & { log: QueueLog },
): Queue<Task> {
  const { log, concurrency = 4, maxLength = MAX_LANES } = options;
  const { backoffMs = BACKOFF_MS, deadlineMs = DEADLINE_MS } = options;
  const lanes = new Map<string, Lane>();
  const lanesOf = new Map<string, number>();
  const turns = createTurns(concurrency);
  const waiters = new Set<() => void>();
  const stopped = new AbortController();
  const dead: DeadTask<Task>[] = [];
  let abandoned = 0;

  async function enqueue(task: Task, { ifIdle = false }: EnqueueOptions = {}): Promise<Enqueued> {
    if (stopped.signal.aborted) return "refused";
    const key = rules.laneOf(task);
    const waiting = {
      id: rules.idOf(task),
      isReplaceable: rules.isReplaceable(task),
      isAlone: rules.isAlone(task),
      text: JSON.stringify(task),
      since: Date.now(),
    };
    const lane = lanes.get(key);
    if (lane === undefined) return startLane(key, rules.groupOf(task), waiting);
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

  function startLane(key: string, group: string, task: Waiting): Enqueued {
    const own = lanesOf.get(group) ?? 0;
    if (lanes.size >= maxLength || own > maxLength - lanes.size) {
      log.error({ key, length: lanes.size }, "The queue is full: a job was refused");
      return "refused";
    }
    const lane: Lane = task.isReplaceable
      ? { group, next: task, lasting: [], running: null }
      : { group, next: null, lasting: [task], running: null };
    lanes.set(key, lane);
    lanesOf.set(group, own + 1);
    void runLane(key, lane);
    return "queued";
  }

  async function runLane(key: string, lane: Lane): Promise<void> {
    for (let task = take(lane); task !== null; task = take(lane)) {
      const controller = new AbortController();
      lane.running = { task, controller };
      await runTask({ key, group: lane.group, task, signal: controller.signal });
      lane.running = null;
    }
    lanes.delete(key);
    const own = lanesOf.get(lane.group)! - 1;
    if (own > 0) lanesOf.set(lane.group, own);
    else lanesOf.delete(lane.group);
    for (const wake of waiters) wake();
  }

  interface Running {
    key: string;
    group: string;
    task: Waiting;
    signal: AbortSignal;
  }

  async function runTask(running: Running): Promise<void> {
    const { key, task, signal } = running;
    const read = (): Task => JSON.parse(task.text);
    const failure = await tryOften(running, (attempt) => rules.run(read(), attempt, signal));
    if (failure === null || signal.aborted) return;
    log.error({ key, err: failure.error }, "A job failed");
    dead.unshift({ task: read(), reason: rules.reasonOf(failure.error), at: Date.now() });
    dead.splice(MAX_DEAD);
    const last = await tryOften({ ...running, task: { ...task, since: Date.now() } }, () =>
      rules.giveUp(read(), failure.error),
    );
    if (last !== null && !signal.aborted)
      log.error({ key, err: last.error }, "A failed job could not be reported");
  }

  // A try holds one of the places; the wait between two tries does not.
  async function tryOften(
    { key, group, task, signal }: Running,
    work: (attempt: number) => Promise<void>,
  ): Promise<{ error: unknown } | null> {
    const waits = task.isReplaceable ? backoffMs : backoffMs.slice(0, LASTING_RETRIES);
    // A wait that was asked for is no failed try; each one behind another is longer at least by the same steps.
    for (let [tries, asked] = [0, 0]; !signal.aborted; ) {
      const turn = await turns.take(group, () => tryOnce(group, () => work(tries + 1), signal), {
        alone: task.isAlone,
      });
      if (turn === null) return abandon();
      const failure = turn.done;
      if (failure === null || signal.aborted) return null;
      const after = rules.retryAfter(failure.error);
      const isAsked = typeof after === "number";
      const backoff = isAsked ? (waits[asked] ?? waits.at(-1) ?? 0) : waits[tries];
      if (after === undefined || backoff === undefined) return failure;
      if (isAsked) asked += 1;
      else tries += 1;
      const wait = withJitter(Math.max(after ?? 0, backoff));
      if (Date.now() + wait - task.since > deadlineMs) return failure;
      log.warn({ key, tries: tries + asked, err: failure.error }, "A job will be tried again");
      await sleep(wait, AbortSignal.any([signal, stopped.signal]));
      if (stopped.signal.aborted) return abandon();
    }
    return null;
  }

  // A group is parked before its place is free: the next one would meet the same limit.
  async function tryOnce(
    group: string,
    work: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ error: unknown } | null> {
    const failure = await settle(work, signal);
    const after = failure === null ? null : rules.retryAfter(failure.error);
    if (typeof after === "number") turns.park(group, withJitter(after));
    return failure;
  }

  // GitHub may not be back in time.
  function abandon(): null {
    abandoned += 1;
    return null;
  }

  async function drain(timeoutMs: number): Promise<number> {
    stopped.abort();
    turns.end();
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

  function whenBelow(count: number, group?: string): Promise<void> {
    const size = (): number => (group === undefined ? lanes.size : (lanesOf.get(group) ?? 0));
    if (size() < count) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        if (size() >= count) return;
        waiters.delete(wake);
        resolve();
      };
      waiters.add(wake);
    });
  }

  return { enqueue, drain, whenBelow, size: async () => lanes.size, dead: async () => [...dead] };
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
