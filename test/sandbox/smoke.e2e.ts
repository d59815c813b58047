/** `npm run smoke` as a process of its own, with the sandbox in GitHub's place. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Fault } from "../../sandbox/server/faults.js";
import { type GitHub, startGitHub } from "../../sandbox/start-git-hub.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import { type AppManifest, installApp, type RegisteredApp, registerApp } from "../../sandbox/state/apps.js";
import type { Access, Account, Repository } from "../../sandbox/state/model.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import { startServer } from "../../src/server/start.js";

const manifest = parse(readFileSync("app.yml", "utf8")) as AppManifest;

let gitHub: GitHub;
let owner: Account;
let repository: Repository;
let registered: RegisteredApp;

beforeEach(async () => {
  gitHub = await startGitHub();
  const { world } = gitHub;
  owner = createAccount(world, "octo-org", "Organization");
  const author = createAccount(world, "mona", "User");
  repository = await createRepository(world, { owner, name: "scratch" });
  await pushCommit(world, repository, "main", {
    changes: { "README.md": "# scratch\n" },
    message: "1",
    author,
  });
});
afterEach(() => gitHub.close());

function register(permissions: Record<string, Access> = {}, events = manifest.default_events): RegisteredApp {
  const default_permissions = { ...manifest.default_permissions, ...permissions };
  return registerApp(
    gitHub.world,
    { ...manifest, default_permissions, default_events: events },
    { owner, webhookSecret: "a secret of this test" },
  );
}

function install(permissions?: Record<string, Access>): void {
  registered = register(permissions);
  installApp(gitHub.world, registered.app, owner);
}

/** A token that may push and nothing else; the App need not then. */
async function pushingToken(): Promise<string> {
  const { app } = registerApp(
    gitHub.world,
    {
      name: "Pusher",
      default_permissions: { contents: "write", pull_requests: "write" },
      default_events: [],
    },
    { owner, webhookSecret: "another one" },
  );
  const installation = installApp(gitHub.world, app, owner);
  const { permissions } = installation;
  return gitHub.tokens.issue({ installation, repositories: null, permissions }).token;
}

interface Ended {
  status: number | null;
  stdout: string[];
  stderr: string[];
}

async function smoke(
  args: string[] = [],
  env: Record<string, string> = {},
  interruptAt?: string,
): Promise<Ended> {
  // Where there is no .env of whoever runs the tests.
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), resolve("scripts/smoke.ts"), ...args],
    {
      cwd: tmpdir(),
      env: {
        PATH: process.env.PATH,
        SMOKE_REPOSITORY: "octo-org/scratch",
        APP_ID: String(registered.app.id),
        PRIVATE_KEY: registered.privateKey,
        GHE_HOST: new URL(gitHub.url).host,
        GHE_PROTOCOL: "http",
        ...env,
      },
    },
  );
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const parts: string[] = [];
    stream.on("data", (part) => parts.push(String(part)));
    return parts;
  }) as [string[], string[]];
  child.stdout.on("data", (part) => {
    if (interruptAt !== undefined && String(part).includes(interruptAt)) child.kill("SIGINT");
  });
  const status = await new Promise<number | null>((done) => child.once("close", done));
  const lines = (parts: string[]): string[] => parts.join("").trimEnd().split("\n").filter(Boolean);
  const printed = [...stdout, ...stderr].join("");
  expect(printed).not.toMatch(/ghs_|PRIVATE KEY|eyJ/);
  expect(gitHub.failures).toEqual([]);
  return { status, stdout: lines(stdout), stderr: lines(stderr) };
}

// What differs from run to run.
function plain(line: string): string {
  return line
    .replace(/[0-9a-f]{8}/g, "NAME")
    .replace(/\b[0-9a-f]{7}\b/g, "SHA")
    .replace(/in \d+\.\d s/, "in N s")
    .replace(/http:\/\/[^/]+/, "http://HOST");
}

function expectNothingLeft(): void {
  expect([...repository.branches.keys()]).toEqual(["main"]);
  expect(repository.pulls.map(({ state }) => state)).toEqual(repository.pulls.map(() => "closed"));
}

