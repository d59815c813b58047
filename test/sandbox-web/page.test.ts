/** The page over HTTP: who may press, what is answered, and how it hears of changes. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FixturePullRequest, openFixture, seedFiles } from "./fixture-pull-request.js";
import { appWith, pathOf, servePage } from "./serve-page.js";

let fixture: FixturePullRequest;
let app: ReturnType<typeof appWith>;
let path: string;

beforeEach(async () => {
  fixture = openFixture(await seedFiles());
  app = appWith(fixture);
  path = pathOf(fixture);
});

afterEach(() => app.close());

const HOST = "127.0.0.1:4000";

function post(
  action: string,
  fields: Record<string, string>,
  headers: Record<string, string | undefined> = {},
) {
  const given = {
    host: HOST,
    origin: `http://${HOST}`,
    "content-type": "application/x-www-form-urlencoded",
    ...headers,
  };
  const kept = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const payload = new URLSearchParams(fields).toString();
  return app.inject({ method: "POST", url: `${path}/${action}`, headers: Object.fromEntries(kept), payload });
}

describe("reading", () => {
  test("the page is HTML that no one may frame, keep, or add a script to", async () => {
    const { statusCode, headers } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  test.each([
    "/octo-org/shop/pull/8",
    "/octo-org/shop/pull/7x",
    "/octo-org/shop/pull/0",
    "/octo-org/shop/pull/99999999999",
    "/other/shop/pull/7",
  ])("%s is not found, in words", async (url) => {
    const { statusCode, body } = await app.inject(url);
    expect(statusCode).toBe(404);
    expect(body).toContain("There is no such pull request here.");
  });

  test("what the page needs is there, and nothing beside it", async () => {
    const { body } = await app.inject(path);
    const needed = [...body.matchAll(/(?:src|href)="(\/-\/[^"]+)"/g)].map(([, url]) => url as string);
    expect(needed).toContain("/-/assets/pull-request.js");
    for (const url of [...needed, "/-/assets/keep-place.js"])
      expect((await app.inject(url)).statusCode, url).toBe(200);
    expect((await app.inject("/-/assets/../page.ts")).statusCode).toBe(404);
  });

  test.each(["files", "commits", "checks"])(
    "GitHub's address of the tab %s leads to its place",
    async (tab) => {
      const { statusCode, headers } = await app.inject(`${path}/${tab}?a=b`);
      expect([statusCode, headers.location]).toEqual([302, `${path}#${tab}`]);
    },
  );
});

describe("pressing", () => {
  test.each([
    ["commit-suggestion", { comment: "1000" }, ["commitSuggestion", 1000]],
    ["rerun-check", { check: "5" }, ["rerunCheck", 5]],
    ["comment", { body: "    a\r\nb " }, ["comment", "    a\nb "]],
    ["reply", { thread: "t", body: " a\r\nb " }, ["reply", "t", " a\nb "]],
    ["resolve", { thread: "t" }, ["resolve", "t"]],
    ["ready", {}, ["markReadyForReview"]],
  ])("%s is passed on, and leads back to the page", async (action, fields, call) => {
    const { statusCode, headers } = await post(action, fields);
    expect(fixture.calls).toEqual([call]);
    expect([statusCode, headers.location]).toEqual([303, path]);
  });

  test("a refusal is answered with its status and its words, escaped", async () => {
    fixture.change((view) => Object.assign(view.merge, { reason: "<b>Not yet</b>" }));
    const { statusCode, body } = await post("merge", {});
    expect(statusCode).toBe(422);
    expect(body).toMatch(/<span class="notice-text">&#x3C;b>Not yet&#x3C;\/b><\/span>/);
  });

  test("a bug of the sandbox is called one", async () => {
    await app.close();
    const merge = async () => {
      throw new TypeError("x is undefined");
    };
    app = appWith({ ...fixture, actions: () => ({ ...fixture.actions("", "", 0), merge }) });
    const { statusCode, body } = await post("merge", {});
    expect(statusCode).toBe(500);
    expect(body).toContain("That went wrong inside the sandbox: x is undefined");
  });

  test.each([
    ["commit-suggestion", { comment: "1e3" }, 422],
    ["commit-suggestion", {}, 422],
    ["rerun-check", { check: "-5" }, 422],
    ["comment", { body: " \r\n " }, 422],
    ["comment", {}, 422],
    ["reply", { thread: "t", body: " \r\n " }, 422],
    ["delete-everything", {}, 404],
    ["constructor", {}, 404],
  ])("%s with %o does nothing", async (action, fields, status) => {
    expect((await post(action, fields)).statusCode).toBe(status);
    expect(fixture.calls).toEqual([]);
  });

  test.each([
    ["another site", { origin: "https://elsewhere.example" }],
    ["another port", { origin: "http://127.0.0.1:4001" }],
    ["a page without an origin", { origin: "null" }],
    ["nobody knows where", { origin: undefined }],
    ["another site, as the browser says", { "sec-fetch-site": "same-site" }],
  ])("a form from %s is refused before anything is done", async (_, headers) => {
    expect((await post("merge", {}, headers)).statusCode).toBe(403);
    expect(fixture.calls).toEqual([]);
  });

  test("a body that is no form is refused", async () => {
    expect((await post("merge", {}, { "content-type": "application/json" })).statusCode).toBe(415);
    expect((await post("merge", {}, { "content-type": "text/plain" })).statusCode).toBe(415);
    expect(fixture.calls).toEqual([]);
  });
});

describe("events", () => {
  test("each change is told, whoever leaves is told no more, and closing the server ends them", async () => {
    let listeners = 0;
    const subscribe = (listener: () => void) => {
      listeners += 1;
      const end = fixture.subscribe(listener);
      return () => {
        listeners -= 1;
        end();
      };
    };
    const served = await servePage({ ...fixture, subscribe });
    const leaving = new AbortController();
    const [first, second] = await Promise.all([
      fetch(`${served.url}/events`),
      fetch(`${served.url}/events`, { signal: leaving.signal }),
    ]);
    expect(first.headers.get("content-type")).toBe("text/event-stream");
    const reader = first.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe("retry: 1000\n\n");
    fixture.change(() => {});
    expect((await reader.read()).value).toBe("event: change\ndata:\n\n");
    expect(listeners).toBe(2);
    leaving.abort();
    await second.text().catch(() => {});
    await expect.poll(() => listeners).toBe(1);
    await served.close();
    expect(listeners).toBe(0);
    await reader.read().catch(() => {});
  });
});
