import type { GitHubClient } from "./github-client.js";
import { isRateLimited, limitInAnswer, waitAfter } from "./rate-limits.js";

/** The cost of a request: points of the secondary limit, and 1 where it makes content that notifies. */
export interface Cost {
  points: number;
  content: number;
}

export interface RequestPacer {
  /** Makes the request as soon as the limits allow it. */
  schedule<T>(cost: Cost, request: () => Promise<T>): Promise<T>;
  /** Refuses requests for so many milliseconds, since GitHub would count them against us. */
  close(ms: number): Promise<void>;
}

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
        if (wait !== null) await pacer.close(wait);
        return response;
      } catch (error) {
        if (isRateLimited(error)) await pacer.close(waitAfter(error));
        throw error;
      }
    }),
  );
}

/** Returns the cost of a request by GitHub's table: a read 1, a write 5; a GraphQL query 1, a mutation 5. */
export function costOf(options: { method: string; url: string; query?: unknown }): Cost {
  if (options.method === "GET" || options.method === "HEAD") return { points: 1, content: 0 };
  if (options.url.endsWith("/graphql")) {
    return { points: String(options.query).startsWith("mutation") ? 5 : 1, content: 0 };
  }
  return { points: 5, content: /\/(?:reviews|comments)$/.test(options.url) ? 1 : 0 };
}
