import { boundedFetch, runtimeFetch } from "./bounded-fetch.js";

// A read that failed in passing is tried a second time. A caller that writes passes `retries: 0`, since a 502 can still
// have posted. The caller that knows how long to wait tries again after 429.
const RETRY = { retries: 1, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] };

/** Returns the options that every client of Surefoot has, whatever its token is; `ask` makes the requests. */
export function clientOptions(ask: typeof fetch = runtimeFetch) {
  return { retry: RETRY, request: { fetch: boundedFetch({ fetch: ask }), parseSuccessResponseBody: false } };
}
