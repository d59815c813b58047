/** What an operator sees of the shared queue, and does with what failed for good. */
import { Queue as JobQueue } from "bullmq";
import { MAX_LASTING } from "../queue/limits.js";
import type { QueueLog } from "../queue/queue.js";
import { createLanes, type DeadEntry } from "./lanes.js";
import { askStore, connectFast, logErrors } from "./redis-connection.js";
import { addJob, QUEUE_NAME } from "./redis-queue.js";

export interface QueueAdmin {
  /** Lanes that have work, and tasks that failed for good, the newest first. */
  list(): Promise<{ lanes: number; dead: DeadEntry[] }>;
  /** Queues the dead tasks of a lane again, or all; returns how many. */
  replay(lane: string | null): Promise<number>;
  /** Forgets the dead tasks of a lane, or all; returns how many. */
  drop(lane: string | null): Promise<number>;
  close(): Promise<void>;
}

/** Opens the queue of a store, as a process that does nothing by itself. */
export async function openQueueAdmin(url: string, prefix: string): Promise<QueueAdmin> {
  const silent = (): void => undefined;
  const log: QueueLog = { info: silent, warn: silent, error: silent };
  const redis = connectFast(url, log);
  const jobs = new JobQueue<{ lane: string; group: string }>(QUEUE_NAME, { connection: redis, prefix });
  logErrors(jobs, log);
  await askStore("Connecting", () => jobs.waitUntilReady());
  const lanes = createLanes(redis, prefix);
  const deadOf = async (lane: string | null): Promise<DeadEntry[]> =>
    (await lanes.dead()).filter((entry) => lane === null || entry.lane === lane);

  return {
    list: async () => ({ lanes: await lanes.count(), dead: await lanes.dead() }),
    async replay(lane) {
      const dead = await deadOf(lane);
      for (const { reason: _reason, at: _at, ...entry } of dead) {
        const fresh = { ...entry, since: Date.now(), tries: 0, asked: 0, lastWords: 0 };
        const limits = { ifIdle: false, maxLasting: MAX_LASTING, maxLanes: Number.MAX_SAFE_INTEGER };
        const { lanesOfGroup } = await lanes.add(fresh, limits);
        await askStore("Queueing a job", () => addJob(jobs, fresh, lanesOfGroup));
        // Only now: a task in both lists is done once, and one in neither never.
        await lanes.unbury(entry);
      }
      return dead.length;
    },
    async drop(lane) {
      const dead = await deadOf(lane);
      for (const entry of dead) await lanes.unbury(entry);
      return dead.length;
    },
    async close() {
      await jobs.close().catch(() => {});
      redis.disconnect();
    },
  };
}
