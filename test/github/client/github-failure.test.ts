import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boundedFetch } from "../../../src/github/client/bounded-fetch.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import {
  askGitHub,
  askGitHubForParts,
  GitHubFailure,
  type PartialAnswer,
} from "../../../src/github/client/github-failure.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { createRepository } from "../stand-in/repository.js";
import { type Fault, type StandIn, startStandIn } from "../stand-in/stand-in.js";

let standIn: StandIn;
let octokit: GitHubClient;

beforeEach(async () => {
  standIn = await startStandIn(createRepository());
  octokit = new SurefootOctokit({ auth: { token: "t" }, baseUrl: standIn.apiUrl, retry: { enabled: false } });
});

afterEach(() => standIn.close());

async function failureOf(ask: () => Promise<unknown>): Promise<GitHubFailure> {
  const failure = await askGitHub("Asking", ask).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GitHubFailure);
  return failure as GitHubFailure;
}

const get = (): Promise<unknown> =>
  octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    owner: "octo",
    repo: "shop",
    pull_number: 1,
    request: { retries: 0 },
  });

const query = (): Promise<unknown> =>
  octokit.graphql("query { viewer { login } }", { request: { retries: 0 } });

const soon = Math.ceil(Date.now() / 1000) + 100;

it.each<[string, Omit<Fault, "on">, { status: number | null; retryable: boolean; waits: boolean }]>([
  ["404", { status: 404 }, { status: 404, retryable: false, waits: false }],
  ["401", { status: 401 }, { status: 401, retryable: false, waits: false }],
  ["422", { status: 422 }, { status: 422, retryable: false, waits: false }],
  ["500", { status: 500 }, { status: 500, retryable: true, waits: false }],
  ["503", { status: 503 }, { status: 503, retryable: true, waits: false }],
  ["403 for want of a permission", { status: 403 }, { status: 403, retryable: false, waits: false }],
  [
    "403 for the secondary limit",
    {
      status: 403,
      body: { message: "x", documentation_url: "https://docs.github.com/rest/rate-limits-for-the-rest-api" },
    },
    { status: 403, retryable: true, waits: true },
  ],
  [
    "403 with a time to wait",
    { status: 403, headers: { "retry-after": "30" } },
    { status: 403, retryable: true, waits: true },
  ],
  [
    "403 with nothing left of the hour",
    { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(soon) } },
    { status: 403, retryable: true, waits: true },
  ],
  ["429", { status: 429 }, { status: 429, retryable: true, waits: true }],
  [
    "an answer that breaks off",
    { status: 200, body: { number: 1 }, breakOff: true },
    { status: null, retryable: true, waits: false },
  ],
])("reads %s", async (_, fault, { status, retryable, waits }) => {
  standIn.faults.push({ on: /pulls/, ...fault });
  const failure = await failureOf(get);
  expect(failure).toMatchObject({ status, retryable });
  expect(failure.retryAfterMs !== null).toBe(waits);
  expect(failure.message).toMatch(/^Asking: /);
});

it.each<[string, object, { status: number | null; retryable: boolean }]>([
  ["NOT_FOUND", { errors: [{ type: "NOT_FOUND", message: "x" }] }, { status: 404, retryable: false }],
  ["FORBIDDEN", { errors: [{ type: "FORBIDDEN", message: "x" }] }, { status: 403, retryable: false }],
  ["RATE_LIMITED", { errors: [{ type: "RATE_LIMITED", message: "x" }] }, { status: 429, retryable: true }],
  [
    "INSUFFICIENT_SCOPES",
    { errors: [{ type: "INSUFFICIENT_SCOPES", message: "x" }] },
    { status: 403, retryable: false },
  ],
  [
    "RESOURCE_LIMITS_EXCEEDED, which depends on how much GitHub has to do",
    { errors: [{ type: "RESOURCE_LIMITS_EXCEEDED", path: ["a"], message: "x" }] },
    { status: null, retryable: true },
  ],
  [
    "MAX_NODE_LIMIT_EXCEEDED",
    { errors: [{ type: "MAX_NODE_LIMIT_EXCEEDED", message: "x" }] },
    { status: null, retryable: false },
  ],
  [
    "code for a field that its schema has not, which no other try will change",
    { errors: [{ path: ["query", "a"], extensions: { code: "undefinedField" }, message: "x" }] },
    { status: null, retryable: false },
  ],
  [
    "refusal that stands behind one that is only missing",
    {
      errors: [
        { type: "NOT_FOUND", path: ["a"], message: "x" },
        { type: "FORBIDDEN", path: ["b"], message: "x" },
      ],
    },
    { status: 403, retryable: false },
  ],
  [
    "failure that passes beside a refusal that does not",
    {
      errors: [{ message: "Something went wrong" }, { type: "UNPROCESSABLE", path: ["b"], message: "x" }],
    },
    { status: null, retryable: false },
  ],
  [
    "an error without a type, as of a time-out",
    { errors: [{ message: "Something went wrong" }] },
    { status: null, retryable: true },
  ],
])("reads GraphQL's %s", async (_, body, expected) => {
  standIn.faults.push({ on: /graphql/, status: 200, body: { data: null, ...body } });
  expect(await failureOf(query)).toMatchObject(expected);
});

