import { expect, it, vi } from "vitest";
import { createInProcessMemory } from "../../../src/github/memory/in-process-memory.js";
import { createSharedHeads } from "../../../src/github/memory/shared-heads.js";
import type { PostedCheckRun } from "../../../src/github/posted.js";

const repository = { owner: "octo", repo: "shop" };
const head = { repository, headSha: "abc" };
const run = (id: number, title: string): PostedCheckRun => ({
  ...{
    id,
    externalId: "1",
    completed: true,
    completedAt: null,
    conclusion: "success",
    title,
    summary: "s",
    hasAnnotations: false,
  },
});

it("lets nobody else at a head while something is done about it", async () => {
  const heads = createSharedHeads(createInProcessMemory());
  const order: string[] = [];
  const work = (name: string, given = head): Promise<void> =>
    heads.inTurn(given, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${name} ends`);
    });
  await Promise.all([work("one"), work("two"), work("other", { ...head, headSha: "def" })]);
  expect(order.filter((line) => !line.startsWith("other"))).toEqual([
    ...["one begins", "one ends", "two begins", "two ends"],
  ]);
  expect(order.indexOf("other begins")).toBeLessThan(order.indexOf("one ends"));
  await expect(heads.inTurn(head, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await heads.inTurn(head, () => Promise.resolve(1))).toBe(1);
});

it("shows what GitHub does not show yet, the newest first, for a minute", async () => {
  const clock = vi.spyOn(performance, "now");
  try {
    const heads = createSharedHeads(createInProcessMemory());
    await heads.remember(head, run(2, "posted"));
    await heads.remember(head, run(1, "updated"));
    const complete = await heads.complete(head, [run(1, "as it was")]);
    expect(complete.map(({ title }) => title)).toEqual(["posted", "updated"]);
    expect(await heads.complete({ ...head, headSha: "def" }, [])).toEqual([]);
    // The cache looks at the clock once a millisecond.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = performance.now();
    clock.mockReturnValue(now + 61_000);
    expect(await heads.complete(head, [])).toEqual([]);
  } finally {
    clock.mockRestore();
  }
});

it("keeps in mind which heads a pull request has left until somebody has looked", async () => {
  const heads = createSharedHeads(createInProcessMemory());
  for (let i = 0; i < 30; i += 1) await heads.leave({ repository, headSha: `h${i}` }, 7);
  const left = await heads.leftBy(repository, 7);
  expect([left.length, left[0], left.at(-1)]).toEqual([20, "h10", "h29"]);
  expect(await heads.leftBy(repository, 8)).toEqual([]);
  const last = { repository, headSha: "h29" };
  expect([...(await heads.leavers(last)), ...(await heads.leavers(head))]).toEqual([7]);
  await heads.lookedAt(repository, 7, left.slice(1));
  expect(await heads.leftBy(repository, 7)).toEqual(["h10"]);
  await heads.arrive(last, 7);
  expect([...(await heads.leavers(last))]).toEqual([]);
});
