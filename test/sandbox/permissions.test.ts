/** What still works where an installation lacks a permission, by trying it; docs/permissions.md shows it. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type AppManifest, acceptPermissions, addRepositories } from "../../sandbox/state/apps.js";
import { requestAction, rerequestRun } from "../../sandbox/state/checks.js";
import { enqueuePullRequest } from "../../sandbox/state/merge-queue.js";
import type { CheckRun, Permissions, PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import { MISSING_MARKER } from "../../src/github/check/missing-permissions.js";
import { deployment } from "../github/manifests.js";
import { type Scene, startScene } from "./scene.js";

const manifest = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;
const ALL: Permissions = manifest.default_permissions;

let scene: Scene;
afterEach(() => scene.close());

async function begin(permissions: Permissions): Promise<Scene> {
  scene = await startScene({ manifest, backoffMs: [5] });
  scene.installation.permissions = permissions;
  return scene;
}

const SEED = { "k8s/web.yaml": deployment("web") };
const MENDED = { "k8s/web.yaml": deployment("web", { probe: true }) };

const runOf = (pull: PullRequest): CheckRun | undefined => scene.runsOn(pull.head.sha).at(-1);

/** What is granted in each row, and how the row is called. */
const ROWS: [name: string, permissions: Permissions][] = [
  ["nothing (app-with-fixes.yml)", ALL],
  ["`contents: write` (app.yml)", { ...ALL, contents: "read" }],
  ["`contents` at all", { ...ALL, contents: undefined }],
  ["`pull_requests: write`", { ...ALL, pull_requests: "read" }],
  ["`pull_requests` at all", { ...ALL, pull_requests: undefined }],
  ["`checks: write`", { ...ALL, checks: "read" }],
  ["`checks` at all", { ...ALL, checks: undefined }],
  ["`issues: read`", { ...ALL, issues: undefined }],
  ["`merge_queues: read`", { ...ALL, merge_queues: undefined }],
];

const HEADER = [
  "| without | check run | review and suggestions | *Fix all* | commands | thread of a fixed finding | merge queue | what it says |",
  "|---|---|---|---|---|---|---|---|",
];

const yes = (does: boolean): string => (does ? "yes" : "–");

/** Lets a pull request live its life, and tells what the App did. */
async function tryOut(permissions: Permissions): Promise<string[]> {
  const { gitHub, open, push, settle, author, app } = await begin(permissions);
  const { world } = gitHub;
  const pull = await open("web", SEED);
  await settle();
  const run = runOf(pull);
  const summary = run?.summary ?? pull.reviews[0]?.body ?? "";
  const words = /Not granted to this App: .*/.exec(summary)?.[0] ?? "–";
  const cells = [
    run === undefined
      ? "–"
      : run.title === "Surefoot may not read this change"
        ? "says that it may not read"
        : "yes",
    yes(pull.reviews.length > 0 && pull.threads.length > 0),
    await tryFix(pull, run),
  ];
  addIssueComment(world, pull, author, "/surefoot help");
  await settle();
  cells.push(yes(pull.comments.some((comment) => comment.author === app.bot)));
  await push("web", MENDED);
  await settle();
  cells.push(fateOf(pull));
  const group = await enqueuePullRequest(world, pull, author);
  await settle();
  cells.push(verdictOf(scene.runsOn(group.headSha).at(-1)));
  return [...cells, words];
}

function verdictOf(run: CheckRun | undefined): string {
  if (run === undefined) return "–";
  return run.title === "Surefoot may not read this change" ? "says that it may not read" : "yes";
}

// On a pull request of its own, so that the thread of the other stays.
async function tryFix(first: PullRequest, shown: CheckRun | undefined): Promise<string> {
  const { gitHub, open, settle, author } = scene;
  expect(shown?.actions.length ?? 0).toBe(runOf(first)?.actions.length ?? 0);
  const pull = await open("fix", { "k8s/api.yaml": deployment("api") });
  await settle();
  const head = pull.head.sha;
  const run = runOf(pull);
  if (run?.actions.length) requestAction(gitHub.world, run, "fix", author);
  else addIssueComment(gitHub.world, pull, author, "/surefoot fix");
  await settle();
  if (pull.head.sha === head) return "–";
  return run?.actions.length ? "yes" : "`/surefoot fix` alone";
}

function fateOf({ threads }: PullRequest): string {
  const [thread] = threads;
  if (thread === undefined) return "–";
  if (thread.isResolved) return "resolved";
  return thread.comments[0]!.minimizedReason === "resolved" ? "folded" : "left";
}

