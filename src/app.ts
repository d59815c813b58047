/** The Probot app: webhooks in, reviews and check runs out. The process decides where it listens (bin/server.ts). */
import pLimit from "p-limit";
import type { Probot } from "probot";
import { type Analyse, analyseHere } from "./analysis/analysis.js";
import { AnalysisFailure } from "./analysis/analysis-failure.js";
import type { RenderElsewhere } from "./analysis/render-elsewhere.js";
import { GitHubFailure } from "./github/client/github-failure.js";
import { createClientFor } from "./github/client/installation-client.js";
import type { Log } from "./github/client/log.js";
import { createInProcessMemory } from "./github/memory/in-process-memory.js";
import type { Memory } from "./github/memory/memory.js";
import { createPolicyCaches } from "./github/memory/policy-cache.js";
import { createRecentPosts } from "./github/memory/recent-posts.js";
import { createRecentReplies } from "./github/memory/recent-replies.js";
import { createRequestPacer } from "./github/memory/request-pacer.js";
import { createSharedHeads } from "./github/memory/shared-heads.js";
import { createSweepNotes } from "./github/memory/sweep-notes.js";
import { type SweepTimes, sweep } from "./github/sweep/sweep.js";
import { groupOf, idOf, isAlone, isReplaceable, laneOf, type Task } from "./github/task.js";
import { queueWithRoom } from "./github/tasks/queue-with-room.js";
import { giveUpTask, runTask } from "./github/tasks/run-task.js";
import type { TaskTools } from "./github/tasks/task-tools.js";
import { registerWebhooks } from "./github/webhooks/register-webhooks.js";
import { createInProcessQueue } from "./queue/in-process-queue.js";
import type { Queue, QueueLimits, QueueLog, TaskRules } from "./queue/queue.js";
import { StoreFailure } from "./queue/store-failure.js";

/** A request that has to wait for longer gives its place in the queue back, and its task is done again. */
const PATIENCE_MS = 2_000;

export interface SurefootOptions {
  /** the App's number at GitHub: its own check runs are told apart by it */
  appId: number;
  /** where people reach the pages that this process serves, without a final slash; left out where they do not */
  publicUrl?: string;
  /** what reviews a change; in this thread where it is left out */
  analyse?: Analyse;
  /** what renders charts and kustomizations; in this thread where it is left out */
  render?: RenderElsewhere;
  /** pull requests that are reviewed at the same time */
  concurrency?: number;
  /** pull requests that may have work at the same time; a webhook for one more is refused */
  queueLength?: number;
  /** milliseconds before each further try of a failed review, and of a failed sweep */
  backoffMs?: readonly number[];
  /** how often it is looked for what was missed; at the start alone where it is left out */
  sweeps?: Pick<SweepTimes, "everyMs" | "graceMs">;
  /** what several processes share; where it is left out, queue and memory are this process's own */
  store?: Store;
  log?: Log;
}

/** Where queue and memory are. */
export interface Store {
  memory: Memory;
  queueOf(rules: TaskRules<Task>, limits: QueueLimits & { log: QueueLog }): Queue<Task>;
}

export interface Surefoot {
  /** Queues what was missed, at once and every few minutes; resolves where there is no more to look for. */
  sweep(): Promise<void>;
  /** Resolves as soon as no task waits or runs. */
  idle(): Promise<void>;
  /** Names what it waits for before it can take webhooks; null where it is ready. */
  unready(): Promise<string | null>;
  /** How many pull requests and others have work, and how many tasks failed for good. */
  state(): Promise<{ lanes: number; dead: number }>;
  /** Takes no more work and waits for the tasks that wait or run; resolves to how many were left. */
  drain(timeoutMs: number): Promise<number>;
}

/** Puts the App onto a Probot, whose octokit should be SurefootOctokit. */
export function surefoot(app: Probot, options: SurefootOptions): Surefoot {
  const log = options.log ?? app.log;
  const stopped = new AbortController();
  const store = options.store ?? inProcessStore();
  const { memory } = store;
  const tools: TaskTools = {
    ...toolsOf(app, options, memory),
    log,
    enqueue: (task) => queue.enqueue(task),
    enqueueWithRoom: (tasks) => queueWithRoom(queue, tasks, stopped.signal),
    stopped: stopped.signal,
  };
  const queue: Queue<Task> = store.queueOf(
    {
      ...{ laneOf, idOf, isReplaceable, groupOf, isAlone },
      run: (task, attempt, signal) => runTask(task, { attempt, signal }, tools),
      giveUp: (task, error) => giveUpTask(task, error, tools),
      retryAfter,
      reasonOf,
    },
    { log, ...limitsOf(options) },
  );
  registerWebhooks(app, tools);
  return {
    async sweep() {
      const { everyMs = null, graceMs } = options.sweeps ?? {};
      const times = { everyMs, graceMs, waitsMs: options.backoffMs };
      const notes = createSweepNotes(memory);
      const missed = sweep({ ...tools, notes, appClient: () => app.auth() }, times);
      await queueWithRoom(queue, missed, stopped.signal, {
        ifIdle: true,
        // The next look finds it again.
        onFailure: (error) => log.warn({ err: error }, "A missed task could not be queued"),
      });
    },
    idle: () => queue.whenBelow(1),
    state: async () => ({ lanes: await queue.size(), dead: (await queue.dead()).length }),
    unready: async () => (await queue.unready?.()) ?? null,
    drain(timeoutMs) {
      stopped.abort();
      return queue.drain(timeoutMs);
    },
  };
}

function toolsOf(
  app: Probot,
  { appId, publicUrl, analyse = analyseHere, render }: SurefootOptions,
  memory: Memory,
): Omit<TaskTools, "log" | "enqueue" | "enqueueWithRoom" | "stopped"> {
  return {
    ...{ appId, publicUrl, analyse, render },
    alone: pLimit(1),
    clientFor: createClientFor(app, (id) =>
      createRequestPacer(memory, `installation ${id}`, { patienceMs: PATIENCE_MS }),
    ),
    recent: createRecentPosts(memory),
    heads: createSharedHeads(memory),
    replies: createRecentReplies(memory),
    policiesOf: createPolicyCaches(memory),
  };
}

function inProcessStore(): Store {
  return { memory: createInProcessMemory(), queueOf: createInProcessQueue };
}

function retryAfter(error: unknown): number | null | undefined {
  if (error instanceof StoreFailure) return null;
  return error instanceof GitHubFailure && error.retryable ? error.retryAfterMs : undefined;
}

// Words of our own; any other error's could hold a text of the change.
function reasonOf(error: unknown): string {
  if (error instanceof GitHubFailure || error instanceof AnalysisFailure) return error.message;
  return error instanceof Error ? error.name : "a fault";
}

function limitsOf({ concurrency, queueLength, backoffMs }: SurefootOptions): QueueLimits {
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(queueLength === undefined ? {} : { maxLength: queueLength }),
    ...(backoffMs === undefined ? {} : { backoffMs }),
  };
}
