/** What the App finds by looking every few minutes, while it runs: GitHub sends no webhook a second time by itself. */
import { afterEach, describe, expect, test } from "vitest";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment, editIssueComment } from "../../sandbox/state/pull-requests.js";
import { SWEEP_BUDGET } from "../../src/github/memory/sweep-notes.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

const BAD = { "k8s/web.yaml": deployment("web") };

async function begin(options: SceneOptions = {}): Promise<void> {
  scene = await startScene({ sweep: true, sweeps: { everyMs: 150, graceMs: 0 }, ...options });
  await expect.poll(() => scene.log.join("")).toContain("The sweep is done");
}

/** While nobody listens. */
async function unheard<T>(work: () => T | Promise<T>): Promise<T> {
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  const done = await work();
  await scene.gitHub.settle();
  scene.app.hookUrl = hookUrl;
  return done;
}

const conclusions = ({ head }: PullRequest) => scene.runsOn(head.sha).map(({ conclusion }) => conclusion);
const answers = ({ comments }: PullRequest): string[] =>
  comments.filter(({ author }) => author === scene.app.bot).map(({ body }) => body);

/** Resolves after so many further looks. */
async function looks(count: number): Promise<void> {
  const asked = () => scene.gitHub.requests.filter(({ name }) => name === "GET /app/hook/deliveries").length;
  const from = asked();
  await expect.poll(asked, { timeout: 10_000 }).toBeGreaterThanOrEqual(from + count);
  await scene.settle();
}

describe("an open pull request that no webhook told of", () => {
  test("is reviewed at the next look, once", async () => {
    await begin();
    const pull = await unheard(() => scene.open("web", BAD));
    await expect.poll(() => conclusions(pull), { timeout: 10_000 }).toEqual(["failure"]);
    await looks(3);
    expect([conclusions(pull), pull.reviews.length]).toEqual([["failure"], 1]);
  });

  test("is reviewed at a push that was missed, too", async () => {
    await begin();
    const pull = await scene.open("web", BAD);
    await scene.settle();
    await unheard(() => scene.push("web", { "k8s/web.yaml": deployment("web", { probe: true }) }));
    await expect.poll(() => conclusions(pull), { timeout: 10_000 }).toEqual(["success"]);
  });

  test("is left to its webhook as long as that may be under way", async () => {
    await begin({ sweeps: { everyMs: 100, graceMs: 60_000 } });
    const pull = await unheard(() => scene.open("web", BAD));
    await looks(3);
    expect(conclusions(pull)).toEqual([]);
  });

  test("whose review is under way is not taken from it", async () => {
    await begin();
    scene.gitHub.faults.add({ kind: "latency", ms: 1_000, on: /POST .*\/check-runs$/ });
    const pull = await scene.open("web", BAD);
    await looks(4);
    expect([conclusions(pull), pull.reviews.length]).toEqual([["failure"], 1]);
    expect(scene.log.filter((line) => line.includes('"Reviewed"'))).toHaveLength(1);
  });
});

describe("a webhook that nobody took", () => {
  test("is sent again, and no second time once it was taken", async () => {
    await begin();
    const { app } = scene;
    const pull = await scene.open("web", BAD);
    await scene.settle();
    const { hookUrl } = app;
    app.hookUrl = hookUrl!.replace("/api/github/webhooks", "/elsewhere");
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot help");
    await scene.gitHub.settle();
    app.hookUrl = hookUrl;
    const sent = () => scene.gitHub.deliveries.log.filter(({ redelivery }) => redelivery);
    await expect.poll(() => sent().length, { timeout: 10_000 }).toBe(1);
    await looks(4);
    expect(sent().map(({ event, statusCode }) => [event, statusCode])).toEqual([["issue_comment", 200]]);
    expect(answers(pull)).toHaveLength(1);
  });
});

describe("a command without an answer", () => {
  test.each([
    ["nobody heard of", false],
    ["had its 👀 and no more", true],
  ])("that %s is answered once", async (_, hasEyes) => {
    await begin();
    const pull = await scene.open("web", BAD);
    await scene.settle();
    const comment = await unheard(() =>
      addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot help"),
    );
    if (hasEyes) comment.reactions.push({ content: "eyes", author: scene.app.bot } as never);
    await expect.poll(() => answers(pull).length, { timeout: 10_000 }).toBe(1);
    await looks(3);
    expect(answers(pull)).toHaveLength(1);
  });

  test("that an edit made of a comment runs nothing", async () => {
    await begin();
    const pull = await scene.open("web", BAD);
    await scene.settle();
    await unheard(async () => {
      const comment = addIssueComment(scene.gitHub.world, pull, scene.author, "Hello");
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      editIssueComment(scene.gitHub.world, comment, scene.author, "/surefoot review");
    });
    await expect.poll(() => answers(pull).length, { timeout: 10_000 }).toBe(1);
    expect(answers(pull)[0]).toContain("an edit runs nothing");
  });
});

describe("a look at what has not changed", () => {
  test("asks for as good as nothing", async () => {
    await begin();
    for (const name of ["a", "b", "c"]) await scene.open(name, { [`k8s/${name}.yaml`]: deployment(name) });
    await scene.settle();
    // What changed in the last minute is looked at again.
    for (const pull of scene.repository.pulls) pull.updatedAt = "2026-01-01T00:00:00Z";
    await looks(2);
    const from = scene.gitHub.requests.length;
    await looks(2);
    const asked = scene.gitHub.requests.slice(from);
    const queries = asked.filter(({ name }) => name.startsWith("POST"));
    const lists = asked.filter(({ name }) => name.startsWith("GET"));
    const looked = lists.filter(({ name }) => name === "GET /app/hook/deliveries").length;
    expect(lists.length + queries.length).toBe(asked.length);
    // Whether merge queues have entries, and when pull requests changed.
    expect(queries.length).toBeLessThanOrEqual(2 * looked + 2);
    expect(new Set(lists.map(({ status }) => status))).toEqual(new Set([304]));
  });

  test("never takes more than a tenth of what an installation may ask in an hour", () => {
    expect(SWEEP_BUDGET).toEqual({ most: 5_000 / 10, perMs: 3_600_000 });
  });
});
