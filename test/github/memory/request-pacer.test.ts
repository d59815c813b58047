import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GitHubFailure } from "../../../src/github/client/github-failure.js";
import { costOf } from "../../../src/github/client/pace-client.js";
import { createInProcessMemory } from "../../../src/github/memory/in-process-memory.js";
import { createRequestPacer } from "../../../src/github/memory/request-pacer.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const write = { points: 5, content: 1 };
const read = { points: 1, content: 0 };

/** Collects what was let through. */
function passing(): { names: string[]; pass(name: string): () => Promise<void> } {
  const names: string[] = [];
  return { names, pass: (name) => async () => void names.push(name) };
}

it("lets a review through at once, and spaces nothing", async () => {
  const pacer = createRequestPacer(createInProcessMemory(), "7");
  const { names, pass } = passing();
  for (let i = 0; i < 30; i += 1) void pacer.schedule(write, pass("write"));
  await vi.advanceTimersByTimeAsync(0);
  expect(names).toHaveLength(30);
});

it("makes writes wait for the next minute once a minute's are used up, and lets reads pass them", async () => {
  const pacer = createRequestPacer(createInProcessMemory(), "7", {
    limits: [
      { unit: "content", most: 3, perMs: 60_000 },
      { unit: "points", most: 900, perMs: 60_000 },
    ],
  });
  const { names, pass } = passing();
  for (let i = 0; i < 5; i += 1) void pacer.schedule(write, pass("write"));
  void pacer.schedule(read, pass("read"));
  await vi.advanceTimersByTimeAsync(59_000);
  expect(names.toSorted()).toEqual(["read", "write", "write", "write"]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(names).toHaveLength(6);
});

it("answers at once with a failure to be tried again while GitHub's limit is reached", async () => {
  const pacer = createRequestPacer(createInProcessMemory(), "7");
  await pacer.close(30_000);
  const failure = await pacer.schedule(read, async () => "never").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GitHubFailure);
  expect(failure).toMatchObject({ retryable: true, retryAfterMs: 30_000 });
  await vi.advanceTimersByTimeAsync(30_001);
  expect(await pacer.schedule(read, async () => "done")).toBe("done");
});

it("counts what all pacers of one name have spent, as in several processes", async () => {
  const memory = createInProcessMemory();
  const limits = [{ unit: "content", most: 3, perMs: 60_000 }] as const;
  const pacers = [1, 2].map(() => createRequestPacer(memory, "7", { limits }));
  const { names, pass } = passing();
  for (const pacer of [...pacers, ...pacers]) void pacer.schedule(write, pass("write"));
  void createRequestPacer(memory, "8", { limits }).schedule(write, pass("another's"));
  await vi.advanceTimersByTimeAsync(0);
  expect(names.toSorted()).toEqual(["another's", "write", "write", "write"]);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(names).toHaveLength(5);
  await pacers[0]!.close(30_000);
  await expect(pacers[1]!.schedule(read, pass("read"))).rejects.toMatchObject({ retryable: true });
});

it.each([
  ["a read", { method: "GET", url: "/repos/{owner}/{repo}/compare/{basehead}" }, { points: 1, content: 0 }],
  ["a query", { method: "POST", url: "/graphql", query: "query { x }" }, { points: 1, content: 0 }],
  [
    "a mutation",
    { method: "POST", url: "http://h/api/graphql", query: "mutation { x }" },
    { points: 5, content: 0 },
  ],
  ["a check run", { method: "POST", url: "/repos/{owner}/{repo}/check-runs" }, { points: 5, content: 0 }],
  [
    "a review",
    { method: "POST", url: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews" },
    { points: 5, content: 1 },
  ],
  [
    "an answer",
    { method: "POST", url: "/repos/{owner}/{repo}/issues/{issue_number}/comments" },
    { points: 5, content: 1 },
  ],
  [
    "a reaction",
    { method: "POST", url: "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions" },
    { points: 5, content: 0 },
  ],
])("counts %s as GitHub does", (_, request, cost) => {
  expect(costOf(request)).toEqual(cost);
});

it("fails where the wait would be longer than its patience, and says how long", async () => {
  const limits = [{ unit: "content", most: 2, perMs: 60_000 }] as const;
  const pacer = createRequestPacer(createInProcessMemory(), "7", { limits, patienceMs: 2_000 });
  const { names, pass } = passing();
  for (let i = 0; i < 2; i += 1) await pacer.schedule(write, pass("write"));
  const failure = await pacer.schedule(write, pass("never")).catch((error: unknown) => error);
  expect(failure).toMatchObject({ retryable: true, status: 429, retryAfterMs: 60_000 });
  await pacer.schedule(read, pass("read"));
  expect(names).toEqual(["write", "write", "read"]);
  await vi.advanceTimersByTimeAsync(58_500);
  void pacer.schedule(write, pass("patient"));
  await vi.advanceTimersByTimeAsync(1_600);
  expect(names.at(-1)).toBe("patient");
});
