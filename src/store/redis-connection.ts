/** Connections to Redis: one that fails fast, for who has to answer soon, and one that waits, for who works. */
import { Redis } from "ioredis";
import type { QueueLog } from "../queue/queue.js";
import { StoreFailure } from "../queue/store-failure.js";

/** GitHub gives up a webhook after ten seconds; one that gets its 503 sooner is sent again all the same. */
export const PATIENCE_MS = 2_000;

/** One line of the log in so many milliseconds: a connection that is away fails several times a second. */
const LOG_EVERY_MS = 60_000;

/** Wherever Redis was for a while, it is found again within a second. */
const RECONNECT = { retryStrategy: () => 1_000 };

/** Makes a connection whose commands fail at once where Redis is away; `askStore` ends those that it does not answer. */
export function connectFast(url: string, log: QueueLog): Redis {
  const redis = new Redis(url, {
    ...RECONNECT,
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  });
  logErrors(redis, log);
  return redis;
}

/** Makes a connection whose commands wait until Redis is back. */
export function connectPatiently(url: string, log: QueueLog): Redis {
  const redis = new Redis(url, { ...RECONNECT, maxRetriesPerRequest: null });
  logErrors(redis, log);
  return redis;
}

/** Something that tells of its faults by events: one without a listener would end the process, or print each. */
interface Failing {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Logs the errors of a connection, or of what uses one, once in a while. */
export function logErrors(failing: Failing, log: QueueLog): void {
  let silentUntil = 0;
  failing.on("error", (error) => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + LOG_EVERY_MS;
    log.error({ err: error }, "The store cannot be reached");
  });
}

/** Asks the store, for two seconds at most; whatever fails is a StoreFailure. */
export async function askStore<T>(doing: string, ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    // Where the process itself was busy for so long, the answer may be there already and is read first.
    timer = setTimeout(
      () => setImmediate(() => setImmediate(() => reject(new StoreFailure(doing)))),
      PATIENCE_MS,
    );
  });
  try {
    return await Promise.race([ask(), timeout]);
  } catch (error) {
    throw error instanceof StoreFailure ? error : new StoreFailure(doing, error);
  } finally {
    clearTimeout(timer);
  }
}
