/**
 * What is to be done in each lane, in Redis. A job of the queue names its lane alone and reads here what to do when it
 * starts, so that a task which came meanwhile is never lost with a job that was dropped for another.
 */
import type { Redis } from "ioredis";
import type { Enqueued } from "../queue/queue.js";
import { askStore } from "./redis-connection.js";

/** A task as it waits. */
export interface Entry {
  id: string;
  lane: string;
  group: string;
  isReplaceable: boolean;
  isAlone: boolean;
  /** the task as JSON */
  text: string;
  /** milliseconds */
  since: number;
  /** failed tries, waits that were asked for, and tries of the last word */
  tries: number;
  asked: number;
  lastWords: number;
}

/** An entry that was given up. */
export interface DeadEntry extends Entry {
  reason: string;
  at: number;
}

/** An entry with its text in the store, by which it is known there. */
export interface Stored {
  entry: Entry;
  stored: string;
}

export interface Lanes {
  /** Adds a task to its lane; with the number of lanes that its group has. */
  add(entry: Entry, limits: AddLimits): Promise<{ outcome: Enqueued; lanesOfGroup: number }>;
  /** The next task of a lane: those that are not replaceable in their order, then the newest of the others. */
  next(lane: string): Promise<Stored | null>;
  /** Whether a newer task has taken the place of this one. */
  isReplaced(stored: Stored): Promise<boolean>;
  /** Writes an entry that changed, where no newer task has taken its place. */
  update(stored: Stored, entry: Entry): Promise<void>;
  /** Takes an entry away that is done, where no newer task has taken its place. */
  done(stored: Stored): Promise<void>;
  /** Gives a group no turn for so many milliseconds. */
  park(group: string, ms: number): Promise<void>;
  /** Milliseconds for which a group has no turn. */
  parkedFor(group: string): Promise<number>;
  /** How many lanes have work, of a group where it is named. */
  count(group?: string): Promise<number>;
  bury(entry: DeadEntry, most: number): Promise<void>;
  dead(): Promise<DeadEntry[]>;
  /** Takes a dead entry away. */
  unbury(entry: Pick<Entry, "lane" | "id">): Promise<void>;
}

export interface AddLimits {
  ifIdle: boolean;
  maxLasting: number;
  maxLanes: number;
}

// KEYS: newest, lasting, lanes of the group, all lanes. ARGV: lane, id, text, replaceable, ifIdle, most lasting, most lanes.
const ADD = `
local lane, id, text = ARGV[1], ARGV[2], ARGV[3]
local known = redis.call("SISMEMBER", KEYS[4], lane) == 1
local own, all = redis.call("SCARD", KEYS[3]), redis.call("SCARD", KEYS[4])
if not known and (all >= tonumber(ARGV[7]) or own > tonumber(ARGV[7]) - all) then return {"refused", own} end
local outcome = "queued"
if ARGV[4] == "1" then
  local newest = redis.call("HGET", KEYS[1], "id")
  if newest == id then outcome = "duplicate"
  elseif ARGV[5] == "1" and (newest or redis.call("LLEN", KEYS[2]) > 0) then outcome = "duplicate"
  else redis.call("HSET", KEYS[1], "id", id, "text", text) end
else
  for _, other in ipairs(redis.call("LRANGE", KEYS[2], 0, -1)) do
    if cjson.decode(other).id == id then outcome = "duplicate" end
  end
  if outcome == "queued" then
    if redis.call("LLEN", KEYS[2]) >= tonumber(ARGV[6]) then return {"refused", own} end
    redis.call("RPUSH", KEYS[2], text)
  end
end
redis.call("SADD", KEYS[3], lane)
redis.call("SADD", KEYS[4], lane)
return {outcome, redis.call("SCARD", KEYS[3])}`;

