/** `surefoot queue` on a real Redis, as an operator runs it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runQueueOrder } from "../../src/bin/queue.js";
import { runCommandLine } from "../../src/cli/command-line.js";
import { createRedisQueue } from "../../src/store/redis-queue.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";

let redis: RedisServer;
beforeAll(async () => {
  if (hasRedis) redis = await startRedis();
}, 30_000);
afterAll(() => redis?.close());

async function surefoot(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") =>
    ({
      write(chunk: string, done?: () => void) {
        text[name] += chunk;
        done?.();
        return true;
      },
      on: () => undefined,
      off: () => undefined,
    }) as never;
  const terminal = { stdin: [] as never, stdout: stream("out"), stderr: stream("err"), cwd: "/", env: {} };
  const env = { QUEUE_URL: redis?.url, NODE_ENV: "production" };
  const status = await runCommandLine(args, terminal, undefined, {
    serve: async () => undefined,
    queue: (order) => runQueueOrder(order, { env }),
  });
  return { status, ...text };
}

describe.skipIf(!hasRedis)("surefoot queue", () => {
  it("lists what failed for good, has it done again, and forgets it", async () => {
    let broken = true;
    const done: string[] = [];
    const nothing = (): void => undefined;
    const queue = createRedisQueue<{ lane: string }>(
      {
        ...{ laneOf: ({ lane }: { lane: string }) => lane, groupOf: () => "7", idOf: () => "newest" },
        ...{ isReplaceable: () => true, isAlone: () => false, retryAfter: () => undefined },
        async run({ lane }: { lane: string }) {
          if (broken) throw new TypeError("a secret");
          done.push(lane);
        },
        giveUp: async () => undefined,
        reasonOf: ({ name }: Error) => name,
      } as never,
      {
        ...{ url: redis.url, prefix: "surefoot", works: true },
        log: { info: nothing, warn: nothing, error: nothing },
      },
    );
    await expect.poll(() => queue.unready!()).toBeNull();
    for (const number of [1, 2]) await queue.enqueue({ lane: `octo/shop#${number}` });
    await expect.poll(async () => (await queue.dead()).length, { timeout: 10_000 }).toBe(2);
    await queue.whenBelow(1);
    const listed = await surefoot("queue", "ls");
    expect(listed.status).toBe(0);
    expect(listed.out).toMatch(/^0 with work, 2 failed for good\n/);
    expect(listed.out).toMatch(/^\S+Z\tocto\/shop#1\tnewest\tTypeError$/m);
    expect(listed.out).not.toContain("secret");
    broken = false;
    expect(await surefoot("queue", "replay", "octo/shop#1")).toMatchObject({
      status: 0,
      out: "1 queued again\n",
    });
    await expect.poll(() => done, { timeout: 10_000 }).toEqual(["octo/shop#1"]);
    expect((await surefoot("queue", "drop", "--all")).out).toBe("1 forgotten\n");
    expect((await surefoot("queue", "ls")).out).toMatch(/^\d with work, 0 failed for good\n$/);
    await queue.drain(2_000);
  }, 30_000);
});

it("asks for one or for all", async () => {
  for (const args of [["replay"], ["drop", "octo/shop#1", "--all"]])
    expect(await surefoot("queue", ...args)).toMatchObject({
      status: 2,
      err: "surefoot: name one, or say --all\n",
    });
});
