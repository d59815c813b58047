import { afterEach, beforeEach, expect, it } from "vitest";
import { boundedFetch } from "../../../src/github/client/bounded-fetch.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { askGitHub, GitHubFailure } from "../../../src/github/client/github-failure.js";
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
  ["RATE_LIMITED", { errors: [{ type: "RATE_LIMITED", message: "x" }] }, { status: null, retryable: true }],
  [
    "an error without a type, as of a time-out",
    { errors: [{ message: "Something went wrong" }] },
    { status: null, retryable: true },
  ],
])("reads GraphQL's %s", async (_, body, expected) => {
  standIn.faults.push({ on: /graphql/, status: 200, body: { data: null, ...body } });
  expect(await failureOf(query)).toMatchObject(expected);
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