describe("the smoke test", () => {
  test("leads the App in its own process through a pull request, and takes it away again", async () => {
    install({ contents: "write" });
    const { status, stdout, stderr } = await smoke();
    const asked = Object.entries({ ...manifest.default_permissions, contents: "write" });
    const permissions = asked.map(([name, access]) => `${name}: ${access}`).sort();
    expect(stderr).toEqual([]);
    expect(stdout.map(plain)).toEqual([
      `ok      surefoot is installed on octo-org/scratch (${permissions.join(", ")})`,
      "ok      opened http://HOST/octo-org/scratch/pull/1, which adds surefoot-smoke/NAME/web.yaml",
      "ok      reviewed here, without a webhook, in N s",
      "ok      the check on SHA: failure, “web: 3 of 3 pods can be out of service at once, 1 allowed”, annotations: 1",
      "ok      one review at SHA: “web: 3 of 3 pods can be out of service at once, 1 allowed”",
      "ok      one inline comment with a suggestion, accepted at surefoot-smoke/NAME/web.yaml:25",
      "ok      pushed the suggestion as SHA",
      "ok      reviewed here, without a webhook, in N s",
      "ok      the check on SHA: success, “1 workload within the budget”, annotations: 0",
      "ok      the thread is resolved",
      "ok      nothing was said twice",
      "ok      closed the pull request and deleted its branch",
      "passed",
    ]);
    expect(status).toBe(0);
    expectNothingLeft();
  });

  test("pushes with another token where the App may only read contents, whose comment is folded then", async () => {
    install();
    const { status, stdout, stderr } = await smoke([], { SMOKE_TOKEN: await pushingToken() });
    expect([status, stderr]).toEqual([0, []]);
    expect(stdout).toContain("ok      the comment is folded as resolved (no contents: write)");
    expect(repository.pulls[0]!.author.login).toBe("pusher[bot]");
    expectNothingLeft();
  });

  test("only watches a deployed App", async () => {
    install({ contents: "write" });
    const { app, privateKey } = registered;
    const server = await startServer(
      {
        ...{ appId: app.id, privateKey, webhookSecret: app.webhookSecret, webhookPath: "/hooks" },
        ...{ host: "127.0.0.1", port: 0, apiUrl: gitHub.apiUrl, logLevel: "info", logFormat: "json" },
        ...{ concurrency: 1, sweep: false },
      },
      { write: () => {} },
    );
    app.hookUrl = `http://127.0.0.1:${server.port}/hooks`;
    const { status, stdout, stderr } = await smoke(["--deployed"]);
    await server.stop(2_000);
    expect([status, stderr]).toEqual([0, []]);
    expect(stdout.filter((line) => line === "ok      waiting for the deployed App").length).toBe(2);
    expectNothingLeft();
  });

  test("fails where no deployed App answers, and takes its pull request away", async () => {
    install({ contents: "write" });
    const { status, stdout, stderr } = await smoke(["--deployed", "--timeout", "1"]);
    expect([status, stderr.map(plain)]).toEqual([
      1,
      ["FAILED  a completed check run on SHA did not come within 1 s"],
    ]);
    expect(stdout.at(-1)).toBe("ok      closed the pull request and deleted its branch");
    expectNothingLeft();
  });

  test("takes its pull request away when it is interrupted", async () => {
    install({ contents: "write" });
    const { status, stderr } = await smoke(["--deployed"], {}, "waiting for the deployed App");
    expect([status, stderr]).toEqual([1, ["FAILED  interrupted"]]);
    expect(repository.pulls.length).toBe(1);
    expectNothingLeft();
  });

  test("leaves everything where it is told to", async () => {
    install({ contents: "write" });
    const { status, stdout } = await smoke(["--keep"]);
    expect([status, stdout.at(-2)]).toEqual([0, expect.stringContaining("left as it is")]);
    expect(repository.pulls.map(({ state }) => state)).toEqual(["open"]);
    expect(repository.branches.size).toBe(2);
  });

  const review = /POST .*\/reviews$/;
  test.each<[string, Fault, RegExp]>([
    [
      "takes the review without its inline comments",
      { kind: "error", status: 422, on: review },
      /an inline comment did not come within 1 s/,
    ],
    [
      "refuses the review",
      { kind: "error", status: 403, on: review },
      /^FAILED {2}a review did not come within 1 s$/,
    ],
    [
      "refuses the check run",
      { kind: "error", status: 403, on: /POST .*check-runs$/, times: 9 },
      /a completed check run on SHA did not come/,
    ],
    [
      "refuses the second commit",
      { kind: "error", status: 409, on: /^PUT/, skip: 1 },
      /Pushing the file: HTTP 409/,
    ],
    [
      "does not resolve the thread",
      { kind: "error", status: 403, on: "POST /graphql mutation", times: 9 },
      /the end of the thread did not come/,
    ],
  ])("fails where GitHub %s", async (_, fault, sentence) => {
    install({ contents: "write" });
    gitHub.faults.add(fault);
    const { status, stderr } = await smoke(["--timeout", "1"]);
    expect([status, plain(stderr.at(-1)!)]).toEqual([1, expect.stringMatching(sentence)]);
    expectNothingLeft();
  });

  test.each(["git/refs", "pulls"])(
    "leaves nothing where GitHub does a POST to %s and says that it failed",
    async (what) => {
      install({ contents: "write" });
      gitHub.faults.add({ kind: "error-afterwards", on: new RegExp(`^POST .*/${what}$`) });
      const { status, stderr } = await smoke();
      expect([status, stderr]).toEqual([1, [expect.stringContaining("HTTP 502")]]);
      expectNothingLeft();
    },
  );

  test("says what is left where it cannot clean up", async () => {
    install({ contents: "write" });
    gitHub.faults.add({ kind: "error", status: 403, on: /^DELETE/ });
    const { status, stderr } = await smoke();
    expect([status, stderr.map(plain)]).toEqual([
      1,
      [
        "        could not clean up: please close the pull request from surefoot-smoke/NAME and delete that branch",
        "FAILED  Deleting the branch: HTTP 403: Server Error",
      ],
    ]);
  });
});

