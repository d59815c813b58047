/**
 * Keeps one installation within GitHub's published limits without spacing its requests: a review goes through at
 * once, and only who has used up a window waits. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import pLimit from "p-limit";
import { GitHubFailure } from "../client/github-failure.js";

/** What a request costs: points of the secondary limit, and 1 where it makes content that notifies. */
export interface Cost {
  points: number;
  content: number;
}

export interface RequestPacer {
  /** Makes the request as soon as the limits allow it. */
  schedule<T>(cost: Cost, request: () => Promise<T>): Promise<T>;
  /** Refuses requests for so many milliseconds, since GitHub would count them against us. */
  close(ms: number): void;
}

interface Window {
  unit: keyof Cost;
  most: number;
  perMs: number;
}

// GitHub's limits with a tenth to spare: 900 points a minute, 80 contents a minute, 500 an hour, 100 at once.
const WINDOWS: readonly Window[] = [
  { unit: "points", most: 800, perMs: 60_000 },
  { unit: "content", most: 70, perMs: 60_000 },
  { unit: "content", most: 450, perMs: 3_600_000 },
];
const AT_ONCE = 20;

/** Makes the pacer of one installation. */
export function createRequestPacer(windows: readonly Window[] = WINDOWS): RequestPacer {
  const gates = windows.map((window) => ({ unit: window.unit, pass: createGate(window) }));
  const slot = pLimit(AT_ONCE);
  let closedUntil = 0;

  async function schedule<T>(cost: Cost, request: () => Promise<T>): Promise<T> {
    for (const { unit, pass } of gates) if (cost[unit] > 0) await pass(cost[unit]);
    const closedFor = closedUntil - Date.now();
    if (closedFor > 0) {
      throw new GitHubFailure("Waiting for GitHub's rate limit", {
        status: 429,
        retryable: true,
        retryAfterMs: closedFor,
      });
    }
    return slot(request);
  }

  return {
    schedule,
    close(ms) {
      closedUntil = Math.max(closedUntil, Date.now() + ms);
    },
  };
}

// A sliding window. Whoever comes first passes first.
function createGate({ most, perMs }: Window): (cost: number) => Promise<void> {
  const spent: { at: number; cost: number }[] = [];
  let sum = 0;
  let turn = Promise.resolve();
  const waitFor = async (cost: number): Promise<void> => {
    for (;;) {
      const now = Date.now();
      while (spent[0] !== undefined && spent[0].at <= now - perMs) sum -= spent.shift()!.cost;
      if (sum + cost <= most || spent[0] === undefined) break;
      await wait(spent[0].at + perMs - now);
    }
    spent.push({ at: Date.now(), cost });
    sum += cost;
  };
  return (cost) => {
    turn = turn.then(() => waitFor(cost));
    return turn;
  };
}

// It keeps the process alive: a command that waits for its turn has not ended.
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What a request costs, by GitHub's table: a read 1, a write 5; a GraphQL query 1, a mutation 5. */
export function costOf(options: { method: string; url: string; query?: unknown }): Cost {
  if (options.method === "GET" || options.method === "HEAD") return { points: 1, content: 0 };
  if (options.url.endsWith("/graphql")) {
    return { points: String(options.query).startsWith("mutation") ? 5 : 1, content: 0 };
  }
  return { points: 5, content: /\/(?:reviews|comments)$/.test(options.url) ? 1 : 0 };
}
