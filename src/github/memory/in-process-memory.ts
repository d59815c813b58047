import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";
import type { Memory, Shelf, Window } from "./memory.js";

/** Records as text, so that a reader never holds what another one changes. */
type Kept = Map<string, string>;

interface Spent {
  at: number;
  cost: number;
}

/** Windows that are kept in mind: three of each installation. */
const MAX_WINDOWS = 30_000;

/** Makes the memory of one process, which ends with it. */
export function createInProcessMemory(): Memory {
  const shelves = new Map<string, LRUCache<string, Kept>>();
  const turns = new Map<string, { limit: LimitFunction; users: number }>();
  const windows = new LRUCache<string, Spent[]>({ max: MAX_WINDOWS });

  function cacheOf({ name, max, ttlMs }: Shelf<unknown>): LRUCache<string, Kept> {
    const cache = shelves.get(name) ?? new LRUCache<string, Kept>({ max, ttl: ttlMs });
    shelves.set(name, cache);
    return cache;
  }

  return {
    async read<Entry>(shelf: Shelf<Entry>, key: string) {
      const kept = [...(cacheOf(shelf).get(key) ?? [])];
      return new Map(kept.map(([name, text]): [string, Entry] => [name, JSON.parse(text)]));
    },
    async write(shelf, key, entries) {
      const cache = cacheOf(shelf);
      const kept: Kept = cache.get(key) ?? new Map();
      for (const [name, entry] of Object.entries(entries)) kept.set(name, JSON.stringify(entry));
      cache.set(key, kept);
    },
    async remove(shelf, key, names) {
      const cache = cacheOf(shelf);
      const kept = cache.get(key);
      for (const name of names) kept?.delete(name);
      if (kept?.size === 0) cache.delete(key);
    },
    async inTurn(key, work) {
      const turn = turns.get(key) ?? { limit: pLimit(1), users: 0 };
      turns.set(key, turn);
      turn.users += 1;
      try {
        return await turn.limit(work);
      } finally {
        turn.users -= 1;
        if (turn.users === 0) turns.delete(key);
      }
    },
    async spend(key, cost, window) {
      const spent = windows.get(key) ?? [];
      windows.set(key, spent);
      return spendWithin(spent, cost, window);
    },
  };
}

// A sliding window. A cost above all that a window holds passes where it is empty.
function spendWithin(spent: Spent[], cost: number, { most, perMs }: Window): number {
  const now = Date.now();
  while (spent[0] !== undefined && spent[0].at <= now - perMs) spent.shift();
  const sum = spent.reduce((all, each) => all + each.cost, 0);
  const [oldest] = spent;
  if (sum + cost > most && oldest !== undefined) return oldest.at + perMs - now;
  spent.push({ at: now, cost });
  return 0;
}
