/** What a check run says of a review that could not finish: what it knows is read from GitHub, as by another process. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { AppManifest } from "../../sandbox/state/apps.js";
import { rerequestRun } from "../../sandbox/state/checks.js";
import type { CheckRun, PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment, editPullRequest, openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushBranch } from "../../sandbox/state/push.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

const WITH_FIXES = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;
const BAD = "web: 3 of 3 pods can be out of service at once, 1 allowed";
const UNFINISHED = "Surefoot could not finish this review";
const UNPOSTED = "Not all of this review could be posted (Posting the review: HTTP 502)";

let scene: Scene;
afterEach(() => scene.close());

async function begin(options: SceneOptions = {}): Promise<void> {
  scene = await startScene({ manifest: WITH_FIXES, backoffMs: [5, 5], ...options });
}

/** Lets every request of this name fail, however often it comes; what it returns lets them through again. */
function fail(on: RegExp): () => void {
  const { remove } = scene.gitHub.faults.add({ kind: "error", status: 502, on, times: 1_000 });
  return remove;
}

async function open(): Promise<PullRequest> {
  const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
  await scene.settle();
  return pull;
}

const runsOf = ({ head }: PullRequest): CheckRun[] => scene.runsOn(head.sha);
const verdictsOf = (pull: PullRequest): unknown[] =>
  runsOf(pull).map(({ conclusion, title }) => [conclusion, title]);

const REVIEWS = /POST .*\/reviews$/;
const COMPARISON = /\/compare\//;

describe("a verdict whose comments GitHub never takes", () => {
  test("stands with its button and its annotations, says so, and says so no more once they are posted", async () => {
    await begin({ files: { ".github/surefoot.yml": "onError: neutral\n" } });
    const mend = fail(REVIEWS);
    const pull = await open();
    expect(verdictsOf(pull)).toEqual([["failure", BAD]]);
    const [run] = runsOf(pull);
    expect(run).toMatchObject({
      summary: expect.stringContaining(UNPOSTED),
      annotations: [{ path: "k8s/web.yaml" }],
    });
    expect(run!.actions.map(({ identifier }) => identifier)).toEqual(["fix"]);
    mend();
    rerequestRun(scene.gitHub.world, run!, scene.author);
    await scene.settle();
    expect(pull.reviews).toHaveLength(1);
    expect(runsOf(pull)).toHaveLength(1);
    expect(run!.summary).not.toContain(UNPOSTED);
  });

  test("stands where the process that posted it has ended since", async () => {
    await begin({ backoffMs: [600_000], files: { ".github/surefoot.yml": "onError: neutral\n" } });
    fail(REVIEWS);
    const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
    await expect.poll(() => scene.log.join(""), { timeout: 60_000 }).toContain("A job will be tried again");
    expect(verdictsOf(pull)).toEqual([["failure", BAD]]);
    await scene.restart({ sweep: false });
    // Now neither comments nor files are to be had.
    fail(COMPARISON);
    const [opened] = scene.gitHub.deliveries.log.filter(({ event }) => event === "pull_request");
    scene.gitHub.deliveries.redeliver(opened!);
    await expect
      .poll(() => scene.log.join(""), { timeout: 60_000 })
      .toMatch(/will be tried again.*will be tried/s);
    expect(verdictsOf(pull)).toEqual([["failure", BAD]]);
  });

  test("is its own where two pull requests have one head, and is posted anew in the end", async () => {
    await begin();
    const { world } = scene.gitHub;
    const main = scene.repository.branches.get("main")!;
    const one = await open();
    await pushBranch(world, scene.repository, "release", main, scene.author);
    await pushBranch(world, scene.repository, "twin", one.head.sha, scene.author);
    const mend = fail(REVIEWS);
    const head = { repository: scene.repository, ref: "twin" };
    const two = await openPullRequest(world, scene.repository, {
      ...{ author: scene.author, title: "twin", base: "release", head },
    });
    await scene.settle();
    const own = (): CheckRun =>
      scene.runsOn(two.head.sha).find(({ externalId }) => externalId === `${two.number}`)!;
    expect(own().summary).toContain(UNPOSTED);
    mend();
    addIssueComment(world, two, scene.author, "/surefoot review");
    await scene.settle();
    expect(two.reviews).toHaveLength(1);
    expect(own().summary).not.toContain(UNPOSTED);
  });
});

