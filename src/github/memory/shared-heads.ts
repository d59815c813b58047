/**
 * What this process knows of a commit that several pull requests may have as their head. Their check runs are posted one
 * after the other, since the newest speaks for all, and what was posted in the last minute is kept: GitHub reads from
 * copies that can lag behind what it has just taken.
 */
import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import type { RepositoryRef } from "../client/github-client.js";
import type { PostedCheckRun } from "../load/read-posted.js";

/** Former heads of one pull request that are kept in mind. */
const MAX_FORMER_HEADS = 20;

/** A commit of a repository. */
export interface Head {
  repository: RepositoryRef;
  headSha: string;
}

export interface SharedHeads {
  /** Does something about a head when nobody else does. */
  inTurn<T>(head: Head, work: () => Promise<T>): Promise<T>;
  remember(head: Head, run: PostedCheckRun): void;
  /** The runs that GitHub shows, with those that it may not show yet; the newest first. */
  complete(head: Head, runs: readonly PostedCheckRun[]): PostedCheckRun[];
  /** Notes that a pull request has this head now. */
  arrive(head: Head, pullNumber: number): void;
  /** Notes that a pull request has left this head, or was closed: whoever shares it needs a verdict of its own again. */
  leave(head: Head, pullNumber: number): void;
  /** Whether a pull request has left this head a moment ago; GitHub may show it there for a while. */
  hasLeft(head: Head, pullNumber: number): boolean;
  /** Heads that a pull request has left, and nobody has looked who else has them. */
  leftBy(repository: RepositoryRef, pullNumber: number): string[];
  /** Notes that somebody has looked. */
  lookedAt(repository: RepositoryRef, pullNumber: number, headShas: readonly string[]): void;
}

/** Makes the memory of a process: a minute, and a thousand heads at most. */
export function createSharedHeads(): SharedHeads {
  const options = { max: 1_000, ttl: 60_000 };
  const posted = new LRUCache<string, Map<number, PostedCheckRun>>(options);
  const left = new LRUCache<string, true>(options);
  const former = new LRUCache<string, Set<string>>({ max: 1_000 });
  const turns = new Map<string, { limit: LimitFunction; users: number }>();

  async function inTurn<T>(head: Head, work: () => Promise<T>): Promise<T> {
    const key = keyOf(head);
    const turn = turns.get(key) ?? { limit: pLimit(1), users: 0 };
    turns.set(key, turn);
    turn.users += 1;
    try {
      return await turn.limit(work);
    } finally {
      turn.users -= 1;
      if (turn.users === 0) turns.delete(key);
    }
  }

  return {
    inTurn,
    remember(head, run) {
      const runs = posted.get(keyOf(head)) ?? new Map<number, PostedCheckRun>();
      posted.set(keyOf(head), runs.set(run.id, run));
    },
    complete(head, runs) {
      const all = new Map(runs.map((run) => [run.id, run]));
      for (const [id, run] of posted.get(keyOf(head)) ?? []) all.set(id, run);
      return [...all.values()].sort((a, b) => b.id - a.id);
    },
    arrive(head, pullNumber) {
      left.delete(`${keyOf(head)}#${pullNumber}`);
    },
    leave(head, pullNumber) {
      left.set(`${keyOf(head)}#${pullNumber}`, true);
      const key = pullKey(head.repository, pullNumber);
      const shas = [...(former.get(key) ?? []), head.headSha].slice(-MAX_FORMER_HEADS);
      former.set(key, new Set(shas));
    },
    hasLeft: (head, pullNumber) => left.has(`${keyOf(head)}#${pullNumber}`),
    leftBy: (repository, pullNumber) => [...(former.get(pullKey(repository, pullNumber)) ?? [])],
    lookedAt(repository, pullNumber, headShas) {
      const shas = former.get(pullKey(repository, pullNumber));
      for (const sha of headShas) shas?.delete(sha);
    },
  };
}

function pullKey({ owner, repo }: RepositoryRef, pullNumber: number): string {
  return `${owner}/${repo}#${pullNumber}`;
}

function keyOf({ repository: { owner, repo }, headSha }: Head): string {
  return `${owner}/${repo}@${headSha}`;
}