it("reports every error with its first place, and no word of what GitHub says in it", async () => {
  const errors = [
    { type: "NOT_FOUND", path: ["repository", "b0"], message: "secret-0" },
    { type: "NOT_FOUND", path: ["repository", "b1"], message: "secret-1" },
    { type: "FORBIDDEN", path: ["repository", "pullRequest", "reviews", "nodes", 3], message: "secret-2" },
    { message: "secret-3" },
    { type: "STALE_DATA", message: "secret-4" },
  ];
  standIn.faults.push({ on: /graphql/, status: 200, body: { data: null, errors } });
  const failure = await failureOf(query);
  expect(failure.message).toBe(
    "Asking: GraphQL answered NOT_FOUND at repository.b0 and 1 more, FORBIDDEN at repository.pullRequest.reviews.nodes.3, an error without a type, 1 further reason",
  );
  expect(failure.faults.map(({ kind }) => kind)).toEqual([
    ...["missing", "missing", "forbidden", "passing", "refused"],
  ]);
});

describe("an answer that lacks parts", () => {
  const ask = (): Promise<PartialAnswer<unknown>> =>
    askGitHubForParts("Asking", ({ kind, path }) => kind === "missing" && path.startsWith("a."), query);
  const answer = (data: unknown, errors: object[], headers: Fault["headers"] = {}): void =>
    void standIn.faults.push({ on: /graphql/, status: 200, body: { data, errors }, headers });
  const missing = { type: "NOT_FOUND", path: ["a", "b"], message: "x" };

  it("is an answer where it may lack them, and says which", async () => {
    answer({ a: { b: null, c: 1 } }, [missing]);
    expect(await ask()).toEqual({
      answer: { a: { b: null, c: 1 } },
      lacking: [{ type: "NOT_FOUND", path: "a.b", kind: "missing", reason: null }],
    });
  });

  it("fails for the others alone where it lacks more", async () => {
    answer({ a: { b: null, c: null } }, [missing, { type: "INTERNAL", path: ["a", "c"], message: "x" }]);
    await expect(ask()).rejects.toMatchObject({
      ...{ message: "Asking: GraphQL answered INTERNAL at a.c", status: null, retryable: true },
    });
  });

  it("fails where nothing came", async () => {
    answer(null, [missing]);
    await expect(ask()).rejects.toMatchObject({ status: 404, retryable: false });
  });

  it("waits for a limit, wherever that stands and whatever may be lacking", async () => {
    answer({ a: { b: null } }, [{ type: "RATE_LIMIT", path: ["a", "b"], message: "x" }]);
    await expect(ask()).rejects.toMatchObject({ retryable: true, retryAfterMs: 60_000 });
    answer({ a: { b: null } }, [missing], { "retry-after": "5" });
    await expect(ask()).rejects.toMatchObject({ retryable: true, retryAfterMs: 5_000 });
  });
});

