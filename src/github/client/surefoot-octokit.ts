import { ProbotOctokit } from "probot";
import { runtimeFetch } from "./bounded-fetch.js";
import { clientOptions } from "./client-options.js";

/**
 * Probot's octokit without its throttle, whose spacing of 1 s and 3 s a write makes one review last seconds; see
 * request-pacer.ts for what keeps within GitHub's points instead. `ask` makes the requests.
 */
export function createSurefootOctokit(ask: typeof fetch = runtimeFetch): typeof ProbotOctokit {
  const { retry, request: bounded } = clientOptions(ask);
  // A function, since Probot overwrites plain defaults.
  return ProbotOctokit.defaults((options: Record<string, unknown>) => {
    const request = { ...(options.request as object | undefined), ...bounded };
    return {
      ...options,
      auth: withAddress(options.auth, { baseUrl: options.baseUrl, request }),
      throttle: { ...(options.throttle as object | undefined), enabled: false },
      retry,
      request,
    };
  }) as typeof ProbotOctokit;
}

/** The octokit of a process that asks GitHub directly. */
export const SurefootOctokit = createSurefootOctokit();

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
