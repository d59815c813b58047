import { boundedFetch } from "./bounded-fetch.js";

// A second try for a read that failed in passing. Whoever writes passes `retries: 0`, since a 502 can still have
// posted. 429 is left to whoever knows how long to wait.
const RETRY = { retries: 1, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] };

/** What every client of ours is made with, whosever token it has; `ask` makes the requests. */
export function clientOptions(ask: typeof fetch = fetch) {
  return { retry: RETRY, request: { fetch: boundedFetch({ fetch: ask }) } };
}
