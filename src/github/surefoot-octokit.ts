import { ProbotOctokit } from "probot";
import { clientOptions } from "./client-options.js";

/**
 * Probot's octokit without its throttle, whose spacing of 1 s and 3 s a write makes one review last seconds; see
 * request-pacer.ts for what keeps within GitHub's points instead. `ask` makes the requests.
 */
export function createSurefootOctokit(ask: typeof fetch = fetch): typeof ProbotOctokit {
  const { retry, request } = clientOptions(ask);
  // A function, since Probot overwrites plain defaults.
  return ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    throttle: { ...(options.throttle as object | undefined), enabled: false },
    retry,
    request: { ...(options.request as object | undefined), ...request },
  })) as typeof ProbotOctokit;
}

/** The octokit of a process that asks GitHub directly. */
export const SurefootOctokit = createSurefootOctokit();
