/**
 * The posts of the last minute. GitHub reads from copies that can lag behind what it has just taken, so right after a
 * review its own query may not show it, and the next push would post it again.
 */
import type { ReviewPlan } from "../../review/review-plan.js";
import { changeOf, type PostedThread, type PullRequestState } from "../posted.js";
import type { Memory, Shelf } from "./memory.js";

/** A post of a review on a pull request. */
type Post =
  /** a review of a change, as `changeOf` names it */
  | { kind: "reviewed"; change: string }
  /** a finding that its body told, as a short hash */
  | { kind: "told"; hash: string }
  | PostedComment;

interface PostedComment {
  kind: "comment";
  fingerprint: string;
  path: string;
  headSha: string;
  /** ids of the threads that the finding had at this head before */
  before: (string | null)[];
}

/** The part of a published review that is remembered. */
interface PublishedReview {
  told: readonly string[];
  comments: readonly { fingerprint: string; path: string }[];
}

export interface RecentPosts {
  /** `threads` are those that were there before. */
  remember(
    key: string,
    plan: Pick<ReviewPlan, "base" | "head">,
    published: { review: PublishedReview | null },
    threads: readonly PostedThread[],
  ): Promise<void>;
  /** Returns what was loaded, with what GitHub may not show yet. */
  complete<Loaded extends { pullRequest: PullRequestState | null }>(
    key: string,
    loaded: Loaded,
  ): Promise<Loaded>;
}

const POSTS: Shelf<Post> = { name: "posts", ttlMs: 60_000, max: 1_000 };

/** Remembers what was posted on each pull request. */
export function createRecentPosts(memory: Memory): RecentPosts {
  return {
    async remember(key, { base, head }, { review }, threads) {
      if (review === null) return;
      const change = changeOf({ base, head });
      const comments = review.comments.map(({ fingerprint, path }): PostedComment => {
        const before = threadsOf(threads, fingerprint, head).map(({ id }) => id);
        return { kind: "comment", fingerprint, path, headSha: head, before };
      });
      await memory.write(POSTS, key, {
        [`reviewed ${change}`]: { kind: "reviewed", change },
        ...Object.fromEntries(review.told.map((hash) => [`told ${hash}`, { kind: "told", hash } as const])),
        ...Object.fromEntries(comments.map((comment) => [`comment ${comment.fingerprint}`, comment])),
      });
    },
    async complete(key, loaded) {
      const posts = [...(await memory.read(POSTS, key)).values()];
      if (posts.length === 0 || loaded.pullRequest === null) return loaded;
      return { ...loaded, pullRequest: withPosts(loaded.pullRequest, posts) };
    },
  };
}

function withPosts(pullRequest: PullRequestState, posts: readonly Post[]): PullRequestState {
  const unseen = posts.filter(
    (post): post is PostedComment =>
      post.kind === "comment" &&
      threadsOf(pullRequest.threads, post.fingerprint, post.headSha).every(({ id }) =>
        post.before.includes(id),
      ),
  );
  return {
    ...pullRequest,
    reviewed: [
      ...pullRequest.reviewed,
      ...posts.flatMap((post) => (post.kind === "reviewed" ? post.change : [])),
    ],
    told: [...pullRequest.told, ...posts.flatMap((post) => (post.kind === "told" ? post.hash : []))],
    threads: [
      ...pullRequest.threads,
      ...unseen.map(({ fingerprint, path, headSha }) => ({
        id: null,
        commentId: null,
        path,
        fingerprint,
        headSha,
        state: "open" as const,
        outdated: false,
        folded: false,
        replied: false,
        canResolve: false,
      })),
    ],
  };
}

function threadsOf(threads: readonly PostedThread[], fingerprint: string, head: string): PostedThread[] {
  return threads.filter((thread) => thread.fingerprint === fingerprint && thread.headSha === head);
}
