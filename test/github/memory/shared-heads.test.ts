import { expect, it, vi } from "vitest";
import type { PostedCheckRun } from "../../../src/github/load/read-posted.js";
import { createSharedHeads } from "../../../src/github/memory/shared-heads.js";

const repository = { owner: "octo", repo: "shop" };
const head = { repository, headSha: "abc" };
const run = (id: number, title: string): PostedCheckRun => ({
  ...{
    id,
    externalId: "1",
    completed: true,
    conclusion: "success",
    title,
    summary: "s",
    hasAnnotations: false,
  },
});

it("lets nobody else at a head while something is done about it", async () => {
  const heads = createSharedHeads();
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
    const heads = createSharedHeads();
    heads.remember(head, run(2, "posted"));
    heads.remember(head, run(1, "updated"));
    expect(heads.complete(head, [run(1, "as it was")]).map(({ title }) => title)).toEqual([
      ...["posted", "updated"],
    ]);
    expect(heads.complete({ ...head, headSha: "def" }, [])).toEqual([]);
    // The cache looks at the clock once a millisecond.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = performance.now();
    clock.mockReturnValue(now + 61_000);
    expect(heads.complete(head, [])).toEqual([]);
  } finally {
    clock.mockRestore();
  }
});

it("keeps in mind which heads a pull request has left until somebody has looked", () => {
  const heads = createSharedHeads();
  for (let i = 0; i < 30; i += 1) heads.leave({ repository, headSha: `h${i}` }, 7);
  expect(heads.leftBy(repository, 7).length).toBe(20);
  expect(heads.leftBy(repository, 8)).toEqual([]);
  expect([heads.hasLeft({ repository, headSha: "h29" }, 7), heads.hasLeft(head, 7)]).toEqual([true, false]);
  heads.lookedAt(repository, 7, heads.leftBy(repository, 7).slice(1));
  expect(heads.leftBy(repository, 7)).toEqual(["h10"]);
  heads.arrive({ repository, headSha: "h29" }, 7);
  expect(heads.hasLeft({ repository, headSha: "h29" }, 7)).toBe(false);
});
