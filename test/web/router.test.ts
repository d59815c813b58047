import { expect, it } from "vitest";
import { createRouter, type WebAnswer } from "../../src/web/router.js";
import { htmlPage, type WebPage } from "../../src/web/web-page.js";

const pages = new Map<string, WebPage>([
  ["/docs", { kind: "redirect", to: "docs/" }],
  ["/docs/", htmlPage("<p>häß</p>")],
  [
    "/chart",
    { ...htmlPage("<p>chart</p>"), kind: "content", contentType: "text/html", body: "c", scripts: true },
  ],
  ["/icon.png", { kind: "content", contentType: "image/png", body: Buffer.from([0, 255, 1]) }],
]);
const router = createRouter(pages);

const ask = (path: string, method = "GET", known?: string): WebAnswer | null =>
  router({ method, path, headers: known === undefined ? {} : { "if-none-match": known } });

it("gives a page with its type, its length in bytes and a tag", () => {
  const answer = ask("/docs/")!;
  expect(answer).toMatchObject({
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "content-length": "12", etag: /^"[\w-]{27}"$/ },
  });
  expect(answer.body!.toString("utf8")).toBe("<p>häß</p>");
  expect([...ask("/icon.png")!.body!]).toEqual([0, 255, 1]);
});

it("gives HEAD the same without the page", () => {
  expect(ask("/docs/", "HEAD")).toEqual({ ...ask("/docs/"), body: null });
});

it.each(["POST", "PUT", "DELETE", "OPTIONS", "TRACE", undefined])("refuses %s", (method) => {
  const answer = router({ method, path: "/docs/", headers: {} });
  expect(answer).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
});

it.each([
  ["the tag", (tag: string) => tag, 304],
  ["a weak form of it", (tag: string) => `W/${tag}`, 304],
  ["it among others", (tag: string) => `"x", ${tag}`, 304],
  ["anything", () => "*", 304],
  ["another tag", () => '"x"', 200],
])("answers who knows %s as it should", (_, known, status) => {
  const { etag } = ask("/docs/")!.headers;
  const answer = ask("/docs/", "GET", known(etag!))!;
  expect(answer.status).toBe(status);
  expect(answer.headers.etag).toBe(etag);
  expect(answer.body === null).toBe(status === 304);
});

it("gives another page another tag", () => {
  expect(ask("/docs/")!.headers.etag).not.toBe(ask("/chart")!.headers.etag);
});

it.each(["/", "/docs/x", "/docs/../docs/", "/docs//", "/DOCS/", "/docs/%2e%2e", "", "__proto__"])(
  "has nothing at %j",
  (path) => expect(ask(path)).toBeNull(),
);

it("leads to another page by an address that holds under any path", () => {
  expect(ask("/docs")).toMatchObject({ status: 308, headers: { location: "docs/" } });
});

it("lets no page load anything from elsewhere, be framed, or run a script it did not ask for", () => {
  for (const path of pages.keys()) {
    const policy = ask(path)!.headers["content-security-policy"]!;
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
      expect(policy.split("; ")).toContain(rule);
    expect(policy.includes("script-src 'self'")).toBe(path === "/chart");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(ask(path)!.headers).toMatchObject({
      ...{ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" },
    });
  }
});
