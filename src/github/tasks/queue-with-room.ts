import type { EnqueueOptions, Queue } from "../../queue/queue.js";
import { groupOf, type Task } from "../task.js";

// Webhooks come first: a review that no event asked for is added only while fewer lanes of its installation than this have work.
const WORK_AT_HAND = 8;

interface RoomOptions extends EnqueueOptions {
  /** Hears of a task that could not be queued, and the others are; the first one is the end where it is left out. */
  onFailure?(error: unknown): void;
}

/**
 * Queues tasks that no event asked for, as they come, until the signal says to stop; how many. Reviews wait until there is little
 * else to do; a merge queue throws out who does not answer, so its groups do not.
 */
export async function queueWithRoom(
  queue: Queue<Task>,
  tasks: Iterable<Task> | AsyncIterable<Task>,
  signal: AbortSignal,
  { onFailure, ...options }: RoomOptions = {},
): Promise<number> {
  let queued = 0;
  for await (const task of tasks) {
    if (task.kind === "review-pull-request") await queue.whenBelow(WORK_AT_HAND, groupOf(task));
    if (signal.aborted) break;
    try {
      await queue.enqueue(task, options);
      queued += 1;
    } catch (error) {
      if (onFailure === undefined) throw error;
      onFailure(error);
    }
  }
  return queued;
}