describe("a limit", () => {
  it.each<[string, Omit<Fault, "on">, number]>([
    ["is waited for as long as GitHub asks", { status: 429, headers: { "retry-after": "7" } }, 7_000],
    [
      "is over when the hour begins anew, by GitHub's clock",
      {
        status: 403,
        headers: {
          date: "Thu, 01 Jan 2026 10:00:00 GMT",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": String(Date.parse("2026-01-01T10:20:00Z") / 1000),
        },
      },
      1_201_000,
    ],
    [
      "takes no longer than its window, whatever a clock says",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" } },
      3_601_000,
    ],
    [
      "that names no time is waited for a minute, known by its page",
      { status: 403, body: { documentation_url: "https://docs.github.com/rest/rate-limits" } },
      60_000,
    ],
    [
      "or by its words alone",
      {
        status: 403,
        body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes" },
      },
      60_000,
    ],
  ])("%s", async (_, fault, ms) => {
    standIn.faults.push({ on: /pulls/, ...fault });
    const failure = await failureOf(get);
    expect(failure).toMatchObject({ retryable: true, retryAfterMs: ms });
    expect(failure.message).toMatch(/^Asking: GitHub's limit on requests is reached, until \d\d:\d\d UTC$/);
  });

  it("is not every 403 of GraphQL's, and one by its words is", async () => {
    for (const [message, retryable] of [
      ["Resource not accessible by integration", false],
      ["You have exceeded a secondary rate limit.", true],
    ] as const) {
      const body = { data: null, errors: [{ type: "FORBIDDEN", message }] };
      standIn.faults.push({ on: /graphql/, status: 200, body });
      expect(await failureOf(query)).toMatchObject({ retryable });
    }
  });
});

it.each([
  [
    "Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address 203.0.113.7 is not permitted to access this resource.",
    "the organization's list of allowed IP addresses lacks the one that this comes from",
  ],
  [
    "Resource protected by organization SAML enforcement. You must grant your token access to octo.",
    "the organization's single sign-on does not cover this token",
  ],
  ["Repository was archived so is read-only.", "the repository is archived"],
])("says in words of its own why GitHub refuses: %s", async (message, reason) => {
  standIn.faults.push(
    { on: /pulls/, status: 403, body: { message } },
    { on: /graphql/, status: 200, body: { errors: [{ type: "FORBIDDEN", path: ["viewer"], message }] } },
  );
  expect((await failureOf(get)).message).toBe(`Asking: HTTP 403: ${reason}`);
  expect((await failureOf(query)).message).toBe(`Asking: GraphQL answered FORBIDDEN at viewer: ${reason}`);
});

describe("a write that GitHub leads elsewhere", () => {
  const write = (): Promise<unknown> =>
    octokit.request("POST /repos/{owner}/{repo}/check-runs", {
      ...{ owner: "octo", repo: "old", name: "x", head_sha: "1", request: { retries: 0 } },
    });

  it("is repeated there as it is where GitHub says that it may", async () => {
    standIn.faults.push(
      { on: /octo\/old/, status: 307, body: {}, headers: { location: "/api/v3/repositories/1/check-runs" } },
      { on: /repositories\/1/, status: 201, body: { id: 7 } },
    );
    expect(await write()).toMatchObject({ data: { id: 7 } });
    expect(standIn.requests).toEqual(["POST /repos/octo/old/check-runs", "POST /repositories/1/check-runs"]);
    expect(standIn.bodies.map(({ body }) => body)).toEqual([
      { name: "x", head_sha: "1" },
      { name: "x", head_sha: "1" },
    ]);
  });

  it.each([
    [301, "/api/v3/repositories/1/check-runs"],
    [307, "http://example.test/"],
  ])("is no write that was done: %i to %s", async (status, location) => {
    standIn.faults.push({ on: /octo\/old/, status, body: {}, headers: { location } });
    expect(await failureOf(write)).toMatchObject({ status, retryable: false });
    expect(standIn.requests).toHaveLength(1);
  });
});

it.each<[string, object, Fault["headers"]?]>([
  ["of the documentation", { type: "RATE_LIMITED" }],
  ["of its answers", { type: "RATE_LIMIT", code: "graphql_rate_limit" }],
  ["by its code alone", { code: "graphql_rate_limit" }],
  ["of the secondary kind", { type: "FORBIDDEN" }, { "retry-after": "30" }],
])("waits for GraphQL's limit %s", async (_, error, headers) => {
  const body = { data: null, errors: [{ ...error, message: "x" }] };
  const nothingLeft = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(soon) };
  standIn.faults.push({ on: /graphql/, status: 200, body, headers: headers ?? nothingLeft });
  const failure = await failureOf(query);
  expect(failure.retryable).toBe(true);
  expect(failure.retryAfterMs).toBeGreaterThanOrEqual(30_000);
});

it("takes a page of HTML for a failure, not for an empty answer", async () => {
  standIn.faults.push({
    on: /graphql/,
    status: 200,
    body: "<html>",
    headers: { "content-type": "text/html" },
  });
  expect(await failureOf(query)).toMatchObject({ retryable: true });
});

it("takes an answer that is too large for a failure that does not pass", async () => {
  standIn.faults.push({ on: /pulls/, status: 200, body: { filler: "x".repeat(5_000) } });
  const bounded = new SurefootOctokit({ auth: { token: "t" }, baseUrl: standIn.apiUrl });
  const failure = await failureOf(() =>
    bounded.request("GET /repos/o/r/pulls/1", {
      request: { fetch: boundedFetch({ maxBytes: 4_000 }), retries: 0 },
    }),
  );
  expect(failure).toMatchObject({ status: 413, retryable: false });
});

it("does not wait for ever", async () => {
  standIn.latencyMs = 5_000;
  const failure = await failureOf(() =>
    octokit.request("GET /repos/o/r/pulls/1", {
      request: { fetch: boundedFetch({ timeoutMs: 50 }), retries: 0 },
    }),
  );
  expect(failure).toMatchObject({ status: null, retryable: true });
});

it("passes on what is no failure of GitHub's", async () => {
  const bug = new TypeError("ours");
  await expect(askGitHub("Asking", () => Promise.reject(bug))).rejects.toBe(bug);
});
