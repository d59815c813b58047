import type { FastifyRequest } from "fastify";

/**
 * Whether a request that changes something comes from a page of this server itself. Browsers send `Origin` with every
 * POST (https://fetch.spec.whatwg.org/#origin-header), so no button sent one without it.
 */
export function isSameOrigin({ headers, host }: Pick<FastifyRequest, "headers" | "host">): boolean {
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const site = headers["sec-fetch-site"];
  return new URL(origin).host === host && (site === undefined || site === "same-origin");
}
