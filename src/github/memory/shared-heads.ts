/**
 * A commit that several pull requests may have as their head. Their check runs are posted one after the other, since the
 * newest speaks for all, and what was posted in the last minute is kept: GitHub reads from copies that can lag behind
 * what it has just taken.
 */
import type { RepositoryRef } from "../client/github-client.js";
import type { PostedCheckRun } from "../posted.js";
import type { Memory, Shelf } from "./memory.js";

/** Former heads of one pull request that are kept in mind. */
const MAX_FORMER_HEADS = 20;

/** A commit of a repository. */
interface Head {
  repository: RepositoryRef;
  headSha: string;
}

export interface SharedHeads {
  /** Does some work about a head when no other work about it is under way. */
  inTurn<T>(head: Head, work: () => Promise<T>): Promise<T>;
  remember(head: Head, run: PostedCheckRun): Promise<void>;
  /** The runs that GitHub shows, with those that it may not show yet; the newest first. */
  complete(head: Head, runs: readonly PostedCheckRun[]): Promise<PostedCheckRun[]>;
  /** Notes that a pull request has this head now. */
  arrive(head: Head, pullNumber: number): Promise<void>;
  /** Notes that a pull request has left this head, or was closed: those that share it need verdicts of their own again. */
  leave(head: Head, pullNumber: number): Promise<void>;
  /** Pull requests that have left this head a moment ago; GitHub may show them there for a while. */
  leavers(head: Head): Promise<ReadonlySet<number>>;
  /** Heads that a pull request has left, as long as no task has looked which others have them. */
  leftBy(repository: RepositoryRef, pullNumber: number): Promise<string[]>;
  /** Notes that a task has looked. */
  lookedAt(repository: RepositoryRef, pullNumber: number, headShas: readonly string[]): Promise<void>;
}

/** By the run's id. */
const RUNS: Shelf<PostedCheckRun> = { name: "check runs", ttlMs: 60_000, max: 1_000 };

/** By the pull request's number. */
const LEAVERS: Shelf<true> = { name: "leavers", ttlMs: 60_000, max: 1_000 };

/** By the commit; with the moment, since they have an order and names have none. */
const FORMER: Shelf<{ at: number }> = { name: "former heads", ttlMs: 86_400_000, max: 1_000 };

/** Remembers what happens at heads. */
export function createSharedHeads(memory: Memory): SharedHeads {
  return {
    inTurn: (head, work) => memory.inTurn(keyOf(head), work),
    remember: (head, run) => memory.write(RUNS, keyOf(head), { [run.id]: run }),
    async complete(head, runs) {
      const all = new Map(runs.map((run) => [run.id, run]));
      for (const run of (await memory.read(RUNS, keyOf(head))).values()) all.set(run.id, run);
      return [...all.values()].sort((a, b) => b.id - a.id);
    },
    arrive: (head, pullNumber) => memory.remove(LEAVERS, keyOf(head), [String(pullNumber)]),
    async leave(head, pullNumber) {
      await memory.write(LEAVERS, keyOf(head), { [pullNumber]: true });
      const key = pullKey(head.repository, pullNumber);
      await memory.write(FORMER, key, { [head.headSha]: { at: Date.now() } });
      const shas = await formerHeads(memory, key);
      if (shas.length > MAX_FORMER_HEADS) await memory.remove(FORMER, key, shas.slice(0, -MAX_FORMER_HEADS));
    },
    async leavers(head) {
      return new Set([...(await memory.read(LEAVERS, keyOf(head))).keys()].map(Number));
    },
    leftBy: (repository, pullNumber) => formerHeads(memory, pullKey(repository, pullNumber)),
    lookedAt: (repository, pullNumber, headShas) =>
      memory.remove(FORMER, pullKey(repository, pullNumber), headShas),
  };
}

// The newest last.
async function formerHeads(memory: Memory, key: string): Promise<string[]> {
  const heads = [...(await memory.read(FORMER, key))];
  return heads.sort(([, left], [, right]) => left.at - right.at).map(([sha]) => sha);
}

function pullKey({ owner, repo }: RepositoryRef, pullNumber: number): string {
  return `${owner}/${repo}#${pullNumber}`;
}

function keyOf({ repository: { owner, repo }, headSha }: Head): string {
  return `${owner}/${repo}@${headSha}`;
}
