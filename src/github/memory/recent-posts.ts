/**
 * What was posted in the last minute. GitHub reads from copies that can lag behind what it has just taken, so right
 * after a review its own query may not show it, and the next push would post it again.
 */
import { LRUCache } from "lru-cache";
import type { ReviewPlan } from "../../review/review-plan.js";
import type { LoadedReview } from "../load/load-review.js";
import { changeOf } from "../load/markers.js";
import type { Published } from "../publish/publish-review.js";

interface Recent {
  reviewed: Set<string>;
  told: Set<string>;
  /** by fingerprint */
  comments: Map<string, RecentComment>;
}

interface RecentComment {
  path: string;
  headSha: string;
  /** ids of the threads that the finding had at this head before */
  before: ReadonlySet<string | null>;
}

type Threads = NonNullable<LoadedReview["pullRequest"]>["threads"];

export interface RecentPosts {
  /** `threads` are those that were there before. */
  remember(
    key: string,
    plan: Pick<ReviewPlan, "base" | "head">,
    published: Pick<Published, "review">,
    threads: Threads,
  ): void;
  /** What was loaded, with what GitHub may not show yet. */
  complete(key: string, loaded: LoadedReview): LoadedReview;
}

/** Remembers posts by pull request, the newest thousand, for a minute. */
export function createRecentPosts(): RecentPosts {
  const recent = new LRUCache<string, Recent>({ max: 1_000, ttl: 60_000 });

  const remember: RecentPosts["remember"] = (key, { base, head }, { review }, threads) => {
    const entry = recent.get(key) ?? {
      reviewed: new Set(),
      told: new Set(),
      comments: new Map(),
    };
    if (review !== null) {
      entry.reviewed.add(changeOf({ base, head }));
      for (const hash of review.told) entry.told.add(hash);
      for (const { fingerprint, path } of review.comments) {
        const before = new Set(threadsOf(threads, fingerprint, head).map(({ id }) => id));
        entry.comments.set(fingerprint, { path, headSha: head, before });
      }
    }
    recent.set(key, entry);
  };

  function complete(key: string, loaded: LoadedReview): LoadedReview {
    const entry = recent.get(key);
    if (entry === undefined || loaded.pullRequest === null) return loaded;
    return { ...loaded, pullRequest: withComments(loaded.pullRequest, entry) };
  }

  return { remember, complete };
}

function withComments(
  pullRequest: NonNullable<LoadedReview["pullRequest"]>,
  entry: Recent,
): NonNullable<LoadedReview["pullRequest"]> {
  const unseen = [...entry.comments].filter(([fingerprint, { headSha, before }]) =>
    threadsOf(pullRequest.threads, fingerprint, headSha).every(({ id }) => before.has(id)),
  );
  return {
    ...pullRequest,
    reviewed: [...pullRequest.reviewed, ...entry.reviewed],
    told: [...pullRequest.told, ...entry.told],
    threads: [
      ...pullRequest.threads,
      ...unseen.map(([fingerprint, { path, headSha }]) => ({
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

function threadsOf(threads: Threads, fingerprint: string, head: string): Threads {
  return threads.filter((thread) => thread.fingerprint === fingerprint && thread.headSha === head);
}
