import type { EnqueueOptions, Queue } from "../../queue/queue.js";
import { groupOf, type Task } from "../task.js";

// Webhooks come first: a review that no event asked for is added only while fewer lanes of its installation than this have work.
const WORK_AT_HAND = 8;

/**
 * Queues tasks that no event asked for, as they come, until the signal says to stop; how many. Reviews wait until there is little
 * else to do; a merge queue throws out who does not answer, so its groups do not.
 */
export async function queueWithRoom(
  queue: Queue<Task>,
  tasks: Iterable<Task> | AsyncIterable<Task>,
  signal: AbortSignal,
  options: EnqueueOptions = {},
): Promise<number> {
  let queued = 0;
  for await (const task of tasks) {
    if (task.kind === "review-pull-request") await queue.whenBelow(WORK_AT_HAND, groupOf(task));
    if (signal.aborted) break;
    await queue.enqueue(task, options);
    queued += 1;
  }
  return queued;
}
