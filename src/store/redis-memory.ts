/** What all processes remember together, in Redis: records as text, with a time to live. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Memory } from "../github/memory/memory.js";
import { StoreFailure } from "../queue/store-failure.js";
import { askStore } from "./redis-connection.js";

/** A turn whose process has ended is over after so many milliseconds; one whose process lives is renewed. */
const TURN_MS = 15_000;

/** Between two looks whether a turn has come. */
const LOOK_MS = 50;

/** A turn that does not come within this time is a fault: the work of one takes seconds. */
const MOST_TURN_MS = 120_000;

const END_TURN = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

const RENEW_TURN = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 0`;

// A sliding window by the clock of Redis, which all processes share. A cost above all that a window holds passes where it is
// empty. Members are "<n>:<cost>", so that equal costs of one moment are two.
const SPEND = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most, per, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", now - per)
local spent = redis.call("ZRANGE", KEYS[1], 0, -1, "WITHSCORES")
local sum = 0
for i = 1, #spent, 2 do sum = sum + tonumber(string.match(spent[i], ":(%d+)$")) end
if sum + cost > most and #spent > 0 then return math.ceil(tonumber(spent[2]) + per - now) end
redis.call("ZADD", KEYS[1], now, redis.call("INCR", KEYS[2]) .. ":" .. cost)
redis.call("PEXPIRE", KEYS[1], per)
return 0`;

/** Makes the memory behind a connection that fails fast; `prefix` begins all its keys. */
export function createRedisMemory(redis: Redis, prefix: string): Memory {
  const keyOf = (kind: string, name: string): string => `${prefix}:${kind}:${name}`;

  return {
    async read<Entry>({ name }: { name: string }, key: string) {
      const records = await askStore("Reading a record", () => redis.hgetall(keyOf(name, key)));
      return new Map(
        Object.entries(records).map(([field, text]): [string, Entry] => [field, JSON.parse(text)]),
      );
    },
    async write({ name, ttlMs }, key, entries) {
      const fields = Object.entries(entries).flatMap(([field, entry]) => [field, JSON.stringify(entry)]);
      if (fields.length === 0) return;
      const own = keyOf(name, key);
      await askStore("Writing a record", async () => {
        const results = await redis.multi().hset(own, fields).pexpire(own, ttlMs).exec();
        const failed = results?.find(([error]) => error !== null)?.[0];
        if (failed) throw failed;
      });
    },
    async remove({ name }, key, names) {
      if (names.length > 0) await askStore("Removing a record", () => redis.hdel(keyOf(name, key), ...names));
    },
    async inTurn(key, work) {
      const turn = keyOf("turn", key);
      const own = randomUUID();
      await takeTurn(redis, turn, own);
      const renewal = setInterval(() => {
        redis.eval(RENEW_TURN, 1, turn, own, TURN_MS).catch(() => {});
      }, TURN_MS / 3);
      renewal.unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        // Where Redis is away, the turn is over by itself.
        await redis.eval(END_TURN, 1, turn, own).catch(() => {});
      }
    },
    async spend(key, cost, { most, perMs }) {
      const keys = [keyOf("window", key), `${prefix}:windows`];
      const wait = await askStore("Spending", () => redis.eval(SPEND, 2, ...keys, most, perMs, cost));
      return Number(wait);
    },
  };
}

async function takeTurn(redis: Redis, turn: string, own: string): Promise<void> {
  const until = Date.now() + MOST_TURN_MS;
  for (;;) {
    const taken = await askStore("Taking a turn", () => redis.set(turn, own, "PX", TURN_MS, "NX"));
    if (taken === "OK") return;
    if (Date.now() > until) throw new StoreFailure("Taking a turn");
    await sleep(LOOK_MS);
  }
}
