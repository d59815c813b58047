/** The shared queue on a real Redis: the same rules as the one of a process, with several processes' worth of engines. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Queue, QueueLimits, TaskRules } from "../../src/queue/queue.js";
import { createRedisQueue } from "../../src/store/redis-queue.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";

interface Task {
  lane: string;
  id: string;
  isReplaceable: boolean;
}

type Work = (signal: AbortSignal, attempt: number) => Promise<void>;

class Passing extends Error {
  constructor(readonly after: number | null = null) {
    super("passing");
  }
}

let redis: RedisServer;
let queues: Queue<Task>[];
let events: string[];
let works: Map<string, Work>;
let prefix: string;
let count = 0;

beforeAll(async () => {
  if (hasRedis) redis = await startRedis();
}, 30_000);
afterAll(() => redis?.close());
beforeEach(() => {
  [queues, events, works] = [[], [], new Map()];
  count += 1;
  prefix = `test${count}`;
});
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.drain(2_000)));
});

function start(
  options: QueueLimits & { works?: boolean; lockMs?: number; giveUp?: TaskRules<Task>["giveUp"] } = {},
): Queue<Task> {
  const { giveUp = async ({ id }: Task) => void events.push(`give up ${id}`), ...limits } = options;
  const nothing = (): void => undefined;
  const queue = createRedisQueue<Task>(
    {
      laneOf: ({ lane }) => lane,
      idOf: ({ id }) => id,
      groupOf: ({ lane }) => lane.split("/")[0]!,
      isReplaceable: (task) => task.isReplaceable,
      isAlone: ({ id }) => id.startsWith("alone"),
      async run({ id }, attempt, signal) {
        events.push(`run ${id}`);
        await works.get(id)?.(signal, attempt);
        events.push(signal.aborted ? `stopped ${id}` : `done ${id}`);
      },
      giveUp,
      retryAfter: (error) => (error instanceof Passing ? error.after : undefined),
      reasonOf: (error) => (error as Error).name,
    },
    {
      ...{ url: redis.url, prefix, works: true, backoffMs: [1, 1] },
      ...limits,
      log: { info: nothing, warn: nothing, error: nothing },
    },
  );
  queues.push(queue);
  return queue;
}

/** Takes a task, as soon as the engine is connected. */
async function put(
  queue: Queue<Task>,
  lane: string,
  id: string,
  given: { work?: Work; lasting?: boolean } = {},
) {
  if (given.work) works.set(id, given.work);
  await expect.poll(() => queue.unready!()).toBeNull();
  return queue.enqueue({ lane, id, isReplaceable: given.lasting !== true });
}

const until = (event: string) =>
  expect.poll(() => events, { timeout: 10_000, interval: 10 }).toContain(event);

function gate(): { work: Work; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { work: () => opened, open };
}

describe.skipIf(!hasRedis)("tasks of one lane", () => {
  it("run one at a time, and the newest takes the place of those that wait", async () => {
    const [a, b] = [start(), start()];
    const first = gate();
    await put(a, "i/pull", "1", first);
    await until("run 1");
    expect(await put(b, "i/pull", "2")).toBe("queued");
    expect(await put(b, "i/pull", "3")).toBe("queued");
    expect(await put(a, "i/pull", "3")).toBe("duplicate");
    // The one that runs hears of it.
    await new Promise((resolve) => setTimeout(resolve, 700));
    first.open();
    await until("done 3");
    expect(events).toEqual(["run 1", "stopped 1", "run 3", "done 3"]);
    await a.whenBelow(1);
  });

  it("are each done where they are not replaceable, in their order and before the newest", async () => {
    const queue = start();
    const first = gate();
    await put(queue, "i/pull", "review 1", first);
    await until("run review 1");
    for (const id of ["fix", "explain"]) await put(queue, "i/pull", id, { lasting: true });
    expect(await put(queue, "i/pull", "fix", { lasting: true })).toBe("duplicate");
    await put(queue, "i/pull", "review 2");
    first.open();
    await until("done review 2");
    expect(events.filter((event) => event.startsWith("run"))).toEqual([
      ...["run review 1", "run fix", "run explain", "run review 2"],
    ]);
    await queue.whenBelow(1);
  });

  it("that no event asked for are dropped where the lane has work", async () => {
    const queue = start();
    const first = gate();
    await put(queue, "i/pull", "review", first);
    await until("run review");
    const missed = { lane: "i/pull", id: "missed", isReplaceable: true };
    expect(await queue.enqueue(missed, { ifIdle: true })).toBe("duplicate");
    first.open();
    await queue.whenBelow(1);
    expect(await queue.enqueue(missed, { ifIdle: true })).toBe("queued");
    await until("done missed");
  });
});

