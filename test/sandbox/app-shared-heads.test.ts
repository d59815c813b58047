/** Pull requests that share a head commit: GitHub looks at one check run, so it has to speak for all of them. */
import { afterEach, expect, test } from "vitest";
import { createAccount } from "../../sandbox/state/accounts.js";
import { registerApp } from "../../sandbox/state/apps.js";
import { createCheckRun, rerequestRun } from "../../sandbox/state/checks.js";
import { mergeability, mergePullRequest } from "../../sandbox/state/merging.js";
import type { CheckRun, PullRequest } from "../../sandbox/state/model.js";
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  reopenPullRequest,
  setDraft,
} from "../../sandbox/state/pull-requests.js";
import { pushBranch } from "../../sandbox/state/push.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

const BAD = "web: 3 of 3 pods can be out of service at once, 1 allowed";
const GOOD = "1 workload within the budget";

/**
 * The branches `web` and `twin` at one commit, which adds a bad Deployment to `main` and only a good one to `release`,
 * that has the bad one already.
 */
async function begin(options?: SceneOptions): Promise<void> {
  scene = await startScene(options);
  const { repository, gitHub, author, app } = scene;
  await scene.push("release", { "k8s/web.yaml": deployment("web") });
  const release = repository.branches.get("release")!;
  await pushBranch(gitHub.world, repository, "web", release, author);
  const head = await scene.push("web", { "k8s/api.yaml": deployment("api", { probe: true }) });
  await pushBranch(gitHub.world, repository, "twin", head, author);
  repository.requiredChecks.set("release", [{ name: "surefoot", app }]);
}

function open(ref: string, base: string): Promise<PullRequest> {
  const { repository, gitHub, author } = scene;
  return openPullRequest(gitHub.world, repository, {
    ...{ author, title: `${ref} into ${base}`, base, head: { repository, ref } },
  });
}

/** The two pull requests, reviewed one after the other. */
async function openBoth(
  first: "main" | "release" = "main",
): Promise<{ bad: PullRequest; good: PullRequest }> {
  const one = await open("web", first);
  await scene.settle();
  const two = await open("twin", first === "main" ? "release" : "main");
  await scene.settle();
  scene.asked();
  return first === "main" ? { bad: one, good: two } : { bad: two, good: one };
}

const newest = ({ head }: PullRequest): CheckRun => scene.runsOn(head.sha).at(-1)!;

const says = (pull: PullRequest): unknown => {
  const { conclusion, title } = newest(pull);
  return { conclusion, title };
};

test.each(["main", "release"] as const)(
  "the worse verdict counts for both, the one into %s first",
  async (first) => {
    await begin();
    const { bad, good } = await openBoth(first);
    expect(bad.head.sha).toBe(good.head.sha);
    const [a, b] = first === "main" ? [BAD, GOOD] : [GOOD, BAD];
    expect(says(bad)).toEqual({ conclusion: "failure", title: `#1: ${a}; #2: ${b}` });
    expect((await mergeability(bad)).allowed).toBe(false);
    expect((await mergeability(good)).allowed).toBe(false);
    const summary = newest(bad).summary!.replaceAll(scene.gitHub.url, "");
    expect(summary).toContain("This commit is the head of 2 open pull requests");
    expect(summary).toContain(
      `| [#${bad.number}](/octo-org/shop/pull/${bad.number}) | \`main\` | failure: ${BAD}`,
    );
    expect(summary).toContain(
      `| [#${good.number}](/octo-org/shop/pull/${good.number}) | \`release\` | success: ${GOOD}`,
    );
    const [own] = scene.runsOn(bad.head.sha);
    expect(summary).toContain(`([details](/octo-org/shop/runs/${own!.id}))`);
    expect(scene.runsOn(bad.head.sha).map(({ externalId }) => externalId)).toEqual(["1", "2"]);
  },
);

test("it counts too where both were opened in the same moment", async () => {
  await begin();
  scene.gitHub.deliveries.isHeld = true;
  const [bad, good] = [await open("web", "main"), await open("twin", "release")];
  await scene.gitHub.settle();
  scene.gitHub.deliveries.release();
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "failure", title: `#1: ${BAD}; #2: ${GOOD}` });
  expect(scene.runsOn(bad.head.sha).length).toBe(2);
});

test("it costs one request more, and none where a pull request is alone", async () => {
  await begin();
  await open("web", "main");
  await scene.settle();
  expect(scene.asked().length).toBe(4);
  await open("twin", "release");
  await scene.settle();
  expect(scene.asked().length).toBe(4);
  await scene.push("alone", { "k8s/jobs.yaml": deployment("jobs", { probe: true }) });
  await open("alone", "main");
  await scene.settle();
  expect(scene.asked().length).toBe(3);
  await scene.push("alone", { "k8s/jobs.yaml": deployment("jobs", { probe: true, image: "jobs:2" }) });
  await scene.settle();
  expect(scene.asked().length).toBe(3);
});

test("nothing is posted twice, however often GitHub tells of it", async () => {
  await begin();
  const { bad } = await openBoth();
  const before = scene.runsOn(bad.head.sha).map(({ id, updates }) => [id, updates]);
  const { deliveries } = scene.gitHub;
  for (const opened of deliveries.log.filter(({ action }) => action === "opened"))
    deliveries.redeliver(opened);
  await scene.settle();
  expect(scene.runsOn(bad.head.sha).map(({ id, updates }) => [id, updates])).toEqual(before);
  expect(scene.asked().filter((name) => /^(?!GET)/.test(name) && !name.endsWith("query"))).toEqual([]);
});