// KEYS as above. ARGV: lane, text as stored, its new text or "" to take it away.
const SETTLE = `
if redis.call("HGET", KEYS[1], "text") == ARGV[2] then
  if ARGV[3] == "" then redis.call("DEL", KEYS[1]) else redis.call("HSET", KEYS[1], "text", ARGV[3]) end
elseif ARGV[3] == "" then redis.call("LREM", KEYS[2], 1, ARGV[2])
else
  local at = redis.call("LPOS", KEYS[2], ARGV[2])
  if at then redis.call("LSET", KEYS[2], at, ARGV[3]) end
end
if redis.call("EXISTS", KEYS[1], KEYS[2]) == 0 then
  redis.call("SREM", KEYS[3], ARGV[1])
  redis.call("SREM", KEYS[4], ARGV[1])
end
return 0`;

/** Makes the lanes behind a connection; `prefix` begins all its keys. */
export function createLanes(redis: Redis, prefix: string): Lanes {
  const all = `${prefix}:lanes`;
  const graves = `${prefix}:dead`;
  const keysOf = (lane: string, group: string): string[] => [
    `${prefix}:newest:${lane}`,
    `${prefix}:lasting:${lane}`,
    `${prefix}:group:${group}`,
    all,
  ];
  const parked = (group: string): string => `${prefix}:parked:${group}`;
  const settle = async ({ entry, stored }: Stored, text: string): Promise<void> => {
    const keys = keysOf(entry.lane, entry.group);
    await askStore("Settling a task", () => redis.eval(SETTLE, 4, ...keys, entry.lane, stored, text));
  };

  return {
    async add(entry, { ifIdle, maxLasting, maxLanes }) {
      const { lane, group, id, isReplaceable } = entry;
      const flags = [isReplaceable, ifIdle].map((is) => (is ? "1" : "0"));
      const text = JSON.stringify(entry);
      const [outcome, lanesOfGroup] = (await askStore("Queueing a task", () =>
        redis.eval(ADD, 4, ...keysOf(lane, group), lane, id, text, ...flags, maxLasting, maxLanes),
      )) as [Enqueued, number];
      return { outcome, lanesOfGroup };
    },
    async next(lane) {
      const [newest, lasting] = keysOf(lane, "") as [string, string];
      const stored =
        (await askStore("Reading a lane", () => redis.lindex(lasting, 0))) ??
        (await askStore("Reading a lane", () => redis.hget(newest, "text")));
      return stored === null ? null : { entry: JSON.parse(stored), stored };
    },
    async isReplaced({ entry }) {
      if (!entry.isReplaceable) return false;
      const newest = await askStore("Reading a lane", () => redis.hget(keysOf(entry.lane, "")[0]!, "id"));
      // A store that was emptied does not say that nothing is to be done.
      return newest !== null && newest !== entry.id;
    },
    update: (stored, entry) => settle(stored, JSON.stringify(entry)),
    done: (stored) => settle(stored, ""),
    async park(group, ms) {
      await askStore("Parking", () => redis.set(parked(group), "1", "PX", Math.max(1, Math.round(ms))));
    },
    parkedFor: async (group) =>
      Math.max(0, await askStore("Looking for a limit", () => redis.pttl(parked(group)))),
    count: (group) =>
      askStore("Counting", () => redis.scard(group === undefined ? all : `${prefix}:group:${group}`)),
    async bury(entry, most) {
      await askStore("Noting a dead task", async () => {
        await redis.hset(graves, `${entry.lane} ${entry.id}`, JSON.stringify(entry));
        const extra = (await redis.hlen(graves)) - most;
        if (extra > 0) await redis.hdel(graves, ...oldest(await redis.hgetall(graves), extra));
      });
    },
    async dead() {
      const records = await askStore("Reading the dead tasks", () => redis.hgetall(graves));
      const entries = Object.values(records).map((text): DeadEntry => JSON.parse(text));
      return entries.sort((a, b) => b.at - a.at);
    },
    async unbury({ lane, id }) {
      await askStore("Removing a dead task", () => redis.hdel(graves, `${lane} ${id}`));
    },
  };
}

function oldest(records: Readonly<Record<string, string>>, count: number): string[] {
  const at = (text: string): number => (JSON.parse(text) as DeadEntry).at;
  const sorted = Object.entries(records).sort(([, a], [, b]) => at(a) - at(b));
  return sorted.slice(0, count).map(([name]) => name);
}
