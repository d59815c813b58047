/**
 * Keeps one installation within GitHub's published limits without spacing its requests: a review goes through at
 * once, and only who has used up a window waits. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import pLimit from "p-limit";
import { GitHubFailure } from "../client/github-failure.js";
import type { Cost, RequestPacer } from "../client/pace-client.js";
import { limitWords } from "../client/rate-limits.js";
import type { Memory, Shelf, Window } from "./memory.js";

interface Limit extends Window {
  unit: keyof Cost;
}

// GitHub's limits with a tenth to spare: 900 points a minute, 80 contents a minute, 500 an hour, 100 at once.
const LIMITS: readonly Limit[] = [
  { unit: "points", most: 800, perMs: 60_000 },
  { unit: "content", most: 70, perMs: 60_000 },
  { unit: "content", most: 450, perMs: 3_600_000 },
];
const AT_ONCE = 20;

/** Until when GitHub refuses requests. Its windows last an hour at most, and it tells their end a little late. */
const CLOSED: Shelf<{ until: number }> = { name: "closed installations", ttlMs: 7_200_000, max: 10_000 };

const NOW = "now";

interface PacerOptions {
  limits?: readonly Limit[];
  /** milliseconds that a request waits for its turn; one that would wait longer fails, and says how long */
  patienceMs?: number;
}

/** Makes the pacer of an installation, or of a workflow's token; those of one name share their limits. */
export function createRequestPacer(
  memory: Memory,
  name: string,
  { limits = LIMITS, patienceMs = Number.POSITIVE_INFINITY }: PacerOptions = {},
): RequestPacer {
  const gates = limits.map((limit) => ({
    unit: limit.unit,
    pass: createGate(memory, `${name} ${limit.unit} ${limit.perMs}`, limit, patienceMs),
  }));
  const slot = pLimit(AT_ONCE);
  const closedUntil = async (): Promise<number> => (await memory.read(CLOSED, name)).get(NOW)?.until ?? 0;

  async function schedule<T>(cost: Cost, request: () => Promise<T>): Promise<T> {
    for (const { unit, pass } of gates) if (cost[unit] > 0) await pass(cost[unit]);
    const closedFor = (await closedUntil()) - Date.now();
    if (closedFor > 0) throw heldBack(closedFor);
    return slot(request);
  }

  return {
    schedule,
    async close(ms) {
      const until = Math.max(await closedUntil(), Date.now() + ms);
      await memory.write(CLOSED, name, { [NOW]: { until } });
    },
  };
}

function heldBack(ms: number): GitHubFailure {
  return new GitHubFailure(`A request was held back: ${limitWords(ms)}`, {
    ...{ status: 429, retryable: true, retryAfterMs: ms },
  });
}

// A request that comes first passes first, among those of this process.
function createGate(
  memory: Memory,
  key: string,
  window: Window,
  patienceMs: number,
): (cost: number) => Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();
  const waitFor = async (cost: number): Promise<void> => {
    for (let ms = await memory.spend(key, cost, window); ms > 0; ms = await memory.spend(key, cost, window)) {
      if (ms > patienceMs) throw heldBack(ms);
      await wait(ms);
    }
  };
  return (cost) => {
    const passed = turn.then(() => waitFor(cost));
    turn = passed.catch(() => {});
    return passed;
  };
}

// It keeps the process alive: a command that waits for its turn has not ended.
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
