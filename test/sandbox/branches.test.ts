/** What people do with branches while a pull request is open: rename, rewrite, go back, aim elsewhere. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccount } from "../../sandbox/state/accounts.js";
import { rerequestSuite } from "../../sandbox/state/checks.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { editPullRequest, openPullRequest, setDraft } from "../../sandbox/state/pull-requests.js";
import { makeCommit, pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { forkRepository } from "../../sandbox/state/repositories.js";
import { deployment } from "../github/manifests.js";
import { type Scene, startScene } from "./scene.js";

const AS_IS = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");

let scene: Scene;
beforeEach(async () => {
  scene = await startScene({ files: { "README.md": "# shop\n", "old/api.yaml": deployment("api") } });
});
afterEach(() => scene.close());

/** The App's reviews, its threads as path, line and fold, and the checks on the head. */
function standing(pull: PullRequest): object {
  return {
    reviews: pull.reviews.filter(({ author, body }) => author === scene.app.bot && body !== "").length,
    threads: pull.threads.map(({ path, line, comments: [first] }) => [path, line, first!.minimizedReason]),
    checks: scene.runsOn(pull.head.sha).map(({ conclusion }) => conclusion),
  };
}

/** A commit onto `main` that no branch has yet. */
function rewritten(changes: Record<string, string | null>, message: string): Promise<string> {
  const { repository, author } = scene;
  return makeCommit(repository, [repository.branches.get("main")!], { changes, message, author });
}

function forcePush(sha: string): Promise<void> {
  return pushBranch(scene.gitHub.world, scene.repository, "web", sha, scene.author);
}

test("a force push back to a reviewed head tells again what was resolved in between, beside its check", async () => {
  const pull = await scene.open("web", { "k8s/web.yaml": AS_IS });
  await scene.settle();
  const first = pull.head.sha;
  await forcePush(await rewritten({ "README.md": "# another shop\n" }, "Begin again"));
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 1,
    threads: [["k8s/web.yaml", 25, "resolved"]],
    checks: ["success"],
  });
  await forcePush(first);
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 2,
    threads: [
      ["k8s/web.yaml", 25, "resolved"],
      ["k8s/web.yaml", 25, null],
    ],
    checks: ["failure"],
  });
});

test("a force push that takes the workload away folds its comment", async () => {
  const pull = await scene.open("web", { "k8s/web.yaml": AS_IS, "k8s/db.yaml": deployment("db") });
  await scene.settle();
  await forcePush(await rewritten({ "k8s/db.yaml": deployment("db") }, "Only the database"));
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 1,
    threads: [
      ["k8s/db.yaml", 23, null],
      ["k8s/web.yaml", 25, "resolved"],
    ],
    checks: ["failure"],
  });
});

test("a renamed file is commented at its new path, on a line of the diff that git made", async () => {
  const gated = deployment("web", { probe: true });
  await scene.push("main", { "old/web.yaml": gated });
  const pull = await scene.open("web", { "old/web.yaml": null, "new/web.yaml": deployment("web") });
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 1,
    threads: [["new/web.yaml", 23, null]],
    checks: ["failure"],
  });
  expect(scene.runsOn(pull.head.sha)[0]!.summary).toContain("1 of 3 → **3 of 3**");
});

test("a file that only moves says nothing, and a workload that it held before is no new one", async () => {
  const pull = await scene.open("web", { "old/api.yaml": null, "new/api.yaml": deployment("api") });
  await scene.settle();
  expect(standing(pull)).toEqual({ reviews: 0, threads: [], checks: ["success"] });
});

test("a text that becomes a manifest by its new name is an addition", async () => {
  await scene.push("main", { "drafts/web.txt": AS_IS });
  const pull = await scene.open("web", { "drafts/web.txt": null, "k8s/web.yaml": AS_IS });
  await scene.settle();
  // git shows a rename without a line that differs, so there is none to comment.
  expect(standing(pull)).toEqual({ reviews: 1, threads: [], checks: ["failure"] });
  expect(pull.reviews[0]!.body).toContain("3 of 3");
});

test("a file that the branch moves once more takes its comment along", async () => {
  const pull = await scene.open("web", { "k8s/web.yaml": AS_IS });
  await scene.settle();
  await scene.push("web", { "k8s/web.yaml": null, "apps/web.yaml": AS_IS });
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 2,
    threads: [
      ["k8s/web.yaml", 25, "resolved"],
      ["apps/web.yaml", 25, null],
    ],
    checks: ["failure"],
  });
});

test("another base that has the workload already makes it nobody's news", async () => {
  const { gitHub, repository, author } = scene;
  await scene.push("release", { "k8s/web.yaml": AS_IS });
  await pushBranch(gitHub.world, repository, "web", repository.branches.get("release")!, author);
  const pull = await scene.open("web", { "k8s/db.yaml": deployment("db", { probe: true }) });
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 1,
    threads: [["k8s/web.yaml", 25, null]],
    checks: ["failure"],
  });
  editPullRequest(gitHub.world, pull, { base: "release" }, author);
  await scene.settle();
  expect(standing(pull)).toMatchObject({ reviews: 1, threads: [["k8s/web.yaml", 25, "resolved"]] });
  // The failed run has annotations, which stay for ever: another one takes its place.
  expect(scene.runsOn(pull.head.sha).map(({ conclusion }) => conclusion)).toEqual(["failure", "success"]);
});

test("a draft from a fork is force-pushed, asked for again and made ready like any other", async () => {
  const { gitHub, repository, app } = scene;
  const { world } = gitHub;
  const author = createAccount(world, "hubot", "User");
  const fork = await forkRepository(world, repository, author);
  const start = fork.branches.get("main");
  const commit = { changes: { "k8s/web.yaml": AS_IS }, message: "Add web", author };
  await pushCommit(world, fork, "web", commit, start);
  const head = { repository: fork, ref: "web" };
  const pull = await openPullRequest(world, repository, {
    ...{ author, title: "Web", base: "main", head, draft: true },
  });
  await scene.settle();
  expect(standing(pull)).toEqual({ reviews: 0, threads: [], checks: ["failure"] });
  const again = await makeCommit(fork, [start!], {
    ...{ changes: { "apps/web.yaml": AS_IS }, message: "Elsewhere", author },
  });
  await pushBranch(world, fork, "web", again, author);
  await scene.settle();
  const suite = repository.suites.find((each) => each.app === app && each.headSha === again)!;
  rerequestSuite(world, suite, scene.author);
  await scene.settle();
  expect(standing(pull)).toEqual({ reviews: 0, threads: [], checks: ["failure"] });
  expect(scene.runsOn(again)[0]!.updates).toBe(1);
  setDraft(world, pull, false, author);
  await scene.settle();
  expect(standing(pull)).toEqual({
    reviews: 1,
    threads: [["apps/web.yaml", 25, null]],
    checks: ["failure"],
  });
});
