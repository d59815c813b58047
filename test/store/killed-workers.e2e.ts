/**
 * Two processes share a Redis and are killed again and again in a burst, half of the times while a post is under way. In the
 * end each pull request has one review and one check, and none is missing.
 */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { type AppManifest, installApp, registerApp } from "../../sandbox/state/apps.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import { deployment } from "../github/manifests.js";
import { compile, type ServerProcess, startProcess } from "../server/server-process.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";

const DIST = "node_modules/.cache/surefoot-workers-test";
const PULLS = Number(process.env.BURST_PULLS ?? 24);
const KILLS = Number(process.env.BURST_KILLS ?? 4);

let redis: RedisServer;
let gitHub: GitHub;
const processes: (ServerProcess | null)[] = [null, null];

beforeAll(() => compile(DIST), 120_000);

afterEach(async () => {
  for (const each of processes) each?.child.kill("SIGKILL");
  await gitHub?.close();
  await redis?.close();
});

describe.skipIf(!hasRedis)("two processes that are killed in a burst", () => {
  test("have reviewed every pull request once", async () => {
    redis = await startRedis();
    gitHub = await startGitHub();
    const { world } = gitHub;
    const owner = createAccount(world, "octo-org", "Organization");
    const author = createAccount(world, "mona", "User");
    const manifest = parse(readFileSync("app.yml", "utf8")) as AppManifest;
    const { app, privateKey } = registerApp(world, manifest, { owner, webhookSecret: "hush" });
    installApp(world, app, owner);
    const repository = await createRepository(world, { owner, name: "shop" });
    const changes = { "README.md": "# shop\n" };
    await pushCommit(world, repository, "main", { changes, message: "Begin", author });
    const env = {
      ...{ APP_ID: String(app.id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: "hush", QUEUE_URL: redis.url },
      ...{ GHE_HOST: new URL(gitHub.apiUrl).host, GHE_PROTOCOL: "http", SWEEP_MINUTES: "1" },
    };
    const start = async (index: number): Promise<void> => {
      const started = await startProcess(DIST, env);
      processes[index] = started;
      app.hookUrl = started.url;
    };
    await Promise.all([start(0), start(1)]);
    gitHub.faults.add({ kind: "latency", ms: 50, times: 1_000_000 });

    const pulls: PullRequest[] = [];
    const burst = (async () => {
      for (let i = 0; i < PULLS; i += 1) {
        const files = { [`k8s/web-${i}.yaml`]: deployment(`web-${i}`) };
        const main = repository.branches.get("main");
        await pushCommit(
          world,
          repository,
          `web-${i}`,
          { changes: files, message: `Add ${i}`, author },
          main,
        );
        const head = { repository, ref: `web-${i}` };
        pulls.push(
          await openPullRequest(world, repository, { author, title: `web ${i}`, base: "main", head }),
        );
        await pause(100);
      }
    })();

    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(Math.random() * 1_000);
      if (kill % 2 === 0) {
        const seen = gitHub.requests.length;
        const isPosting = () =>
          gitHub.requests.slice(seen).some(({ name, status }) => isPost(name) && status === 0);
        for (let i = 0; i < 400 && !isPosting(); i += 1) await pause(5);
      }
      const index = kill % 2;
      processes[index]!.child.kill("SIGKILL");
      await processes[index]!.exit;
      // Webhooks go to the one that lives, as a Service leads them.
      app.hookUrl = processes[1 - index]!.url;
      await start(index);
    }
    await burst;
    const begun = Date.now();
    const state = () => ({
      checks: pulls.map(
        ({ head }) => repository.runs.filter(({ suite }) => suite.headSha === head.sha).length,
      ),
      finished: pulls.filter(({ head }) =>
        repository.runs.some(({ suite, status }) => suite.headSha === head.sha && status === "completed"),
      ).length,
      reviews: pulls.map(({ reviews }) => reviews.length),
    });
    await expect.poll(() => state().finished, { timeout: 300_000, interval: 500 }).toBe(PULLS);
    console.log(
      `${PULLS} pull requests, ${KILLS} kills: repaired ${Date.now() - begun} ms after the last of both`,
    );
    await pause(3_000);
    expect(state()).toEqual({
      checks: Array<number>(PULLS).fill(1),
      finished: PULLS,
      reviews: Array<number>(PULLS).fill(1),
    });
    const words = repository.runs
      .map(({ title }) => title)
      .filter((title) => /ended|could not/.test(title ?? ""));
    expect(words).toEqual([]);
  });
});

const isPost = (name: string): boolean => /^POST .*\/(?:reviews|check-runs)$/.test(name);