describe("the table of permissions", () => {
  test("is what the App does", { timeout: 240_000 }, async () => {
    const rows: string[] = [];
    for (const [name, permissions] of ROWS) {
      const cells = await tryOut(permissions);
      expect(scene.log.filter((line) => line.includes("uncaught"))).toEqual([]);
      rows.push(`| ${[name, ...cells].join(" | ")} |`);
      await scene.close();
    }
    await begin(ALL);
    const table = [...HEADER, ...rows].join("\n");
    const page = readFileSync("docs/permissions.md", "utf8");
    const written = page.replace(
      /(?<=<!-- matrix -->\n)[\s\S]*?(?=<!-- \/matrix -->)/,
      () => `\n${table}\n\n`,
    );
    if (process.env.UPDATE_GOLDEN) writeFileSync("docs/permissions.md", written);
    else expect(page).toBe(written);
  });
});

describe("a check that says what is missing", () => {
  test("fails no review for it, and is asked for again like any other", async () => {
    const { gitHub, open, settle, author } = await begin({ ...ALL, contents: undefined });
    const pull = await open("web", SEED);
    await settle();
    const run = runOf(pull)!;
    expect(run).toMatchObject({ conclusion: "failure", title: "Surefoot may not read this change" });
    expect(run.summary).toBe(
      `Not granted to this App: \`contents: read\`, so it cannot read the manifests, and nothing was reviewed.\n\n${MISSING_MARKER}`,
    );
    rerequestRun(gitHub.world, run, author);
    await settle();
    expect(runOf(pull)).toMatchObject({ title: "Surefoot may not read this change" });
  });

  test("still says it where the pull request cannot even be read, once somebody asks for it again", async () => {
    const { gitHub, installation, open, settle, author, app } = await begin(ALL);
    const pull = await open("web", SEED);
    await settle();
    installation.permissions = { ...ALL, pull_requests: undefined };
    await scene.restart({ sweep: false });
    rerequestRun(gitHub.world, runOf(pull)!, author);
    await settle();
    expect(runOf(pull)!.suite.app).toBe(app);
    expect(runOf(pull)!.summary).toContain("`pull_requests: read`, so it cannot read the pull request");
  });

  test("is made anew once its permission is granted, and no other is", async () => {
    const { gitHub, installation, open, settle, owner, author, app, repository } = await begin({
      ...ALL,
      contents: "read",
    });
    const missing = await open("web", SEED);
    const whole = await open("whole", { "k8s/whole.yaml": deployment("whole", { probe: true }) });
    await settle();
    expect([runOf(missing)!.actions, runOf(missing)!.summary]).toEqual([
      [],
      expect.stringContaining(MISSING_MARKER),
    ]);
    acceptPermissions(gitHub.world, installation, owner, ALL);
    await settle();
    expect(scene.runsOn(missing.head.sha)).toHaveLength(1);
    expect(runOf(missing)!.actions).toHaveLength(1);
    expect(runOf(missing)!.summary).not.toContain(MISSING_MARKER);
    expect(runOf(whole)!.updates).toBe(0);
    requestAction(gitHub.world, runOf(missing)!, "fix", author);
    await settle();
    expect(runOf(missing)!.conclusion).toBe("success");
    expect(repository.runs.every(({ suite }) => suite.app === app)).toBe(true);
  });

  test("comes once checks may be written, where there was none", async () => {
    const { gitHub, installation, open, settle, owner } = await begin({ ...ALL, checks: undefined });
    const pull = await open("web", SEED);
    await settle();
    expect(pull.reviews[0]!.body).toContain(
      "Not granted to this App: `checks: write`, so there is no check run.",
    );
    acceptPermissions(gitHub.world, installation, owner, ALL);
    await settle();
    expect([runOf(pull)!.conclusion, pull.reviews.length]).toEqual(["failure", 1]);
  });
});

test("an installation and more repositories for it start nothing", async () => {
  const { gitHub, open, settle, installation, owner, repository } = await begin(ALL);
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  const pull = await open("web", SEED);
  await gitHub.settle();
  scene.app.hookUrl = hookUrl;
  gitHub.world.tell({ name: "installation", action: "created", installation, sender: owner });
  addRepositories(gitHub.world, installation, owner, [repository]);
  await settle();
  expect(runOf(pull)).toBeUndefined();
  expect(scene.asked()).toEqual([]);
  expect(gitHub.deliveries.log.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
});
