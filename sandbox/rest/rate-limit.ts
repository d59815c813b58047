import type { Limits } from "../access/limits.js";
import { type Endpoint, installationEndpoint } from "./endpoint.js";

/** How much is left: https://docs.github.com/en/rest/rate-limit/rate-limit */
export function rateLimitEndpoints(limits: Limits): Endpoint[] {
  return [
    installationEndpoint("GET /rate_limit", ({ actor }) => {
      const left = (resource: "core" | "graphql") => {
        const headers = limits.headers(actor, resource);
        const read = (name: string): number => Number(headers[`x-ratelimit-${name}`]);
        return {
          limit: read("limit"),
          remaining: read("remaining"),
          reset: read("reset"),
          used: read("used"),
        };
      };
      const core = left("core");
      const search = { ...core, limit: 30, remaining: 30, used: 0 };
      return { status: 200, body: { resources: { core, graphql: left("graphql"), search }, rate: core } };
    }),
  ];
}
