/** GitHub's limits on requests: how a refusal for their number alone is known, and how long it says to wait. */
import { readFaults } from "./graphql-faults.js";

/** Headers as octokit gives them: in lower case. */
export type Headers = Record<string, string | number | undefined>;

/** An answer of REST's that is a failure, as octokit throws it. */
export interface RequestErrorLike extends Error {
  status: number;
  response?: { headers: Headers; data?: unknown };
}

/** Whether an error is a failed request; one without an answer has a status too. */
export function isRequestError(error: Error): error is RequestErrorLike {
  return "status" in error && typeof error.status === "number";
}

/**
 * Whether GitHub refused a request for its number alone. 403 means either "not allowed" or "too much"; only the
 * headers and the linked page tell them apart.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function isRateLimited(error: unknown): boolean {
  if (!(error instanceof Error) || !isRequestError(error)) return false;
  if (error.status === 429) return true;
  if (error.status !== 403 || error.response === undefined) return false;
  const { headers, data } = error.response;
  if (headers["retry-after"] !== undefined || String(headers["x-ratelimit-remaining"]) === "0") return true;
  const { documentation_url: page, message } = (data ?? {}) as Record<string, unknown>;
  if (typeof page === "string" && page.includes("rate-limit")) return true;
  return typeof message === "string" && /\brate limit/i.test(message);
}

/** Milliseconds that GitHub asks to wait after a refusal. */
export function waitAfter(error: unknown): number {
  return waitFor(error instanceof Error && isRequestError(error) ? (error.response?.headers ?? {}) : {});
}

/** Milliseconds to wait where an answer with status 200 is a refusal for its number, as GraphQL gives one; else null. */
export function limitInAnswer({ headers, data }: { headers: Headers; data: unknown }): number | null {
  const errors = (data as { errors?: unknown } | null | undefined)?.errors;
  if (!Array.isArray(errors)) return null;
  const isLimit =
    headers["retry-after"] !== undefined || readFaults(errors).some(({ kind }) => kind === "limit");
  return isLimit ? waitFor(headers) : null;
}

/** Milliseconds to wait by the headers of a refusal: a minute where they say nothing, as GitHub's documentation has it. */
export function waitFor(headers: Headers): number {
  const seconds = Number(headers["retry-after"]);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  const reset = Number(headers["x-ratelimit-reset"]);
  const exhausted = String(headers["x-ratelimit-remaining"]) === "0";
  // By GitHub's own clock where it tells it; one second more, since it counts in whole ones.
  const sent = Date.parse(String(headers.date));
  const now = Number.isFinite(sent) ? sent : Date.now();
  if (exhausted && Number.isFinite(reset))
    return Math.min(Math.max(0, reset * 1000 - now) + 1000, LONGEST_WINDOW_MS);
  return 60_000;
}

/** No limit is counted over more than an hour. */
const LONGEST_WINDOW_MS = 3_601_000;

/** Says that a limit is reached, and when it ends, by the clock that everyone shares. */
export function limitWords(retryAfterMs: number): string {
  const until = new Date(Date.now() + retryAfterMs).toISOString().slice(11, 16);
  return `GitHub's limit on requests is reached, until ${until} UTC`;
}
