import type { GitHubClient } from "./github-client.js";
import { isRateLimited, limitInAnswer, waitAfter } from "./rate-limits.js";
import { costOf, type RequestPacer } from "./request-pacer.js";

/** Lets every request of a client wait for its pacer; one that GitHub refuses for its number closes the pacer. */
export function paceClient({ hook }: Pick<GitHubClient, "hook">, pacer: RequestPacer): void {
  hook.wrap("request", (request, options) =>
    pacer.schedule(costOf(options), async () => {
      // The retry plugin counts in here, and all requests of a client would count in the same: each failure would
      // make the next one wait longer, by seconds and then by minutes.
      options.request = { ...options.request };
      try {
        const response = await request(options);
        const wait = limitInAnswer(response);
        if (wait !== null) pacer.close(wait);
        return response;
      } catch (error) {
        if (isRateLimited(error)) pacer.close(waitAfter(error));
        throw error;
      }
    }),
  );
}
