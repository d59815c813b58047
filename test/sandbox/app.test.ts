/** The App from a webhook to what stands on the pull request, over real git and everything that GitHub refuses. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { createAccount } from "../../sandbox/state/accounts.js";
import { rerequestRun, rerequestSuite } from "../../sandbox/state/checks.js";
import { enqueuePullRequest } from "../../sandbox/state/merge-queue.js";
import { mergeability, mergePullRequest } from "../../sandbox/state/merging.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  reopenPullRequest,
  setDraft,
} from "../../sandbox/state/pull-requests.js";
import { deleteBranch, makeCommit, pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { forkRepository } from "../../sandbox/state/repositories.js";
import { replyTo } from "../../sandbox/state/reviews.js";
import { commitSuggestion } from "../../sandbox/state/suggestions.js";
import { placeOf } from "../../sandbox/state/threads.js";
import { deployment } from "../github/manifests.js";
import { checkWebhook } from "./github-description.js";
import { manifest, type Scene, type SceneOptions, startScene } from "./scene.js";

const AS_IS = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");
const MISSES = "test/pull-requests/service-alone-misses-the-pods";
const TO_BE = readFileSync("test/fixtures/seed/to-be.yaml", "utf8");

// The same App with what the second manifest of a real one would ask for.
const MAY_RESOLVE = {
  manifest: { default_permissions: { ...manifest.default_permissions, contents: "write" as const } },
};

let scene: Scene;
afterEach(() => scene.close());

async function begin(options?: SceneOptions): Promise<Scene> {
  scene = await startScene(options);
  return scene;
}

function verdict(pull: PullRequest): { runs: number; conclusion: string | null } {
  const runs = scene.runsOn(pull.head.sha);
  return { runs: runs.length, conclusion: runs.at(-1)?.conclusion ?? null };
}

const said = ({ reviews }: PullRequest): number =>
  reviews.filter(({ author, body }) => author === scene.app.bot && body !== "").length;

test("a pull request gets one review, its suggestion at a line of the diff, and a check that blocks", async () => {
  const { open, settle } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(pull.reviews.map(({ state, author }) => [state, author.login])).toEqual([
    ["COMMENTED", "surefoot[bot]"],
  ]);
  expect(pull.threads.map(({ path, line, side }) => [path, line, side])).toEqual([
    ["k8s/web.yaml", 25, "RIGHT"],
  ]);
  expect(pull.threads[0]!.comments[0]!.body).toContain("3 of 3 pods");
  expect(scene.runsOn(pull.head.sha)[0]).toMatchObject({ name: "surefoot", externalId: "1", updates: 0 });
  expect(await mergeability(pull)).toMatchObject({ allowed: false });
  expect(scene.asked().length).toBeLessThanOrEqual(4);
});

test("what GitHub sent for it is what GitHub describes, and was answered in time", async () => {
  const { open, push, settle, gitHub } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  await push("web", { "k8s/web.yaml": TO_BE });
  await settle();
  setDraft(gitHub.world, pull, true, scene.author);
  editPullRequest(gitHub.world, pull, { title: "Another title" }, scene.author);
  rerequestRun(gitHub.world, scene.runsOn(pull.head.sha)[0]!, scene.author);
  await enqueuePullRequest(gitHub.world, pull, scene.author);
  closePullRequest(gitHub.world, pull, scene.author);
  await settle();
  const { log } = gitHub.deliveries;
  const names = log.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
  expect(names).toEqual(
    expect.arrayContaining(["pull_request.opened", "check_run.rerequested", "merge_group.checks_requested"]),
  );
  const faults = log.flatMap(({ request }, i) =>
    checkWebhook(names[i]!, JSON.parse(request.body)).map((fault) => `${names[i]}: ${fault}`),
  );
  expect([...new Set(faults)]).toEqual([]);
  expect(log.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
});

test("a Service that alone changes and misses the pods blocks its merge, with a comment at its selector", async () => {
  const service = readFileSync(`${MISSES}/before/k8s/service.yaml`, "utf8");
  const web = readFileSync(`${MISSES}/before/k8s/web.yaml`, "utf8");
  const files = { "k8s/web.yaml": web, "k8s/service.yaml": service };
  const { open, push, settle } = await begin({ files });
  const pull = await open("web", { "k8s/service.yaml": service.replace("app: web", "app: wbe") });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(pull.threads.map(({ path, line, side }) => [path, line, side])).toEqual([
    ["k8s/service.yaml", 7, "RIGHT"],
  ]);
  expect(pull.threads[0]!.comments[0]!.body).toContain("docs/rules/service-mismatch.md");
  expect(pull.reviews[0]!.body).toContain("| `Deployment web` | 3 | 0 | 0 of 3 → **3 of 3** | 1/1 | no |");
  expect(await mergeability(pull)).toMatchObject({ allowed: false });
  await push("web", { "k8s/service.yaml": service.replace("port: 80", "port: 81") });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
  expect(pull.threads.length).toBe(1);
});

test("Commit suggestion makes the file the seed's, the check green and the thread folded", async () => {
  const { open, settle, gitHub, repository, author } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  const comment = pull.threads[0]!.comments[0]!;
  const sha = await commitSuggestion(gitHub.world, comment, author);
  await settle();
  expect(await textAt(sha, "k8s/web.yaml")).toBe(TO_BE);
  expect(repository.branches.get("web")).toBe(sha);
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
  expect(comment.minimizedReason).toBe("resolved");
  expect(said(pull)).toBe(1);
  expect(await mergeability(pull)).toMatchObject({ allowed: true });
  await mergePullRequest(gitHub.world, pull, author);
  expect(await textAt(repository.branches.get("main")!, "k8s/web.yaml")).toBe(TO_BE);
});

test("where the App may write contents, the thread of a fixed finding is resolved", async () => {
  const { open, push, settle, app } = await begin(MAY_RESOLVE);
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  await push("web", { "k8s/web.yaml": TO_BE });
  await settle();
  expect(pull.threads[0]).toMatchObject({ isResolved: true, resolvedBy: app.bot });
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
});

test("a push that fixes nothing says nothing twice", async () => {
  const { open, push, settle } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  await push("web", { "README.md": "# another shop\n" });
  await settle();
  expect([said(pull), pull.threads.length]).toEqual([1, 1]);
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
});

test("a suggestion whose line has moved down stays, one whose line was rewritten is posted anew", async () => {
  const { open, push, settle } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  await push("web", { "k8s/web.yaml": `# Serves the shop.\n${AS_IS}` });
  await settle();
  expect(await placeOf(pull.threads[0]!)).toMatchObject({ line: 26, isOutdated: false });
  expect(pull.threads.length).toBe(1);
  await push("web", { "k8s/web.yaml": AS_IS.replace("containerPort: 8000", "containerPort: 8080") });
  await settle();
  expect(pull.threads.length).toBe(2);
  expect(pull.threads[0]!.comments[0]!.minimizedReason).toBe("outdated");
  expect(pull.threads[1]!.comments[0]!.body).toContain("port: 8080");
});

test("a thread that somebody answered in is left to them", async () => {
  const { open, push, settle, gitHub, author } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  replyTo(gitHub.world, pull.threads[0]!, author, "Not yet.");
  await push("web", { "k8s/web.yaml": AS_IS.replace("containerPort: 8000", "containerPort: 8080") });
  await settle();
  expect([said(pull), pull.threads.length]).toEqual([1, 1]);
  expect(pull.threads[0]!.comments.map(({ minimizedReason }) => minimizedReason)).toEqual([null, null]);
});

test("a pull request from a fork is reviewed, and asked for again from the checks tab", async () => {
  const { settle, gitHub, repository, app } = await begin();
  const { world } = gitHub;
  const stranger = createAccount(world, "hubot", "User");
  const fork = await forkRepository(world, repository, stranger);
  const from = fork.branches.get("main");
  const commit = { changes: { "k8s/web.yaml": AS_IS }, message: "Add web", author: stranger };
  await pushCommit(world, fork, "web", commit, from);
  const pull = await openPullRequest(world, repository, {
    ...{ author: stranger, title: "Web", base: "main", head: { repository: fork, ref: "web" } },
  });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  const [run] = scene.runsOn(pull.head.sha);
  expect([run!.suite.headBranch, run!.externalId]).toEqual([null, "1"]);
  rerequestRun(world, run!, scene.author);
  await settle();
  expect(run!.updates).toBe(1);
  rerequestSuite(
    world,
    repository.suites.find((suite) => suite.app === app && suite.headSha === pull.head.sha)!,
    scene.author,
  );
  await settle();
  expect(run!.updates).toBe(2);
  await commitSuggestion(world, pull.threads[0]!.comments[0]!, stranger);
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
  expect(said(pull)).toBe(1);
});

test("a draft gets its check at once and its comments when it is ready", async () => {
  const { open, settle, gitHub, author } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS }, { draft: true });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(pull.reviews).toEqual([]);
  setDraft(gitHub.world, pull, false, author);
  await settle();
  expect([said(pull), pull.threads.length]).toEqual([1, 1]);
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  setDraft(gitHub.world, pull, true, author);
  await settle();
  expect(said(pull)).toBe(1);
});

test("a force push is a new head like any other, and nothing is said twice", async () => {
  const { open, settle, gitHub, repository, author } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  const first = pull.head.sha;
  const again = await makeCommit(repository, [repository.branches.get("main")!], {
    ...{ changes: { "k8s/web.yaml": AS_IS, "k8s/api.yaml": deployment("api") }, message: "Again", author },
  });
  await pushBranch(gitHub.world, repository, "web", again, author);
  await settle();
  expect(pull.head.sha).toBe(again);
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(pull.threads.map(({ path }) => path)).toEqual(["k8s/web.yaml", "k8s/api.yaml"]);
  expect(scene.runsOn(first).length).toBe(1);
});

test("a file that moves keeps its history: only what changed in it is judged", async () => {
  const { open, settle } = await begin({ files: { "old/web.yaml": deployment("web") } });
  const moved = await open("move", {
    "old/web.yaml": null,
    "new/web.yaml": deployment("web", { image: "web:2" }),
  });
  await settle();
  expect(verdict(moved)).toEqual({ runs: 1, conclusion: "neutral" });
  const [run] = scene.runsOn(moved.head.sha);
  expect(run!.annotations.map(({ path }) => path)).toEqual(["new/web.yaml"]);
});

test("another base is another diff", async () => {
  const { open, push, settle, gitHub, author } = await begin();
  await push("release", { "k8s/web.yaml": AS_IS });
  const pull = await open("web", {
    "k8s/web.yaml": AS_IS,
    "k8s/api.yaml": deployment("api", { probe: true }),
  });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  editPullRequest(gitHub.world, pull, { base: "release" }, author);
  await settle();
  const runs = scene.runsOn(pull.head.sha);
  expect(runs.at(-1)!.conclusion).toBe("failure");
  // The merge base is still the same, so all of it is new to `release` too; with its commit in the branch it is not.
  const { world, repository } = { ...gitHub, ...scene };
  const merged = await makeCommit(repository, [pull.head.sha, repository.branches.get("release")!], {
    ...{ changes: {}, message: "Merge release", author },
  });
  await pushBranch(world, repository, "web", merged, author);
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
});

test("the same webhook five times and five pushes in a second leave one review and one check", async () => {
  const { open, push, settle, gitHub } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  const opened = gitHub.deliveries.log.find(({ action }) => action === "opened")!;
  for (let i = 0; i < 5; i += 1) gitHub.deliveries.redeliver(opened);
  await settle();
  expect([said(pull), pull.threads.length, verdict(pull)]).toEqual([
    1,
    1,
    { runs: 1, conclusion: "failure" },
  ]);
  for (let i = 0; i < 5; i += 1)
    await push("web", { "k8s/api.yaml": deployment("api", { image: `api:${i}` }) });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(pull.threads.map(({ path }) => path)).toEqual(["k8s/web.yaml", "k8s/api.yaml"]);
  expect(gitHub.deliveries.log.filter(({ guid }) => guid === opened.guid).length).toBe(6);
});

test("webhooks that come late and in the wrong order change nothing", async () => {
  const { open, push, settle, gitHub } = await begin();
  gitHub.deliveries.isHeld = true;
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await push("web", { "k8s/web.yaml": TO_BE });
  await gitHub.settle();
  gitHub.deliveries.release((held) => [...held].reverse());
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
  expect(pull.reviews).toEqual([]);
});

test("a pull request that was opened while nothing listened is found at the start", async () => {
  const { open, settle, gitHub } = await begin();
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await gitHub.settle();
  scene.app.hookUrl = hookUrl;
  expect(verdict(pull)).toEqual({ runs: 0, conclusion: null });
  await scene.restart({ sweep: true });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "failure" });
  expect(said(pull)).toBe(1);
});

test("a pull request that got another base while nothing listened is found at the start", async () => {
  const { gitHub, repository, author, push, settle } = await begin();
  await push("release", { "k8s/web.yaml": AS_IS });
  await pushBranch(gitHub.world, repository, "web", repository.branches.get("release")!, author);
  await push("web", { "README.md": "# web\n" });
  const pull = await openPullRequest(gitHub.world, repository, {
    ...{ author, title: "web", base: "release", head: { repository, ref: "web" } },
  });
  await settle();
  expect(verdict(pull)).toEqual({ runs: 1, conclusion: "success" });
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  editPullRequest(gitHub.world, pull, { base: "main" }, author);
  await gitHub.settle();
  scene.app.hookUrl = hookUrl;
  await scene.restart({ sweep: true });
  await settle();
  expect([verdict(pull).conclusion, said(pull)]).toEqual(["failure", 1]);
});

test("a draft that got ready while nothing listened gets its comments at the start", async () => {
  const { open, settle, gitHub, author } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS }, { draft: true });
  await settle();
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  setDraft(gitHub.world, pull, false, author);
  await gitHub.settle();
  scene.app.hookUrl = hookUrl;
  expect(said(pull)).toBe(0);
  await scene.restart({ sweep: true });
  await settle();
  expect([verdict(pull).conclusion, said(pull)]).toEqual(["failure", 1]);
});

test("a pull request that is closed and opened again is the same", async () => {
  const { open, settle, gitHub, author, repository } = await begin();
  const pull = await open("web", { "k8s/web.yaml": AS_IS });
  await settle();
  closePullRequest(gitHub.world, pull, author);
  await reopenPullRequest(gitHub.world, pull, author);
  await settle();
  expect([said(pull), verdict(pull)]).toEqual([1, { runs: 1, conclusion: "failure" }]);
  await deleteBranch(gitHub.world, repository, "web", author);
  await settle();
  expect(pull.state).toBe("closed");
});

async function textAt(sha: string, path: string): Promise<string> {
  const { findObjects, readObjects } = await import("../../sandbox/git/read-objects.js");
  const { git } = scene.repository;
  const [object] = await findObjects(git, [`${sha}:${path}`]);
  const [bytes] = await readObjects(git, [object!.oid]);
  return bytes!.toString("utf8");
}
