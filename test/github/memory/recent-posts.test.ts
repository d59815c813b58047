import { expect, it } from "vitest";
import type { LoadedReview } from "../../../src/github/load/load-review.js";
import { createInProcessMemory } from "../../../src/github/memory/in-process-memory.js";
import { createRecentPosts, type RecentPosts } from "../../../src/github/memory/recent-posts.js";
import type { PostedThread } from "../../../src/github/posted.js";
import { comment, HEAD, plan, posted, thread } from "../plans.js";

const KEY = "octo-org/shop#1";

const shown = (threads: PostedThread[]): LoadedReview =>
  ({ pullRequest: posted({ threads }) }) as unknown as LoadedReview;

const threadsOf = async (recent: RecentPosts, threads: PostedThread[]): Promise<(string | null)[]> =>
  (await recent.complete(KEY, shown(threads))).pullRequest!.threads.map(({ id }) => id);

async function posting(recent: RecentPosts, before: PostedThread[]): Promise<void> {
  await recent.remember(KEY, plan(["a"]), { review: { comments: [comment("a")], told: [] } }, before);
}

const old = thread("a", { id: "T old", headSha: HEAD, state: "resolved-by-us" });

it("adds a comment that GitHub does not show yet, and no longer once it does", async () => {
  const recent = createRecentPosts(createInProcessMemory());
  await posting(recent, []);
  expect(await threadsOf(recent, [])).toEqual([null]);
  expect(await threadsOf(recent, [thread("a", { headSha: HEAD })])).toEqual(["T a"]);
});

it("tells a comment that was posted again at the same head from the one before", async () => {
  const recent = createRecentPosts(createInProcessMemory());
  await posting(recent, [old]);
  expect(await threadsOf(recent, [old])).toEqual(["T old", null]);
  expect(await threadsOf(recent, [old, thread("a", { headSha: HEAD })])).toEqual(["T old", "T a"]);
});

it("adds nothing to another pull request", async () => {
  const recent = createRecentPosts(createInProcessMemory());
  await posting(recent, []);
  const other = await recent.complete("octo-org/shop#2", shown([]));
  expect(other.pullRequest?.threads).toEqual([]);
});