describe("a smoke test that cannot begin", () => {
  beforeEach(() => {
    install();
  });

  test("without its environment says so in one line and asks GitHub nothing", async () => {
    const { status, stdout, stderr } = await smoke([], { SMOKE_REPOSITORY: "", PRIVATE_KEY: "hunter2" });
    expect([status, stdout, stderr.length]).toEqual([2, [], 1]);
    expect(stderr[0]).toMatch(/^smoke: SMOKE_REPOSITORY is missing.*; PRIVATE_KEY is not/);
    expect(stderr[0]).not.toContain("hunter2");
    expect(gitHub.requests).toEqual([]);
  });

  test("with a word that it does not know shows how it is called", async () => {
    const { status, stderr } = await smoke(["--kep"]);
    expect([status, stderr.at(-1)]).toEqual([
      2,
      "usage: npm run smoke [-- [--deployed] [--keep] [--timeout SECONDS]]",
    ]);
  });

  test.each<[string, () => Record<string, string>, string]>([
    [
      "an App that may not push",
      () => ({}),
      "surefoot may not write contents here (or let SMOKE_TOKEN push)",
    ],
    [
      "another App's key",
      () => ({ PRIVATE_KEY: register().privateKey }),
      "Signing in as the App: HTTP 401: A JSON web token could not be decoded",
    ],
    [
      "a repository without the App",
      () => ({ SMOKE_REPOSITORY: "octo-org/elsewhere" }),
      "surefoot is not installed on octo-org/elsewhere",
    ],
    [
      "a GitHub that does not answer",
      () => ({ GHE_HOST: "127.0.0.1:1" }),
      "Signing in as the App: no answer",
    ],
  ])("with %s says so and makes nothing", async (_, env, sentence) => {
    const { status, stdout, stderr } = await smoke([], env());
    expect([status, stdout, stderr]).toEqual([1, [], [`FAILED  ${sentence}`]]);
    expect(repository.pulls).toEqual([]);
    expect(repository.branches.size).toBe(1);
  });
});
