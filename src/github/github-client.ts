/**
 * The edge to GitHub: loads a change set and the state of a pull request, and posts what a review plan asks for. It
 * knows nothing of YAML, workloads or rules; it decides only what is already posted and what is not.
 */
import { ProbotOctokit } from "probot";
import { boundedFetch } from "./bounded-fetch.js";

/** An octokit signed in as one installation. Every function that calls GitHub takes it as its first argument. */
export type GitHubClient = InstanceType<typeof ProbotOctokit>;

/** A repository as its calls name it. */
export interface RepositoryRef {
  owner: string;
  repo: string;
}

/** The check run's name: what a branch rule requires. */
export const CHECK_NAME = "surefoot";

// A second try for a read that failed in passing. Whoever writes passes `retries: 0`, since a 502 can still have
// posted. 429 is left to the queue, which knows how long to wait.
const RETRY = { retries: 1, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] };

/**
 * Probot's octokit without its throttle, whose spacing of 1 s and 3 s a write makes one review last seconds; see
 * request-pacer.ts for what keeps within GitHub's points instead. A function, since Probot overwrites plain defaults.
 */
export const SurefootOctokit = ProbotOctokit.defaults((options: Record<string, unknown>) => {
  const request = { ...(options.request as object | undefined), fetch: boundedFetch() };
  return {
    ...options,
    auth: withAddress(options.auth, { baseUrl: options.baseUrl, request }),
    throttle: { ...(options.throttle as object | undefined), enabled: false },
    retry: RETRY,
    request,
  };
}) as typeof ProbotOctokit;

interface SignsIn {
  request: { defaults(defaults: object): unknown };
}

// Probot gives the part that signs in a request of its own, which would ask github.com for a token whatever the host.
function withAddress(auth: unknown, defaults: { baseUrl: unknown; request: object }): unknown {
  if (typeof auth !== "object" || auth === null || !("request" in auth)) return auth;
  const { baseUrl, request } = defaults;
  const address = baseUrl === undefined ? {} : { baseUrl };
  return { ...auth, request: (auth as SignsIn).request.defaults({ ...address, request }) };
}
