/**
 * The part of this process that people see: pages by their exact path, so that nothing of a request ever becomes a path
 * on the disk. It knows neither GitHub nor a review, and answers nothing but GET and HEAD.
 */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { WebPage, WebPages } from "./web-page.js";

/** The parts of a request that decide about its page. */
interface WebRequest {
  method: string | undefined;
  /** without a query */
  path: string;
  headers: Pick<IncomingHttpHeaders, "if-none-match">;
}

export interface WebAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** Answers a request; null where there is no such page. */
export type Router = (request: WebRequest) => WebAnswer | null;

/** Nothing may be loaded from elsewhere, framed, or sent anywhere. */
function securityHeaders(scripts: boolean): Record<string, string> {
  const own = `style-src 'self'; img-src 'self'${scripts ? "; script-src 'self'" : ""}`;
  return {
    "content-security-policy": `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** Makes a router of pages. An answer is prepared when its page is first asked for, and kept. */
export function createRouter(pages: WebPages): Router {
  const ready = new Map<WebPage, WebAnswer>();
  const answerOf = (page: WebPage): WebAnswer => {
    const answer = ready.get(page) ?? prepare(page);
    ready.set(page, answer);
    return answer;
  };
  return ({ method, path, headers }) => {
    const found = pages.get(path);
    if (found === undefined) return null;
    if (method !== "GET" && method !== "HEAD") return notAllowed();
    const page = answerOf(found);
    const { etag } = page.headers;
    if (etag !== undefined && isKnown(headers["if-none-match"], etag)) {
      const { "content-length": _length, "content-type": _type, ...rest } = page.headers;
      return { status: 304, headers: rest, body: null };
    }
    return method === "HEAD" ? { ...page, body: null } : page;
  };
}

function prepare(page: WebPage): WebAnswer {
  if (page.kind === "redirect") {
    const headers = { ...securityHeaders(false), location: page.to, "content-length": "0" };
    return { status: 308, headers, body: null };
  }
  const body = Buffer.from((typeof page.body === "function" ? page.body() : page.body) as string);
  const headers = {
    ...securityHeaders(page.scripts ?? false),
    "cache-control": "public, max-age=300",
    "content-length": String(body.byteLength),
    "content-type": page.contentType,
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`,
  };
  return { status: 200, headers, body };
}

function notAllowed(): WebAnswer {
  return { status: 405, headers: { ...securityHeaders(false), allow: "GET, HEAD" }, body: null };
}

// A proxy that compresses on the way marks the tag as weak. RFC 9110, 13.1.2: the comparison is the weak one.
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