describe("a verdict from before", () => {
  test("does not hold where the check was asked for again", async () => {
    await begin();
    const pull = await open();
    fail(COMPARISON);
    rerequestRun(scene.gitHub.world, runsOf(pull)[0]!, scene.author);
    await scene.settle();
    expect(verdictsOf(pull).at(-1)).toEqual(["failure", UNFINISHED]);
  });

  test("does not hold where the base was changed", async () => {
    await begin({ files: { ".github/surefoot.yml": "onError: neutral\n" } });
    const pull = await open();
    const { world } = scene.gitHub;
    await pushBranch(
      world,
      scene.repository,
      "release",
      scene.repository.branches.get("main")!,
      scene.author,
    );
    fail(COMPARISON);
    editPullRequest(world, pull, { base: "release" }, scene.author);
    await scene.settle();
    expect(verdictsOf(pull).at(-1)).toEqual(["neutral", UNFINISHED]);
  });

  test("is no verdict where it was only that a review could not finish", async () => {
    await begin();
    const mend = fail(COMPARISON);
    const pull = await open();
    expect(verdictsOf(pull)).toEqual([["failure", UNFINISHED]]);
    mend();
    fail(REVIEWS);
    // GitHub's clock has whole seconds: a verdict of the very second of the request could be one from before it.
    scene.gitHub.faults.add({ kind: "latency", ms: 1_100, on: COMPARISON });
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot review");
    await scene.settle();
    expect(verdictsOf(pull)).toEqual([["failure", BAD]]);
  });
});

test("a review that fails where GraphQL does not answer at all still ends its check", async () => {
  await begin();
  fail(/graphql query/);
  const pull = await open();
  expect(verdictsOf(pull)).toEqual([["failure", UNFINISHED]]);
});

test("a missed pull request whose review failed is taken again at the next start, since the process lived on", async () => {
  await begin({ backoffMs: [600_000] });
  const { hookUrl } = scene.app;
  scene.app.hookUrl = null;
  const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
  await scene.gitHub.settle();
  scene.app.hookUrl = hookUrl;
  const mend = fail(REVIEWS);
  // The verdict is not taken either; what says that the process lives on is.
  scene.gitHub.faults.add({ kind: "error", status: 502, on: /PATCH .*\/check-runs\/\d+$/ });
  await scene.restart({ sweep: true });
  await expect.poll(() => scene.log.join(""), { timeout: 60_000 }).toContain("A job will be tried again");
  mend();
  expect(runsOf(pull).map(({ status }) => status)).toEqual(["in_progress"]);
  await scene.restart({ sweep: true });
  await scene.settle();
  expect(verdictsOf(pull)).toEqual([["failure", BAD]]);
});

describe("a change that takes longer than a review may", () => {
  const worker = {
    program: new URL("../worker/program.mjs", import.meta.url),
    renderer: new URL("../worker/renderer.mjs", import.meta.url),
    // No thread has started by then.
    ...{ timeoutMs: 1, memoryMiB: 256 },
  };
  const BOUND =
    "This change could not be judged within 0.001 s, nor could a quarter of what one review takes on, so nothing of it was.";

  test("is not tried again and again, and its check and its answers say so", async () => {
    await begin({ worker, backoffMs: [600_000], files: { ".github/surefoot.yml": "onError: neutral\n" } });
    const pull = await open();
    expect(verdictsOf(pull)).toEqual([["neutral", UNFINISHED]]);
    expect(runsOf(pull)[0]!.summary).toContain(BOUND);
    addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot explain web");
    await scene.settle();
    expect(pull.comments.at(-1)!.body).toContain(BOUND);
  });
});
