import { ProbotOctokit } from "probot";
import { CLIENT_OPTIONS } from "./client-options.js";

/**
 * Probot's octokit without its throttle, whose spacing of 1 s and 3 s a write makes one review last seconds; see
 * request-pacer.ts for what keeps within GitHub's points instead. A function, since Probot overwrites plain defaults.
 */
export const SurefootOctokit = ProbotOctokit.defaults((options: Record<string, unknown>) => ({
  ...options,
  throttle: { ...(options.throttle as object | undefined), enabled: false },
  retry: CLIENT_OPTIONS.retry,
  request: { ...(options.request as object | undefined), ...CLIENT_OPTIONS.request },
})) as typeof ProbotOctokit;
