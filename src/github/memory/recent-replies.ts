import type { Memory, Shelf } from "./memory.js";

/** Markers of the answers that were posted in the last minute: GitHub's copies can lag behind what it has just taken. */
export interface RecentReplies {
  has(marker: string): Promise<boolean>;
  remember(marker: string): Promise<void>;
}

const REPLIES: Shelf<true> = { name: "replies", ttlMs: 60_000, max: 1_000 };

const POSTED = "posted";

/** Remembers the answers to comments. */
export function createRecentReplies(memory: Memory): RecentReplies {
  return {
    has: async (marker) => (await memory.read(REPLIES, marker)).has(POSTED),
    remember: (marker) => memory.write(REPLIES, marker, { [POSTED]: true }),
  };
}
