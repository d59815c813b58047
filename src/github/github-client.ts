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
 * request-pacer.ts for what keeps within GitHub's points instead. `ask` makes the requests.
 */
export function createOctokit(ask: typeof fetch = fetch): typeof ProbotOctokit {
  // A function, since Probot overwrites plain defaults.
  return ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    throttle: { ...(options.throttle as object | undefined), enabled: false },
    retry: RETRY,
    request: { ...(options.request as object | undefined), fetch: boundedFetch({ fetch: ask }) },
  })) as typeof ProbotOctokit;
}

/** The octokit of a process that asks GitHub directly. */
export const SurefootOctokit = createOctokit();
