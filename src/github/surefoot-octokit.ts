import { ProbotOctokit } from "probot";
import { CLIENT_OPTIONS } from "./client-options.js";

/**
 * Probot's octokit without its throttle, whose spacing of 1 s and 3 s a write makes one review last seconds; see
 * request-pacer.ts for what keeps within GitHub's points instead. A function, since Probot overwrites plain defaults.
 */
export const SurefootOctokit = ProbotOctokit.defaults((options: Record<string, unknown>) => {
  const request = { ...(options.request as object | undefined), ...CLIENT_OPTIONS.request };
  return {
    ...options,
    auth: withAddress(options.auth, { baseUrl: options.baseUrl, request }),
    throttle: { ...(options.throttle as object | undefined), enabled: false },
    retry: CLIENT_OPTIONS.retry,
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
