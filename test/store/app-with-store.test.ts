/** The whole App on a store that its processes share: real Redis, the sandbox for GitHub. */
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import type { RunningServer } from "../../src/server/start.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "../sandbox/scene.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";

let redis: RedisServer;
let scene: Scene;
let others: RunningServer[];

beforeEach(async () => {
  others = [];
  if (hasRedis) redis = await startRedis();
}, 30_000);
afterEach(async () => {
  await Promise.all(others.map((server) => server.stop(2_000)));
  await scene?.close();
  await redis?.close();
});

async function begin(options: SceneOptions = {}): Promise<void> {
  scene = await startScene({ queueUrl: redis.url, ...options });
  await expect.poll(() => ready(port()), { timeout: 10_000 }).toEqual([200, "ready\n"]);
}

async function another(role: "web" | "worker" | "all"): Promise<RunningServer> {
  const server = await scene.beside(role);
  others.push(server);
  await expect.poll(() => ready(server.port), { timeout: 10_000 }).toEqual([200, "ready\n"]);
  return server;
}

const port = (): number => Number(new URL(scene.app.hookUrl!).port);

async function ready(at: number): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${at}/readyz`);
  return [response.status, await response.text()];
}

const BAD = (name: string) => ({ [`k8s/${name}.yaml`]: deployment(name) });
const standing = (pull: PullRequest) => ({
  checks: scene.runsOn(pull.head.sha).map(({ conclusion }) => conclusion),
  reviews: pull.reviews.filter(({ body }) => body !== "").length,
  comments: pull.threads.length,
});
const ONCE = { checks: ["failure"], reviews: 1, comments: 1 };

describe.skipIf(!hasRedis)("two processes with one store", () => {
  test("review a burst of pull requests, pushed to by either, once each", async () => {
    await begin();
    const ports = [port(), (await another("all")).port];
    const pulls: PullRequest[] = [];
    for (let i = 0; i < 8; i += 1) {
      scene.app.hookUrl = scene.app.hookUrl!.replace(/:\d+\//, `:${ports[i % 2]}/`);
      pulls.push(await scene.open(`web-${i}`, BAD(`web-${i}`)));
    }
    for (let i = 0; i < 8; i += 1) {
      scene.app.hookUrl = scene.app.hookUrl!.replace(/:\d+\//, `:${ports[(i + 1) % 2]}/`);
      await scene.push(`web-${i}`, { "README.md": `# ${i}\n` });
    }
    await scene.settle();
    expect(pulls.map(standing)).toEqual(pulls.map(() => ONCE));
    expect(scene.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  }, 240_000);

  test("answer a command once, whoever heard of it", async () => {
    await begin();
    await another("all");
    const pull = await scene.open("web", BAD("web"));
    await scene.settle();
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot help");
    await scene.settle();
    for (const delivery of scene.gitHub.deliveries.log.filter(({ event }) => event === "issue_comment"))
      scene.gitHub.deliveries.redeliver(delivery);
    await scene.settle();
    expect(pull.comments.filter(({ author }) => author === scene.app.bot)).toHaveLength(1);
  }, 240_000);

  test("go on with what one of them leaves: a rolling update doubles nothing and loses nothing", async () => {
    await begin();
    const pulls: PullRequest[] = [];
    for (let i = 0; i < 4; i += 1) pulls.push(await scene.open(`web-${i}`, BAD(`web-${i}`)));
    // The new one is there before the old one goes.
    const next = await another("all");
    for (let i = 4; i < 8; i += 1) pulls.push(await scene.open(`web-${i}`, BAD(`web-${i}`)));
    // As a Service leads webhooks to the pods that are ready.
    scene.app.hookUrl = scene.app.hookUrl!.replace(/:\d+\//, `:${next.port}/`);
    await scene.gitHub.settle();
    await scene.restart({ sweep: false });
    for (let i = 8; i < 10; i += 1) pulls.push(await scene.open(`web-${i}`, BAD(`web-${i}`)));
    await scene.settle();
    await next.idle();
    expect(scene.gitHub.deliveries.log.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
    expect(pulls.map(standing)).toEqual(pulls.map(() => ONCE));
  }, 240_000);
});

describe.skipIf(!hasRedis)("roles", () => {
  test("a web process takes webhooks and reviews nothing; a worker answers none and reviews", async () => {
    await begin();
    const [web, worker] = [await another("web"), await another("worker")];
    // The first process of the scene would do the work as well.
    scene.app.hookUrl = scene.app.hookUrl!.replace(/:\d+\//, `:${web.port}/`);
    const answer = await fetch(`http://127.0.0.1:${worker.port}/api/github/webhooks`, { method: "POST" });
    expect(answer.status).toBe(404);
    const pull = await scene.open("web", BAD("web"));
    await scene.settle();
    expect(standing(pull)).toEqual(ONCE);
  }, 240_000);
});

describe.skipIf(!hasRedis)("a store that is away", () => {
  test("is said by /readyz, webhooks get their 503 at once, and the sweep finds what they told of", async () => {
    await begin({ sweep: true, sweeps: { everyMs: 300, graceMs: 0 } });
    await expect.poll(() => scene.log.join(""), { timeout: 10_000 }).toContain("The sweep is done");
    await redis.kill();
    await expect.poll(() => ready(port()), { timeout: 10_000 }).toEqual([503, "waiting for Redis\n"]);
    const pull = await scene.open("web", BAD("web"));
    await scene.gitHub.settle();
    const refused = scene.gitHub.deliveries.log.filter(({ event }) => event === "pull_request");
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([503]);
    expect(Math.max(...refused.map(({ duration }) => duration))).toBeLessThan(2.5);
    await redis.start();
    await expect.poll(() => ready(port()), { timeout: 20_000 }).toEqual([200, "ready\n"]);
    await expect.poll(() => standing(pull), { timeout: 30_000 }).toEqual(ONCE);
  }, 240_000);

  test("and comes back empty has lost nothing that the sweep does not find", async () => {
    await begin({ sweep: true, sweeps: { everyMs: 300, graceMs: 0 } });
    const pulls: PullRequest[] = [];
    for (let i = 0; i < 6; i += 1) pulls.push(await scene.open(`web-${i}`, BAD(`web-${i}`)));
    await redis.flush();
    await pause(100);
    await redis.flush();
    await expect
      .poll(() => pulls.map(standing), { timeout: 60_000, interval: 200 })
      .toEqual(pulls.map(() => ONCE));
  }, 240_000);
});
