/**
 * How much may be asked. The primary limit always counts; the secondary ones are off until they are wanted, since a
 * test that runs into them by chance says nothing.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { Refusal } from "../state/refusal.js";
import type { Actor } from "./tokens.js";

export interface SecondaryLimits {
  isOn: boolean;
  /** requests that are answered at the same time */
  atOnce: number;
  /** a read is one point, a write five */
  pointsAMinute: number;
  /** requests that make something which notifies people */
  contentAMinute: number;
  retryAfterSeconds: number;
}

export interface Spending {
  resource: "core" | "graphql";
  points: number;
  content: number;
}

export interface Limits {
  /** requests an hour for each App and installation; for GraphQL points */
  primary: number;
  secondary: SecondaryLimits;
  /** Counts a request; a Refusal where it is too much. The returned function says that it is answered. */
  spend(actor: Actor, spending: Spending): () => void;
  /** Takes a request back that costs nothing: a 304. */
  giveBack(actor: Actor, resource: Spending["resource"]): void;
  /** The headers that tell how much is left. */
  headers(actor: Actor, resource: Spending["resource"]): Record<string, string>;
}

interface Account {
  used: Record<Spending["resource"], number>;
  resetAt: number;
  underway: number;
  recent: { at: number; points: number; content: number }[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Makes the counters. */
export function createLimits(): Limits {
  const accounts = new Map<string, Account>();

  function accountOf(actor: Actor): Account {
    const key = nameOf(actor);
    const known = accounts.get(key);
    if (known !== undefined && known.resetAt > Date.now()) return known;
    const underway = known?.underway ?? 0;
    const resetAt = Date.now() + HOUR_MS;
    const fresh = { used: { core: 0, graphql: 0 }, resetAt, underway, recent: known?.recent ?? [] };
    accounts.set(key, fresh);
    return fresh;
  }

  const limits: Limits = {
    primary: 5_000,
    secondary: { isOn: false, atOnce: 100, pointsAMinute: 900, contentAMinute: 80, retryAfterSeconds: 60 },
    spend(actor, { resource, points, content }) {
      const account = accountOf(actor);
      if (account.used[resource] >= limits.primary) throw primaryRefusal(actor);
      if (limits.secondary.isOn) checkSecondary(account, limits.secondary, points, content);
      account.used[resource] += 1;
      account.recent.push({ at: Date.now(), points, content });
      account.underway += 1;
      return () => {
        account.underway -= 1;
      };
    },
    giveBack(actor, resource) {
      accountOf(actor).used[resource] -= 1;
    },
    headers(actor, resource) {
      const { used, resetAt } = accountOf(actor);
      return {
        "x-ratelimit-limit": String(limits.primary),
        "x-ratelimit-remaining": String(Math.max(0, limits.primary - used[resource])),
        "x-ratelimit-used": String(used[resource]),
        "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)),
        "x-ratelimit-resource": resource,
      };
    },
  };
  return limits;
}

function checkSecondary(account: Account, limits: SecondaryLimits, points: number, content: number): void {
  account.recent = account.recent.filter(({ at }) => at > Date.now() - MINUTE_MS);
  const sum = (unit: "points" | "content"): number =>
    account.recent.reduce((total, each) => total + each[unit], 0);
  const tooMuch =
    account.underway >= limits.atOnce ||
    sum("points") + points > limits.pointsAMinute ||
    (content > 0 && sum("content") + content > limits.contentAMinute);
  if (tooMuch) throw secondaryRefusal(limits.retryAfterSeconds);
}

/** GitHub's refusal of an installation that has used up its hour. */
export function primaryRefusal(actor: Actor, resetAt?: number): Refusal {
  return new Refusal(403, `API rate limit exceeded for ${nameOf(actor)}.`, {
    documentation:
      "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#primary-rate-limit-for-github-app-installations",
    headers: {
      "x-ratelimit-remaining": "0",
      ...(resetAt === undefined ? {} : { "x-ratelimit-reset": String(resetAt) }),
    },
  });
}

/** GitHub's refusal of too much at once; it does not always say how long to wait. */
export function secondaryRefusal(retryAfterSeconds: number | null): Refusal {
  return new Refusal(
    403,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    {
      documentation:
        "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits",
      headers: retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) },
    },
  );
}

function nameOf(actor: Actor): string {
  return actor.kind === "app" ? `app ID ${actor.app.id}` : `installation ID ${actor.installation.id}`;
}
