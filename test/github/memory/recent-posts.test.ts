import { expect, it } from "vitest";
import type { LoadedReview } from "../../../src/github/load/load-review.js";
import type { PostedThread } from "../../../src/github/load/read-posted.js";
import { createRecentPosts, type RecentPosts } from "../../../src/github/memory/recent-posts.js";
import { comment, HEAD, plan, posted, thread } from "../plans.js";

const KEY = "octo-org/shop#1";

const shown = (threads: PostedThread[]): LoadedReview =>
  ({ pullRequest: posted({ threads }) }) as unknown as LoadedReview;

const threadsOf = (recent: RecentPosts, threads: PostedThread[]): (string | null)[] =>
  recent.complete(KEY, shown(threads)).pullRequest!.threads.map(({ id }) => id);

function posting(recent: RecentPosts, before: PostedThread[]): void {
  recent.remember(KEY, plan(["a"]), { review: { comments: [comment("a")], told: [] } }, before);
}

const old = thread("a", { id: "T old", headSha: HEAD, state: "resolved-by-us" });

it("adds a comment that GitHub does not show yet, and no longer once it does", () => {
  const recent = createRecentPosts();
  posting(recent, []);
  expect(threadsOf(recent, [])).toEqual([null]);
  expect(threadsOf(recent, [thread("a", { headSha: HEAD })])).toEqual(["T a"]);
});

it("tells a comment that was posted again at the same head from the one before", () => {
  const recent = createRecentPosts();
  posting(recent, [old]);
  expect(threadsOf(recent, [old])).toEqual(["T old", null]);
  expect(threadsOf(recent, [old, thread("a", { headSha: HEAD })])).toEqual(["T old", "T a"]);
});

it("adds nothing to another pull request", () => {
  const recent = createRecentPosts();
  posting(recent, []);
  expect(recent.complete("octo-org/shop#2", shown([])).pullRequest?.threads).toEqual([]);
});
