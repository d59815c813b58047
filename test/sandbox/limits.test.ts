/** GitHub's limits on requests as a person meets them: the review comes late, it comes once, and it never fails for that. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LackingPart } from "../../sandbox/graphql/lack-parts.js";
import type { Fault } from "../../sandbox/server/faults.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import { deployment } from "../github/manifests.js";
import { type Scene, startScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ backoffMs: [5, 5, 5] });
});
afterEach(() => scene.close());

const WEB = { "k8s/web.yaml": deployment("web") };

/** Opens a pull request while a limit holds; how long its review took, in milliseconds. */
async function openLate(fault: Fault, branch = "web"): Promise<{ pull: PullRequest; ms: number }> {
  const { gitHub, open, settle } = scene;
  const added = gitHub.faults.add(fault);
  const before = Date.now();
  const pull = await open(branch, WEB);
  await settle();
  expect(added.fired).toBe(fault.times ?? 1);
  return { pull, ms: Date.now() - before };
}

function expectReviewed(pull: PullRequest): void {
  expect(pull.reviews).toHaveLength(1);
  const titles = scene.runsOn(pull.head.sha).map(({ title }) => title);
  expect(titles).toEqual(["web: 3 of 3 pods can be out of service at once, 1 allowed"]);
}

const limited = (type: string, rest: Partial<LackingPart> = {}): LackingPart => ({
  ...{ type, code: "graphql_rate_limit", message: "API rate limit already exceeded for installation ID 7." },
  ...rest,
});

describe("a review waits as long as GitHub says, and asks for nothing in between, where", () => {
  test.each<[string, Omit<Fault, "on">]>([
    ["REST answers 429 with a time", { kind: "rate-limit", retryAfterSeconds: 2 }],
    ["REST answers 403 with a time", { kind: "secondary-limit", retryAfterSeconds: 2 }],
    [
      "REST answers 403 with nothing left until the hour is over",
      { kind: "primary-limit", resetInSeconds: 2 },
    ],
  ] as [string, Fault][])("%s", async (_, fault) => {
    const { pull, ms } = await openLate({ ...(fault as Fault), on: /compare/ });
    expectReviewed(pull);
    expect(ms).toBeGreaterThan(2_000);
    expect(scene.asked().filter((name) => name.includes("compare"))).toHaveLength(2);
  });

  test.each<[string, Omit<Fault, "on">]>([
    ["GraphQL answers 200 with nothing left", { kind: "primary-limit", resetInSeconds: 2 }],
    ["GraphQL answers 403 with a time", { kind: "secondary-limit", retryAfterSeconds: 2 }],
    [
      "GraphQL answers 200 with RATE_LIMITED",
      { kind: "lacking", parts: [limited("RATE_LIMITED")], headers: { "retry-after": "2" } },
    ],
    [
      "GraphQL answers 200 with RATE_LIMIT beside all that was asked for",
      {
        kind: "lacking",
        parts: [limited("RATE_LIMIT", { path: ["repository", "pullRequest", "reviewThreads"] })],
        headers: { "retry-after": "2" },
      },
    ],
    [
      "GraphQL answers 200 with RATE_LIMIT where the owner's policy would stand",
      {
        kind: "lacking",
        parts: [limited("RATE_LIMIT", { path: ["ownersPolicy"] })],
        headers: { "retry-after": "2" },
      },
    ],
    [
      "GraphQL answers 200 with the words of the secondary limit",
      {
        kind: "lacking",
        parts: [{ message: "You have exceeded a secondary rate limit. Please wait." }],
        headers: { "retry-after": "2" },
      },
    ],
  ] as [string, Fault][])("%s", async (_, fault) => {
    const { pull, ms } = await openLate({ ...(fault as Fault), on: /graphql query/ });
    expectReviewed(pull);
    expect(ms).toBeGreaterThan(2_000);
    // No smaller query, no second one before the time: the comparison and the query twice, and both posts.
    expect(scene.asked()).toHaveLength(6);
  });

  test("GitHub refuses to take the check run, which then comes once", async () => {
    const { pull } = await openLate({ kind: "secondary-limit", retryAfterSeconds: 1, on: /check-runs$/ });
    expectReviewed(pull);
  });
});

test("a review outlives more limits than it has tries, and is posted once", async () => {
  const { pull } = await openLate({ kind: "secondary-limit", retryAfterSeconds: 1, on: /compare/, times: 6 });
  expectReviewed(pull);
  expect(scene.log.join("")).not.toContain("A job failed");
});

test("other pull requests of the installation wait too, and ask for nothing", async () => {
  const { gitHub, open, settle } = scene;
  const parts = [limited("RATE_LIMIT")];
  const headers = { "retry-after": "2" };
  gitHub.faults.add({ kind: "lacking", parts, headers, on: /graphql query/ });
  const first = await open("first", WEB);
  while (!gitHub.requests.some(({ fault }) => fault === "lacking")) await pause(10);
  const before = gitHub.requests.length;
  const second = await open("second", WEB);
  await pause(1_000);
  expect(gitHub.requests.length).toBe(before);
  await settle();
  expectReviewed(first);
  expectReviewed(second);
});

test("a command is answered when the limit is over, and once", async () => {
  const { gitHub, open, settle, author, app } = scene;
  const pull = await open("web", WEB);
  await settle();
  gitHub.faults.add({ kind: "primary-limit", resetInSeconds: 1, on: /graphql query/ });
  addIssueComment(gitHub.world, pull, author, "/surefoot help");
  await settle();
  expect(pull.comments.filter((comment) => comment.author === app.bot)).toHaveLength(1);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