describe.skipIf(!hasRedis)("a failure", () => {
  it("is tried again where it may pass, and the newest takes its place", async () => {
    const queue = start({ backoffMs: [60_000] });
    await put(queue, "i/pull", "1", { work: () => Promise.reject(new Passing()) });
    await until("run 1");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await put(queue, "i/pull", "2");
    await until("done 2");
    await queue.whenBelow(1);
    expect(events).toEqual(["run 1", "run 2", "done 2"]);
  });

  it("is given up after the last try, kept among the dead, and says its last word again where that fails", async () => {
    let words = 0;
    const queue = start({
      async giveUp() {
        words += 1;
        if (words === 1) throw new Passing();
      },
    });
    await put(queue, "i/pull", "1", { work: () => Promise.reject(new Passing()) });
    await expect.poll(() => words, { timeout: 10_000 }).toBe(2);
    await queue.whenBelow(1);
    const dead = await queue.dead();
    expect(dead).toMatchObject([{ task: { lane: "i/pull", id: "1" }, reason: "Error" }]);
  });

  it("that asks for a wait parks its group, which holds no place", async () => {
    const queue = start({ concurrency: 1 });
    const begun = Date.now();
    await put(queue, "limited/1", "limited 1", {
      async work() {
        if (Date.now() - begun < 4_000) throw new Passing(5_000);
      },
    });
    await until("run limited 1");
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const i of [2, 3]) await put(queue, `limited/${i}`, `limited ${i}`);
    for (const i of [1, 2, 3]) await put(queue, `free/${i}`, `free ${i}`);
    await until("done free 3");
    expect(events.filter((event) => event.startsWith("run limited"))).toHaveLength(1);
    await queue.whenBelow(1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(5_000);
  }, 30_000);
});

describe.skipIf(!hasRedis)("turns", () => {
  it("go to an installation with little that waits before one with much", async () => {
    const queue = start({ concurrency: 1 });
    const first = gate();
    await put(queue, "gate/1", "gate", first);
    await until("run gate");
    for (let i = 0; i < 100; i += 1)
      await queue.enqueue({ lane: `noisy/${i}`, id: `noisy ${i}`, isReplaceable: true });
    await put(queue, "quiet/1", "quiet");
    first.open();
    await until("done quiet");
    const noisy = events
      .slice(0, events.indexOf("run quiet"))
      .filter((event) => event.startsWith("run noisy"));
    expect(noisy.length).toBeLessThanOrEqual(2);
    await queue.whenBelow(1);
  });
});

describe.skipIf(!hasRedis)("a process that ends", () => {
  it("leaves its tasks to another, which tries no less for that", async () => {
    const taker = start({ works: false });
    const first = start({ lockMs: 1_000 });
    const attempts: number[] = [];
    await put(taker, "i/pull", "1", {
      async work(signal, attempt) {
        attempts.push(attempt);
        // The first is stopped in the middle.
        if (attempts.length === 1) await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    });
    await until("run 1");
    await first.drain(500);
    start();
    await until("done 1");
    expect(attempts).toEqual([1, 1]);
    await taker.whenBelow(1);
  });
});

describe.skipIf(!hasRedis)("a store that is away", () => {
  it("fails a task within two seconds, names itself, and is used again as soon as it is back", async () => {
    const own = await startRedis({ running: false });
    const before = redis;
    redis = own;
    try {
      const queue = start();
      const task = { lane: "i/pull", id: "1", isReplaceable: true };
      const refused = async (): Promise<number> => {
        const begun = Date.now();
        await expect(queue.enqueue(task)).rejects.toMatchObject({ name: "StoreFailure", status: 503 });
        return Date.now() - begun;
      };
      expect(await queue.unready!()).toBe("Redis");
      expect(await refused()).toBeLessThan(2_500);
      await own.start();
      await put(queue, "i/pull", "1");
      await until("done 1");
      await own.kill();
      expect(await refused()).toBeLessThan(2_500);
      await own.start();
      await put(queue, "i/pull", "2");
      await until("done 2");
      own.freeze();
      expect(await refused()).toBeLessThan(2_500);
      own.thaw();
      await put(queue, "i/pull", "3");
      await until("done 3");
      await own.flush();
      await put(queue, "i/pull", "4");
      await until("done 4");
      await queue.drain(1_000);
    } finally {
      redis = before;
      await own.close();
    }
  }, 60_000);
});
