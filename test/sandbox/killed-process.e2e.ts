/**
 * A process is killed between what it posts and GitHub's answer. Another process, which remembers nothing of it, gets the
 * same event again, and what is posted stands once.
 */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { type AppManifest, installApp, registerApp } from "../../sandbox/state/apps.js";
import { requestAction, rerequestRun } from "../../sandbox/state/checks.js";
import type { Account, App, PullRequest, Repository } from "../../sandbox/state/model.js";
import { addIssueComment, openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import { deployment } from "../github/manifests.js";
import { compile, type ServerProcess, startProcess } from "../server/server-process.js";

const DIST = "node_modules/.cache/surefoot-killed-test";
const SECRET = "a secret of this test";
const WITH_FIXES = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;

interface Stage {
  gitHub: GitHub;
  app: App;
  repository: Repository;
  author: Account;
  /** Starts a process that remembers nothing, and has the App's webhooks sent there. */
  start(sweep?: "on" | "off"): Promise<ServerProcess>;
}

let stage: Stage;
const processes: ServerProcess[] = [];

beforeAll(() => compile(DIST), 120_000);

afterEach(async () => {
  for (const { child } of processes.splice(0)) child.kill("SIGKILL");
  await stage.gitHub.close();
});

async function prepare(): Promise<Stage> {
  const gitHub = await startGitHub();
  const { world } = gitHub;
  const owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  const { app, privateKey } = registerApp(world, WITH_FIXES, { owner, webhookSecret: SECRET });
  installApp(world, app, owner);
  const repository = await createRepository(world, { owner, name: "shop" });
  repository.collaborators.set(author, "write");
  const changes = { "README.md": "# shop\n" };
  await pushCommit(world, repository, "main", { changes, message: "Begin", author });
  return {
    ...{ gitHub, app, repository, author },
    async start(sweep = "off") {
      const started = await startProcess(DIST, {
        ...{ APP_ID: String(app.id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET, SWEEP: sweep },
        ...{ GHE_HOST: new URL(gitHub.apiUrl).host, GHE_PROTOCOL: "http" },
      });
      processes.push(started);
      app.hookUrl = started.url;
      return started;
    },
  };
}

async function open(): Promise<PullRequest> {
  const { gitHub, repository, author } = stage;
  const main = repository.branches.get("main");
  const changes = { "k8s/web.yaml": deployment("web") };
  await pushCommit(gitHub.world, repository, "web", { changes, message: "Add web", author }, main);
  const head = { repository, ref: "web" };
  return openPullRequest(gitHub.world, repository, { author, title: "web", base: "main", head });
}

const says = (started: ServerProcess, sentence: string): Promise<void> =>
  expect
    .poll(() => started.out.join(""), { timeout: 120_000 })
    .toContain(sentence) as unknown as Promise<void>;

/** Resolves when nobody has asked for anything for a second. */
async function quiet(): Promise<void> {
  const { gitHub } = stage;
  for (let seen = -1; seen !== gitHub.requests.length; ) {
    seen = gitHub.requests.length;
    await pause(1_000);
    await gitHub.settle();
  }
}

/** What stands on GitHub of ours. */
function standing(pull: PullRequest): object {
  const { app, repository } = stage;
  return {
    reviews: pull.reviews.filter(({ author }) => author === app.bot).length,
    threads: pull.threads.length,
    checks: repository.runs.filter(({ suite }) => suite.app === app).map(({ conclusion }) => conclusion),
    answers: pull.comments.filter(({ author }) => author === app.bot).length,
    pushes: pull.formerHeads.length,
  };
}

const REVIEWED = { reviews: 1, threads: 1, checks: ["failure"], answers: 0, pushes: 0 };

interface Case {
  posting: string;
  /** the request whose answer never comes */
  on: RegExp;
  /** what asks for it; a pull request is open and reviewed by then, where it is not the opening itself */
  ask: ((pull: PullRequest) => void) | null;
  /** what the second process logs of it */
  done: string;
  stands: object;
}

const CASES: Case[] = [
  { posting: "a review", on: /POST .*\/pulls\/\d+\/reviews$/, ask: null, done: "Reviewed", stands: REVIEWED },
  { posting: "a check run", on: /POST .*\/check-runs$/, ask: null, done: "Reviewed", stands: REVIEWED },
  {
    posting: "the answer to a comment",
    on: /POST .*\/issues\/\d+\/comments$/,
    ask: (pull) => void addIssueComment(stage.gitHub.world, pull, stage.author, "/surefoot explain web"),
    done: '"outcome":"queued"',
    stands: { ...REVIEWED, answers: 1 },
  },
  {
    posting: "a commit",
    on: /graphql mutation/,
    ask: (pull) => {
      const run = stage.repository.runs.findLast(({ suite }) => suite.headSha === pull.head.sha)!;
      requestAction(stage.gitHub.world, run, "fix", stage.author);
    },
    done: "Answered a button",
    // What the push itself asks for went to the process that was killed.
    stands: { ...REVIEWED, pushes: 1 },
  },
];

describe("a process that is killed between what it posts and the answer", () => {
  test.each(CASES)("has posted once, when another does the same task: $posting", async (each) => {
    stage = await prepare();
    const { gitHub } = stage;
    const first = await stage.start();
    const calm = each.ask === null ? null : await open();
    if (calm !== null) await says(first, "Reviewed");
    const from = gitHub.deliveries.log.length;
    const fault = gitHub.faults.add({ kind: "drop-afterwards", on: each.on });
    const pull = calm ?? (await open());
    each.ask?.(pull);
    await expect.poll(() => fault.fired, { timeout: 60_000, interval: 5 }).toBe(1);
    // Well before its next try, two seconds later.
    first.child.kill("SIGKILL");
    await first.exit;
    await gitHub.settle();
    const second = await stage.start();
    const asked = gitHub.deliveries.log
      .slice(from)
      .find(({ event }) => /^(?:pull_request|issue_comment|check_run)$/.test(event))!;
    gitHub.deliveries.redeliver(asked);
    await says(second, each.done);
    await quiet();
    expect(standing(pull)).toEqual(each.stands);
  });
});

describe("a pull request whose review the process does not survive", () => {
  /** Resolves when a request hangs, then ends the process as a kernel that is out of memory does. */
  async function killAt(started: ServerProcess, on: RegExp, ask: () => void): Promise<void> {
    const { gitHub } = stage;
    const fault = gitHub.faults.add({ kind: "latency", ms: 600_000, on, times: 100 });
    ask();
    await expect.poll(() => fault.fired, { timeout: 120_000, interval: 5 }).toBeGreaterThan(0);
    started.child.kill("SIGKILL");
    await started.exit;
    fault.remove();
  }

  test("is not taken a third time, its check says so, and a person can have it tried again", async () => {
    stage = await prepare();
    const { gitHub, repository } = stage;
    let pull: PullRequest | undefined;
    const first = await stage.start("on");
    await killAt(first, /graphql query/, () => void open().then((opened) => (pull = opened)));
    const runs = () => repository.runs.map(({ status, conclusion, title }) => [status, conclusion, title]);
    const second = await stage.start("on");
    await killAt(second, /POST .*\/pulls\/\d+\/reviews$|PATCH .*\/check-runs\/\d+$/, () => {});
    expect(runs()).toEqual([["in_progress", null, "Surefoot reviews this change"]]);
    const third = await stage.start("on");
    await says(third, "was not taken again");
    await quiet();
    const refused = [["completed", "failure", "Surefoot ended twice while it reviewed this"]];
    expect([runs(), pull!.reviews.length]).toEqual([refused, 0]);
    third.child.kill("SIGKILL");
    await third.exit;
    const fourth = await stage.start("on");
    await says(fourth, "The sweep is done");
    await quiet();
    expect(runs()).toEqual(refused);
    rerequestRun(gitHub.world, repository.runs[0]!, stage.author);
    await says(fourth, "Reviewed");
    await quiet();
    expect(standing(pull!)).toEqual(REVIEWED);
  });
});
