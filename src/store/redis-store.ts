/** Queue and memory of several processes in one Redis. */
import type { Memory } from "../github/memory/memory.js";
import type { Queue, QueueLimits, QueueLog, TaskRules } from "../queue/queue.js";
import { connectFast } from "./redis-connection.js";
import { createRedisMemory } from "./redis-memory.js";
import { createRedisQueue } from "./redis-queue.js";

/** A store, of which each process of the App uses both. */
export interface RedisStore {
  memory: Memory;
  queueOf<Task>(rules: TaskRules<Task>, limits: QueueLimits & { log: QueueLog }): Queue<Task>;
  close(): void;
}

export interface StoreOptions {
  /** `redis://` or `rediss://` */
  url: string;
  /** begins all keys; no colon at its end */
  prefix: string;
  /** whether this process does tasks, or takes them alone */
  works: boolean;
  log: QueueLog;
}

/** Begins to use a store. It need not be there yet: what is asked of it fails in two seconds until it is. */
export function openRedisStore({ url, prefix, works, log }: StoreOptions): RedisStore {
  const redis = connectFast(url, log);
  return {
    memory: createRedisMemory(redis, `${prefix}:memory`),
    queueOf: (rules, limits) => createRedisQueue(rules, { ...limits, url, prefix, works }),
    close: () => redis.disconnect(),
  };
}