test("when the bad one closes the good one is free, and bound again when it opens again", async () => {
  await begin();
  const { bad, good } = await openBoth();
  closePullRequest(scene.gitHub.world, bad, scene.author);
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: GOOD });
  expect((await mergeability(good)).allowed).toBe(true);
  await reopenPullRequest(scene.gitHub.world, bad, scene.author);
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "failure", title: `#1: ${BAD}; #2: ${GOOD}` });
});

test("when the good one is merged the bad one's check is its own again", async () => {
  await begin();
  const { bad, good } = await openBoth("release");
  scene.repository.requiredChecks.clear();
  await mergePullRequest(scene.gitHub.world, good, scene.author);
  await scene.settle();
  expect(says(bad)).toEqual({ conclusion: "failure", title: BAD });
});

test("when the bad one's head moves the good one is free", async () => {
  await begin();
  const { bad, good } = await openBoth();
  await scene.push("web", { "README.md": "# another\n" });
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: GOOD });
  expect(says(bad)).toEqual({ conclusion: "failure", title: BAD });
});

test("it is free too where the pushes came faster than their reviews", async () => {
  await begin();
  const { good } = await openBoth();
  scene.gitHub.faults.add({ kind: "latency", ms: 400, on: /compare/ });
  await scene.push("web", { "README.md": "# one\n" });
  await scene.push("web", { "README.md": "# two\n" });
  await scene.push("web", { "README.md": "# three\n" });
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: GOOD });
});

test("when the bad one's base changes both have its new verdict", async () => {
  await begin();
  const { bad, good } = await openBoth();
  editPullRequest(scene.gitHub.world, bad, { base: "release" }, scene.author);
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: `#1: ${GOOD}; #2: ${GOOD}` });
});

test("a draft counts: it may be merged a minute later", async () => {
  await begin();
  const { bad, good } = await openBoth();
  setDraft(scene.gitHub.world, bad, true, scene.author);
  await scene.settle();
  expect(newest(good).conclusion).toBe("failure");
});

test("asked for again, the run keeps the worse verdict", async () => {
  await begin();
  const { good } = await openBoth();
  rerequestRun(scene.gitHub.world, newest(good), scene.author);
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "failure", title: `#1: ${BAD}; #2: ${GOOD}` });
  expect(scene.runsOn(good.head.sha).map(({ updates }) => updates)).toEqual([0, 1]);
});

test("a review that could not finish does not hide the other's failure", async () => {
  await begin({ files: { ".github/surefoot.yml": "onError: neutral\n" } });
  const bad = await open("web", "main");
  await scene.settle();
  await scene.restart({ sweep: false });
  scene.gitHub.faults.add({ kind: "error", status: 500, on: /POST .*check-runs$/, times: 4 });
  await open("twin", "release");
  await scene.settle();
  expect(newest(bad).conclusion).toBe("failure");
  expect(newest(bad).title).toContain("#2: Surefoot could not finish this review");
});

test("another App's run of the same name says nothing of a pull request", async () => {
  await begin();
  const good = await open("twin", "release");
  const { world } = scene.gitHub;
  const owner = createAccount(world, "stranger", "User");
  const { app } = registerApp(
    world,
    { name: "Other", default_permissions: { checks: "write" }, default_events: [] },
    { owner, webhookSecret: "x" },
  );
  await createCheckRun(world, scene.repository, app, {
    ...{ name: "surefoot", head_sha: good.head.sha, external_id: "7", status: "completed" as const },
    ...{ conclusion: "failure", output: { title: "Pay me", summary: "or else" } },
  });
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: GOOD });
  expect(scene.asked().length).toBe(3);
});

test("a pull request that GitHub has taken away speaks for nobody, and the others still do", async () => {
  await begin();
  const bad = await open("web", "main");
  await scene.settle();
  await createCheckRun(scene.gitHub.world, scene.repository, scene.app, {
    ...{ name: "surefoot", head_sha: bad.head.sha, external_id: "99", status: "completed" as const },
    ...{ conclusion: "neutral", output: { title: "Spam", summary: "-" } },
  });
  const good = await open("twin", "release");
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "failure", title: `#1: ${BAD}; #2: ${GOOD}` });
});

test.each([
  ["before", 60, 0],
  ["after", 0, 60],
])("a failure counts however many runs were made on the commit %s it", async (_, before, after) => {
  await begin();
  const { gitHub, repository, app } = scene;
  const headSha = repository.branches.get("web")!;
  let number = 1_000;
  const crowd = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      number += 1;
      await createCheckRun(gitHub.world, repository, app, {
        ...{ name: "surefoot", head_sha: headSha, external_id: String(number) },
        ...{ status: "completed" as const, conclusion: "success", output: { title: "Fine", summary: "-" } },
      });
    }
  };
  await crowd(before);
  await open("web", "main");
  await scene.settle();
  await crowd(after);
  await scene.restart({ sweep: false });
  const good = await open("twin", "release");
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "failure", title: `#1: ${BAD}; #2: ${GOOD}` });
});

test("after a restart the verdicts are read from the runs", async () => {
  await begin();
  const { bad, good } = await openBoth();
  await scene.restart({ sweep: true });
  await scene.settle();
  expect(scene.runsOn(bad.head.sha).length).toBe(2);
  closePullRequest(scene.gitHub.world, bad, scene.author);
  await scene.settle();
  expect(says(good)).toEqual({ conclusion: "success", title: GOOD });
});
