import { expect, test } from "vitest";
import type { Task } from "../../../src/github/task.js";
import { queueWithRoom } from "../../../src/github/tasks/queue-with-room.js";
import type { Queue } from "../../../src/queue/queue.js";
import { StoreFailure } from "../../../src/queue/store-failure.js";

const taskOf = (number: number): Task => ({
  ...{ kind: "close-pull-request", installationId: 7, reference: "", number },
  repository: { owner: "octo", repo: "shop" },
});

/** A queue whose store is away for the first task. */
function forgetful(): { queue: Queue<Task>; queued: Task[] } {
  const queued: Task[] = [];
  let tasks = 0;
  const queue: Queue<Task> = {
    async enqueue(task) {
      tasks += 1;
      if (tasks === 1) throw new StoreFailure("Queueing a task");
      queued.push(task);
      return "queued";
    },
    ...{ drain: async () => 0, whenBelow: async () => undefined, size: async () => 0, dead: async () => [] },
  };
  return { queue, queued };
}

test("goes on with the others where one cannot be queued, and tells of it", async () => {
  const { queue, queued } = forgetful();
  const failures: unknown[] = [];
  const { signal } = new AbortController();
  const onFailure = (error: unknown): void => void failures.push(error);
  expect(await queueWithRoom(queue, [1, 2, 3].map(taskOf), signal, { onFailure })).toBe(2);
  expect(queued).toEqual([2, 3].map(taskOf));
  expect(failures).toHaveLength(1);
});

test("ends with the first that cannot be queued where nobody hears of it", async () => {
  const { queue } = forgetful();
  await expect(queueWithRoom(queue, [taskOf(1)], new AbortController().signal)).rejects.toThrow(StoreFailure);
});
