/** The life of a pull request's threads and check, sentence by sentence. */
import { afterEach, describe, expect, test } from "vitest";
import { createAccount, createBot } from "../../sandbox/state/accounts.js";
import { rerequestRun } from "../../sandbox/state/checks.js";
import type { Account, PullRequest, Thread } from "../../sandbox/state/model.js";
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  reopenPullRequest,
  setDraft,
} from "../../sandbox/state/pull-requests.js";
import { pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { createReview, replyTo } from "../../sandbox/state/reviews.js";
import { resolveThread, unresolveThread } from "../../sandbox/state/threads.js";
import { deployment } from "../github/manifests.js";
import { manifest, type Scene, type SceneOptions, startScene } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

async function begin(options?: SceneOptions): Promise<Scene> {
  scene = await startScene(options);
  return scene;
}

const BAD = deployment("web");
const GOOD = deployment("web", { probe: true });
/** The line that the comment stands on is another. */
const MOVED = BAD.replace("containerPort: 8000", "containerPort: 8080");

const ours = ({ threads }: PullRequest): Thread[] =>
  threads.filter(({ comments }) => comments[0]!.author === scene.app.bot);
const folded = (pull: PullRequest): (string | null)[] =>
  ours(pull).map(({ comments }) => comments[0]!.minimizedReason);
const reviews = ({ reviews: all }: PullRequest): number =>
  all.filter(({ author, body }) => author === scene.app.bot && body !== "").length;
const conclusion = ({ head }: PullRequest): string | null =>
  scene.runsOn(head.sha).at(-1)?.conclusion ?? null;

async function push(changes: Record<string, string>): Promise<void> {
  await scene.push("web", changes);
  await scene.settle();
}

async function opened(
  changes: Record<string, string> = { "k8s/web.yaml": BAD },
  given = {},
): Promise<PullRequest> {
  const pull = await scene.open("web", changes, given);
  await scene.settle();
  return pull;
}

/** With and without the right to resolve threads. */
const RIGHTS = [
  ["write", { manifest: { default_permissions: { ...manifest.default_permissions, contents: "write" } } }],
  ["read", {}],
] as [string, SceneOptions][];

describe("nothing to say", () => {
  test("leaves a green check in one line, and nothing else", async () => {
    await begin();
    const pull = await opened({ "k8s/web.yaml": GOOD });
    expect([reviews(pull), pull.comments.length, pull.threads.length]).toEqual([0, 0, 0]);
    const [run] = scene.runsOn(pull.head.sha);
    expect(run).toMatchObject({ conclusion: "success", title: "1 workload within the budget" });
    expect(run!.annotations).toEqual([]);
  });

  test("of a change without a workload too", async () => {
    await begin();
    const pull = await opened({ "main.go": "package main\n" });
    expect(scene.runsOn(pull.head.sha)).toMatchObject([
      ...[
        { conclusion: "success", title: "No workload changed", summary: "No Kubernetes workload changed." },
      ],
    ]);
    expect(reviews(pull)).toBe(0);
  });
});

describe("findings", () => {
  test("are one review, whose body opens with the verdict and the table, whatever their number", async () => {
    await begin();
    const names = ["web", "api", "jobs"];
    const pull = await opened(
      Object.fromEntries(names.map((name) => [`k8s/${name}.yaml`, deployment(name)])),
    );
    expect(scene.asked().filter((name) => name.endsWith("/reviews"))).toHaveLength(1);
    expect(pull.reviews.map(({ state }) => state)).toEqual(["COMMENTED"]);
    expect(ours(pull)).toHaveLength(3);
    expect(pull.reviews[0]!.body).toMatch(/^\*\*api: 3 of 3 pods .*\*\*\n\n\| workload \|/);
  });
});

describe.each(RIGHTS)("a finding that is fixed, with contents: %s", (right, options) => {
  const isEnded = (thread: Thread): boolean =>
    right === "write" ? thread.isResolved : thread.comments[0]!.minimizedReason === "resolved";

  test("ends its thread, also one in which someone answered", async () => {
    await begin(options);
    const pull = await opened();
    replyTo(scene.gitHub.world, ours(pull)[0]!, scene.author, "On it.");
    await push({ "k8s/web.yaml": GOOD });
    expect(ours(pull).map(isEnded)).toEqual([true]);
    expect(conclusion(pull)).toBe("success");
  });

  test("and comes back is commented again", async () => {
    await begin(options);
    const pull = await opened();
    await push({ "k8s/web.yaml": GOOD });
    await push({ "k8s/web.yaml": BAD });
    expect(ours(pull).map(isEnded)).toEqual([true, false]);
  });

  test("together with its file ends its thread", async () => {
    await begin(options);
    const pull = await opened({ "k8s/web.yaml": BAD, "k8s/api.yaml": deployment("api") });
    await scene.push("web", { "k8s/api.yaml": null });
    await scene.settle();
    expect(ours(pull).map((thread) => [thread.path, isEnded(thread)])).toEqual([
      ["k8s/api.yaml", true],
      ["k8s/web.yaml", false],
    ]);
  });
});

describe("a finding that stands", () => {
  test("is not told again, however often its pull request is pushed to", async () => {
    await begin();
    const pull = await opened();
    for (let i = 0; i < 3; i += 1) await push({ "README.md": `# ${i}\n` });
    expect([reviews(pull), ours(pull).length]).toEqual([1, 1]);
  });

  test("is told anew where its comment is outdated, and the old one folded", async () => {
    await begin();
    const pull = await opened();
    await push({ "k8s/web.yaml": MOVED });
    expect(folded(pull)).toEqual(["outdated", null]);
    await push({ "k8s/web.yaml": BAD });
    expect(folded(pull)).toEqual(["outdated", "outdated", null]);
    await push({ "k8s/web.yaml": GOOD });
    expect(folded(pull)).toEqual(["resolved", "resolved", "resolved"]);
  });

  test("is left to those who talk about it", async () => {
    await begin();
    const pull = await opened();
    replyTo(scene.gitHub.world, ours(pull)[0]!, scene.author, "Why?");
    await push({ "k8s/web.yaml": MOVED });
    expect(folded(pull)).toEqual([null]);
    expect(conclusion(pull)).toBe("failure");
  });

  test("stays resolved where a person resolved it, until that person takes it up again", async () => {
    await begin();
    const pull = await opened();
    const [thread] = ours(pull);
    resolveThread(scene.gitHub.world, thread!, scene.author);
    await push({ "k8s/web.yaml": MOVED });
    expect(ours(pull)).toHaveLength(1);
    unresolveThread(scene.gitHub.world, thread!, scene.author);
    await push({ "README.md": "# again\n" });
    expect(folded(pull)).toEqual(["outdated", null]);
  });

  test("is told although a stranger has copied the comment", async () => {
    await begin();
    const pull = await opened({ "README.md": "# web\n", "k8s/web.yaml": GOOD });
    await push({ "k8s/web.yaml": BAD });
    const { body } = ours(pull)[0]!.comments[0]!;
    const twin = await scene.open("twin", { "k8s/web.yaml": GOOD });
    await scene.settle();
    await createReview(scene.gitHub.world, twin, scene.author, {
      ...{ event: "COMMENT", body: pull.reviews[0]!.body },
      comments: [{ path: "k8s/web.yaml", line: 20, side: "RIGHT", body }],
    });
    await scene.push("twin", { "k8s/web.yaml": BAD });
    await scene.settle();
    expect(ours(twin)).toHaveLength(1);
    expect(twin.threads[0]!.comments[0]!.minimizedReason).toBeNull();
  });
});

describe.each(RIGHTS)("a force push back to a head that was reviewed, with contents: %s", (_, options) => {
  /** Comments of ours that a reader sees. */
  const seen = (pull: PullRequest): number =>
    ours(pull).filter((thread) => !thread.isResolved && thread.comments[0]!.minimizedReason === null).length;

  test.each([
    ["was fixed", { "k8s/web.yaml": GOOD }],
    ["had moved", { "k8s/web.yaml": MOVED }],
    ["had gone with its file", { "k8s/web.yaml": null }],
  ])("tells a finding again that meanwhile %s, once", async (_meanwhile, changes) => {
    await begin(options);
    const pull = await opened();
    const first = pull.head.sha;
    await scene.push("web", changes);
    await scene.settle();
    await pushBranch(scene.gitHub.world, scene.repository, "web", first, scene.author);
    await scene.settle();
    expect([pull.head.sha, conclusion(pull), seen(pull)]).toEqual([first, "failure", 1]);
    const said = [reviews(pull), ours(pull).length];
    rerequestRun(scene.gitHub.world, scene.runsOn(first).at(-1)!, scene.author);
    await scene.settle();
    await scene.restart({ sweep: false });
    rerequestRun(scene.gitHub.world, scene.runsOn(first).at(-1)!, scene.author);
    await scene.settle();
    expect([reviews(pull), ours(pull).length, seen(pull)]).toEqual([...said, 1]);
  });

  test("leaves what a person resolved", async () => {
    await begin(options);
    const pull = await opened();
    const first = pull.head.sha;
    resolveThread(scene.gitHub.world, ours(pull)[0]!, scene.author);
    await push({ "k8s/web.yaml": GOOD });
    await pushBranch(scene.gitHub.world, scene.repository, "web", first, scene.author);
    await scene.settle();
    expect([reviews(pull), ours(pull).length]).toEqual([1, 1]);
  });
});

describe("a draft", () => {
  test("gets the real conclusion, and its comments when it is ready", async () => {
    await begin();
    const pull = await opened(undefined, { draft: true });
    expect([conclusion(pull), reviews(pull)]).toEqual(["failure", 0]);
    await push({ "README.md": "# more\n" });
    expect([conclusion(pull), reviews(pull)]).toEqual(["failure", 0]);
    setDraft(scene.gitHub.world, pull, false, scene.author);
    await scene.settle();
    expect([conclusion(pull), reviews(pull), ours(pull).length]).toEqual(["failure", 1, 1]);
  });

  test("that it became again keeps its threads as they are until it is ready", async () => {
    await begin();
    const pull = await opened();
    setDraft(scene.gitHub.world, pull, true, scene.author);
    await push({ "k8s/web.yaml": GOOD });
    expect([conclusion(pull), folded(pull)]).toEqual(["success", [null]]);
    setDraft(scene.gitHub.world, pull, false, scene.author);
    await scene.settle();
    expect(folded(pull)).toEqual(["resolved"]);
  });
});

describe("a closed pull request", () => {
  test("gets nothing of a review that was waiting or under way", async () => {
    await begin();
    const held = scene.gitHub.faults.add({ kind: "latency", ms: 2_000, on: /compare/ });
    const pull = await scene.open("web", { "k8s/web.yaml": BAD });
    await expect.poll(() => held.fired, { timeout: 60_000 }).toBe(1);
    closePullRequest(scene.gitHub.world, pull, scene.author);
    await scene.settle();
    expect([scene.runsOn(pull.head.sha), pull.reviews]).toEqual([[], []]);
  });

  test("gets nothing where its webhooks come in the wrong order", async () => {
    await begin();
    const { deliveries } = scene.gitHub;
    deliveries.isHeld = true;
    const pull = await scene.open("web", { "k8s/web.yaml": BAD });
    closePullRequest(scene.gitHub.world, pull, scene.author);
    await scene.gitHub.settle();
    deliveries.release((held) => [...held].reverse());
    await scene.settle();
    expect([scene.runsOn(pull.head.sha), pull.reviews]).toEqual([[], []]);
    expect(scene.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test("stays as it is when somebody asks for its check again", async () => {
    await begin();
    const pull = await opened();
    const [run] = scene.runsOn(pull.head.sha);
    closePullRequest(scene.gitHub.world, pull, scene.author);
    rerequestRun(scene.gitHub.world, run!, scene.author);
    await scene.settle();
    expect(scene.runsOn(pull.head.sha).map(({ updates }) => updates)).toEqual([0]);
  });

  test("that is opened again is as it was, and nothing is said twice", async () => {
    await begin();
    const pull = await opened();
    closePullRequest(scene.gitHub.world, pull, scene.author);
    await scene.settle();
    await reopenPullRequest(scene.gitHub.world, pull, scene.author);
    await scene.settle();
    expect([reviews(pull), folded(pull), scene.runsOn(pull.head.sha).length]).toEqual([1, [null], 1]);
  });

  test("that is opened again with another head is reviewed at that one", async () => {
    await begin();
    const pull = await opened();
    closePullRequest(scene.gitHub.world, pull, scene.author);
    await push({ "k8s/web.yaml": GOOD });
    await reopenPullRequest(scene.gitHub.world, pull, scene.author);
    await scene.settle();
    expect([conclusion(pull), folded(pull)]).toEqual(["success", ["resolved"]]);
  });
});

describe("another base", () => {
  test("brings the comments on what is new against it, although the head was reviewed", async () => {
    await begin();
    const { repository, gitHub, author } = scene;
    await scene.push("release", { "k8s/web.yaml": BAD });
    await pushBranch(gitHub.world, repository, "web", repository.branches.get("release")!, author);
    await scene.push("web", { "k8s/api.yaml": deployment("api") });
    const head = { repository, ref: "web" };
    const pull = await openPullRequest(gitHub.world, repository, {
      ...{ author, title: "web", base: "release", head },
    });
    await scene.settle();
    expect(ours(pull).map(({ path }) => path)).toEqual(["k8s/api.yaml"]);
    editPullRequest(gitHub.world, pull, { base: "main" }, author);
    await scene.settle();
    expect(ours(pull).map(({ path }) => path)).toEqual(["k8s/api.yaml", "k8s/web.yaml"]);
    expect([reviews(pull), folded(pull)]).toEqual([2, [null, null]]);
  });
});

describe("old debt", () => {
  const bump = { "k8s/web.yaml": deployment("web", { image: "web:2" }) };
  const files = { "k8s/web.yaml": BAD };

  /** A change of the image alone, by somebody. */
  async function bumpBy(author: Account): Promise<PullRequest> {
    const { gitHub, repository } = scene;
    repository.collaborators.set(author, "write");
    const commit = { changes: bump, message: "Update web", author };
    await pushCommit(gitHub.world, repository, "bump", commit, repository.branches.get("main"));
    const head = { repository, ref: "bump" };
    const pull = await openPullRequest(gitHub.world, repository, {
      ...{ author, title: "Update web", base: "main", head },
    });
    await scene.settle();
    return pull;
  }

  test("is told to a person", async () => {
    await begin({ files });
    const pull = await bumpBy(scene.author);
    expect([conclusion(pull), reviews(pull), ours(pull).length]).toEqual(["neutral", 1, 1]);
  });

  test.each(["dependabot", "renovate", "an-app"])(
    "is not told to the App %s, only its check shows it",
    async (slug) => {
      await begin({ files });
      const pull = await bumpBy(createBot(scene.gitHub.world, slug));
      expect([conclusion(pull), reviews(pull), pull.comments.length]).toEqual(["neutral", 0, 0]);
      expect(scene.runsOn(pull.head.sha)[0]!.annotations).toHaveLength(1);
    },
  );

  test.each(["renovate-bot", "acme-renovate", "acme-ci-bot"])("is not told to the user %s", async (login) => {
    await begin({ files });
    expect(reviews(await bumpBy(createAccount(scene.gitHub.world, login, "User")))).toBe(0);
  });

  test("does not keep a bot from hearing what is new", async () => {
    await begin({ files });
    const bot = createBot(scene.gitHub.world, "dependabot");
    const pull = await bumpBy(bot);
    await scene.push("bump", { "k8s/api.yaml": deployment("api") });
    await scene.settle();
    expect([conclusion(pull), ours(pull).map(({ path }) => path)]).toEqual(["failure", ["k8s/api.yaml"]]);
  });

  test("is not told where the policy says comments: new", async () => {
    await begin({ files: { ...files, ".github/surefoot.yml": "comments: new\n" } });
    const pull = await bumpBy(scene.author);
    expect([conclusion(pull), reviews(pull)]).toEqual(["neutral", 0]);
    await scene.push("bump", { "k8s/api.yaml": deployment("api") });
    await scene.settle();
    expect(ours(pull).map(({ path }) => path)).toEqual(["k8s/api.yaml"]);
  });
});

test("comments: none leaves the check to speak, with every annotation", async () => {
  await begin({ files: { ".github/surefoot.yml": "comments: none\n" } });
  const pull = await opened();
  expect([conclusion(pull), reviews(pull), pull.threads.length]).toEqual(["failure", 0, 0]);
  expect(scene.runsOn(pull.head.sha)[0]!.annotations).toHaveLength(1);
});
