/** "Fix all" from the press of a button to what git holds, over the real App and real git. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCommit } from "../../sandbox/git/list-commits.js";
import type { RecordedRequest } from "../../sandbox/server/faults.js";
import { createAccount, createBot } from "../../sandbox/state/accounts.js";
import type { AppManifest } from "../../sandbox/state/apps.js";
import { requestAction, rerequestRun } from "../../sandbox/state/checks.js";
import type { Account, CheckRun, PullRequest } from "../../sandbox/state/model.js";
import { closePullRequest, openPullRequest } from "../../sandbox/state/pull-requests.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { forkRepository } from "../../sandbox/state/repositories.js";
import { runGit } from "../../src/changeset/git-process.js";
import { deployment } from "../github/manifests.js";
import { checkWebhook } from "./github-description.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

const WITH_FIXES = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;

let scene: Scene;
afterEach(() => scene.close());

async function begin(options: SceneOptions = {}): Promise<Scene> {
  scene = await startScene({ manifest: WITH_FIXES, ...options });
  return scene;
}

async function git(...args: string[]): Promise<string> {
  return (await runGit(scene.repository.git, args)).toString("utf8");
}

const runOf = (pull: PullRequest): CheckRun => scene.runsOn(pull.head.sha).at(-1)!;

async function press(pull: PullRequest, by: Account = scene.author): Promise<CheckRun> {
  const run = runOf(pull);
  requestAction(scene.gitHub.world, run, "fix", by);
  await scene.settle();
  return run;
}

/** A Deployment whose containers stand far from its first lines. */
function long(name: string, replicas: number): string {
  const notes = Array.from({ length: 12 }, (_, i) => `    note-${i}: "${i}"`).join("\n");
  return deployment(name)
    .replace("spec:\n  replicas: 3\n", `  annotations:\n${notes}\nspec:\n  minReadySeconds: 1\n`)
    .replace("metadata:\n", `metadata:\n  labels:\n    size: "${replicas}"\n`);
}

const CRLF = deployment("windows").replaceAll("\n", "\r\n");
const ODD = `\ufeff${deployment("odd").replace("1.4.2\n", "1.4.2   # pinned \t\n")}      restartPolicy: Always`;

describe("six containers without a probe, two of them outside every hunk and one in a file with CRLF", () => {
  async function six(): Promise<PullRequest> {
    const { open, settle } = await begin({
      files: { "k8s/old.yaml": `${long("old-a", 1)}---\n${long("old-b", 1)}` },
    });
    const pull = await open("six", {
      "k8s/new.yaml": `${deployment("new-a")}---\n${deployment("new-b")}`,
      "k8s/old.yaml": `${long("old-a", 2)}---\n${long("old-b", 2)}`,
      "k8s/windows.yaml": CRLF,
      "k8s/odd.yaml": ODD,
    });
    await settle();
    return pull;
  }

  test("are mended by one press in one commit, every other byte of every file is as it was, and the check turns green", async () => {
    const pull = await six();
    const before = pull.head.sha;
    const run = runOf(pull);
    expect(run).toMatchObject({ conclusion: "failure", actions: [{ label: "Fix all", identifier: "fix" }] });
    expect(pull.threads).toHaveLength(4);
    await press(pull);
    const after = pull.head.sha;
    expect(await git("log", "--format=%P", "-1", after)).toBe(`${before}\n`);
    // git counts no line taken away or changed, so every old line is there with every byte of it, in its order.
    expect(await git("diff", "--numstat", before, after)).toBe(
      ["16\t0\tk8s/new.yaml", "8\t0\tk8s/odd.yaml", "16\t0\tk8s/old.yaml", "8\t0\tk8s/windows.yaml", ""].join(
        "\n",
      ),
    );
    expect(await git("diff", "--raw", "--abbrev=1", before, after)).not.toMatch(/:100644 1007/);
    const added = (await git("diff", "-U0", before, after))
      .split("\n")
      .filter((line) => /^\+(?!\+)/.test(line));
    expect(new Set(added.map((line) => line.trimEnd()))).toEqual(
      new Set([
        ...["+          readinessProbe:", "+            tcpSocket:", "+              port: 8000"],
        ...[
          "+            initialDelaySeconds: 30",
          "+            periodSeconds: 5",
          "+            timeoutSeconds: 3",
        ],
        ...["+            successThreshold: 1", "+            failureThreshold: 3"],
      ]),
    );
    const windows = await git("show", `${after}:k8s/windows.yaml`);
    expect(windows.match(/\r\n/g)).toHaveLength(windows.match(/\n/g)!.length);
    expect(runOf(pull)).toMatchObject({ conclusion: "success", actions: [] });
    expect(pull.threads.map(({ isResolved, resolvedBy }) => [isResolved, resolvedBy?.login])).toEqual(
      Array.from({ length: 4 }, () => [true, "surefoot[bot]"]),
    );
  });

  test("are told in the commit's message, with who pressed and what became of each worst case", async () => {
    const pull = await six();
    await press(pull);
    const { message, author, committer } = await readCommit(scene.repository.git, pull.head.sha);
    const { id } = scene.author;
    const press_ = scene.gitHub.deliveries.log.find(({ action }) => action === "requested_action")!;
    expect(message.trimEnd()).toBe(`Add the missing readinessProbe to 6 containers

- new-a: worst case 3 → 1 of 3
- new-b: worst case 3 → 1 of 3
- odd: worst case 3 → 1 of 3
- old-a: worst case 1 → 0 of 1
- old-b: worst case 1 → 0 of 1
- windows: worst case 3 → 1 of 3

Surefoot-Request: press-${press_.guid}
Co-authored-by: mona <${id}+mona@users.noreply.127.0.0.1>`);
    expect([author.name, committer.name]).toEqual(["surefoot[bot]", "GitHub"]);
    expect(checkWebhook("check_run.requested_action", JSON.parse(press_.request.body))).toEqual([]);
  });
});

const SEED = { "k8s/web.yaml": deployment("web") };

async function opened(
  changes: Parameters<Scene["open"]>[1] = SEED,
  options?: SceneOptions,
): Promise<PullRequest> {
  const { open, settle } = await begin(options);
  const pull = await open("web", changes);
  await settle();
  return pull;
}

/** How many commits the pull request has, and what its newest check says. */
async function standing(pull: PullRequest): Promise<unknown[]> {
  const base = scene.repository.branches.get("main")!;
  const commits = await git("rev-list", "--count", `${base}..refs/pull/${pull.number}/head`);
  return [Number(commits), runOf(pull).conclusion];
}

/** What the check run answered who pressed its button. */
const answer = ({ summary }: CheckRun): string =>
  /<!-- surefoot:note -->\n([\s\S]*?)\n<!--/.exec(summary ?? "")?.[1] ?? "";

const textAt = async (sha: string, path: string): Promise<Buffer> =>
  runGit(scene.repository.git, ["show", `${sha}:${path}`]);

describe("one press", () => {
  test("mends more containers than a review has comments", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 35 }, (_, i) => [`k8s/${i}.yaml`, deployment(`web-${i}`)]),
    );
    const pull = await opened(many);
    expect(pull.threads).toHaveLength(30);
    await press(pull);
    expect(await standing(pull)).toEqual([2, "success"]);
    expect((await readCommit(scene.repository.git, pull.head.sha)).message).toContain("to 35 containers");
  });

  test("mends a hundred files, and the others at the next press", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 103 }, (_, i) => [`k8s/${1000 + i}.yaml`, deployment(`web-${i}`)]),
    );
    const pull = await opened(many);
    await press(pull);
    expect(await standing(pull)).toEqual([2, "failure"]);
    expect((await readCommit(scene.repository.git, pull.head.sha)).message).toContain(
      "- k8s/1102.yaml: more than one commit takes",
    );
    await press(pull);
    expect(await standing(pull)).toEqual([3, "success"]);
  });

  test("commits to the head that the branch has by now, and fixes what is there", async () => {
    const pull = await opened();
    const shown = runOf(pull);
    scene.gitHub.deliveries.isHeld = true;
    await scene.push("web", { "k8s/api.yaml": deployment("api") });
    requestAction(scene.gitHub.world, shown, "fix", scene.author);
    scene.gitHub.deliveries.release((held) => held.filter(({ action }) => action === "requested_action"));
    await scene.settle();
    expect(await standing(pull)).toEqual([3, "success"]);
    const { message } = await readCommit(scene.repository.git, pull.head.sha);
    expect(message).toMatch(/- api: worst case 3 → 1 of 3\n- web: worst case 3 → 1 of 3/);
  });

  test("makes a second try where the branch moved while the fixes were made", async () => {
    const pull = await opened();
    const fault = scene.gitHub.faults.add({ kind: "stale-head", on: isCommit });
    await press(pull);
    expect([fault.fired, await standing(pull)]).toEqual([1, [2, "success"]]);
  });

  test("gives up where the branch moves every time, and says so", async () => {
    const pull = await opened();
    scene.gitHub.faults.add({ kind: "stale-head", on: isCommit, times: 99 });
    const run = await press(pull);
    expect(await standing(pull)).toEqual([1, "failure"]);
    expect(answer(run)).toBe(
      "The fixes could not be committed. A request to GitHub failed (The branch moved while its fixes were made). Please press the button again.",
    );
    expect(run).toMatchObject({ conclusion: "failure", actions: [{ identifier: "fix" }] });
  });

  test.each(["error-afterwards", "drop-afterwards", "break-off"] as const)(
    "makes one commit where GitHub's answer is lost by %s",
    async (kind) => {
      const pull = await opened();
      const fault = scene.gitHub.faults.add({ kind, on: isCommit });
      const run = await press(pull);
      expect([fault.fired, await standing(pull)]).toEqual([1, [2, "success"]]);
      // It knows its own commit again, and does not say that nothing was left to fix.
      expect(answer(run)).toBe("");
    },
  );

  test.each(["error", "drop", "rate-limit"] as const)(
    "commits at the next try where GitHub fails by %s",
    async (kind) => {
      const pull = await opened();
      const fault = scene.gitHub.faults.add({ kind, on: isCommit });
      await press(pull);
      expect([fault.fired, await standing(pull)]).toEqual([1, [2, "success"]]);
    },
  );

  test("makes one commit, delivered five times, even where there is more to fix by then", async () => {
    const pull = await opened();
    await press(pull);
    const press_ = scene.gitHub.deliveries.log.find(({ action }) => action === "requested_action")!;
    await scene.push("web", { "k8s/api.yaml": deployment("api") });
    await scene.settle();
    for (let i = 0; i < 5; i += 1) scene.gitHub.deliveries.redeliver(press_);
    await scene.settle();
    expect(await standing(pull)).toEqual([3, "failure"]);
  });

  test("of two people makes one commit, and tells the second that nothing is left", async () => {
    const pull = await opened();
    const other = createAccount(scene.gitHub.world, "hubot", "User");
    scene.repository.collaborators.set(other, "admin");
    const run = runOf(pull);
    for (const by of [scene.author, other]) requestAction(scene.gitHub.world, run, "fix", by);
    await scene.settle();
    expect(await standing(pull)).toEqual([2, "success"]);
    expect(answer(run)).toBe(
      "Nothing was committed: no finding of this pull request has a proven fix that is still to be made.",
    );
  });

  test("tells Dependabot that it may go on rebasing", async () => {
    const { gitHub, repository, push, settle } = await begin();
    await push("dependabot/web", SEED);
    const author = createBot(gitHub.world, "dependabot");
    const pull = await openPullRequest(gitHub.world, repository, {
      ...{ author, title: "Bump web", base: "main", head: { repository, ref: "dependabot/web" } },
    });
    await settle();
    await press(pull);
    const { message } = await readCommit(repository.git, pull.head.sha);
    expect(message).toContain("\n\n[dependabot skip]\n\nSurefoot-Request: ");
  });
});

describe("a file whose bytes did not come as they are", () => {
  test("is taken by REST, and keeps its byte order mark", async () => {
    const { gitHub, open, settle } = await begin();
    gitHub.world.textsLoseMark = true;
    const pull = await open("web", { "k8s/odd.yaml": ODD });
    await settle();
    const before = pull.head.sha;
    await press(pull);
    expect(await git("diff", "--numstat", before, pull.head.sha)).toBe("8\t0\tk8s/odd.yaml\n");
    expect((await textAt(pull.head.sha, "k8s/odd.yaml")).subarray(0, 3)).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf]),
    );
    expect(runOf(pull).conclusion).toBe("success");
  });

  test("is left out where it is no UTF-8 or executable, and said so in the commit", async () => {
    const latin = Buffer.from(deployment("latin").replace("1.4.2", "1.4.2 # caf\u00e9"), "latin1");
    const pull = await opened({
      ...SEED,
      "k8s/latin.yaml": latin,
      "k8s/run.yaml": { text: deployment("run"), executable: true },
    });
    const before = pull.head.sha;
    await press(pull);
    expect(await git("diff", "--numstat", before, pull.head.sha)).toBe("8\t0\tk8s/web.yaml\n");
    expect((await readCommit(scene.repository.git, pull.head.sha)).message).toContain(`Left as they are:
- k8s/latin.yaml: GitHub did not give its exact bytes
- k8s/run.yaml: it is executable, and the commit would take that away`);
  });

  test("is left out where it is a workflow, and alone it makes no commit", async () => {
    const pull = await opened({ ".github/workflows/web.yaml": deployment("web") });
    const run = await press(pull);
    expect(await standing(pull)).toEqual([1, "failure"]);
    expect(answer(run)).toBe(
      "Nothing was committed.\n\nLeft as they are:\n\n- `.github/workflows/web.yaml`: a workflow, which Surefoot never changes",
    );
  });
});

describe("nothing is committed", () => {
  test("for who may not write, and the check says who may", async () => {
    const pull = await opened();
    const stranger = createAccount(scene.gitHub.world, "hubot", "User");
    scene.repository.collaborators.set(stranger, "triage");
    const run = await press(pull, stranger);
    expect(await standing(pull)).toEqual([1, "failure"]);
    expect(answer(run)).toContain("people with write access to this repository");
    expect(run).toMatchObject({ conclusion: "failure", actions: [{ identifier: "fix" }] });
    expect(run.summary).toContain("| workload |");
    // A later answer takes the place of the one before.
    await press(pull, stranger);
    expect(run.summary?.match(/<!-- surefoot:note -->/g)).toHaveLength(1);
    rerequestRun(scene.gitHub.world, run, scene.author);
    await scene.settle();
    expect(answer(runOf(pull))).toBe("");
  });

  test("to a pull request that is closed or merged", async () => {
    const pull = await opened();
    const run = runOf(pull);
    closePullRequest(scene.gitHub.world, pull, scene.author);
    requestAction(scene.gitHub.world, run, "fix", scene.author);
    await scene.settle();
    expect(answer(run)).toBe("Nothing was committed: this pull request is closed.");
    pull.mergedAt = "2026-01-01T00:00:00Z";
    requestAction(scene.gitHub.world, run, "fix", scene.author);
    await scene.settle();
    expect(answer(run)).toBe("Nothing was committed: this pull request is merged.");
    expect((await standing(pull))[0]).toBe(1);
  });

  test("where the permission was taken back since the button was shown", async () => {
    const pull = await opened();
    const { permissions } = scene.installation;
    scene.installation.permissions = { ...permissions, contents: "read" };
    scene.gitHub.tokens.expireAll();
    await scene.restart({ sweep: false });
    const run = await press(pull);
    expect(answer(run)).toContain("`contents: write` is not granted to this App");
    expect((await standing(pull))[0]).toBe(1);
  });
});

describe("a pull request from a fork", () => {
  async function fromFork(maintainerCanModify = true): Promise<{ pull: PullRequest; owner: Account }> {
    const { gitHub, repository, settle } = await begin();
    const { world } = gitHub;
    const owner = createAccount(world, "hubot", "User");
    const fork = await forkRepository(world, repository, owner);
    await pushCommit(
      world,
      fork,
      "web",
      { changes: SEED, message: "Add web", author: owner },
      fork.branches.get("main"),
    );
    const pull = await openPullRequest(world, repository, {
      ...{ author: owner, title: "Web", base: "main", head: { repository: fork, ref: "web" } },
      maintainerCanModify,
    });
    await settle();
    return { pull, owner };
  }

  test("is fixed for its owner and for maintainers where GitHub takes the commit", async () => {
    const { pull, owner } = await fromFork();
    scene.gitHub.world.forksTakeCommits = true;
    await press(pull, owner);
    expect(await standing(pull)).toEqual([2, "success"]);
    await pushCommit(scene.gitHub.world, pull.head.repository, "web", {
      ...{ changes: { "k8s/api.yaml": deployment("api") }, message: "Add api", author: owner },
    });
    await scene.settle();
    await press(pull, scene.author);
    expect(await standing(pull)).toEqual([4, "success"]);
  });

  test("gets words on what to press instead where GitHub refuses", async () => {
    const { pull, owner } = await fromFork();
    const run = await press(pull, owner);
    expect(answer(run)).toBe(
      "Nothing was committed: GitHub does not let this App write to the fork. People who may write to the branch can press **Commit suggestion** in the comments, and `surefoot review` prints every edit in a checkout, those without a comment too.",
    );
    expect(await standing(pull)).toEqual([1, "failure"]);
  });

  test("is left alone for maintainers where its author lets none of them in", async () => {
    const { pull } = await fromFork(false);
    scene.gitHub.world.forksTakeCommits = true;
    const run = await press(pull, scene.author);
    expect(answer(run)).toContain("does not allow edits by maintainers");
    expect(await standing(pull)).toEqual([1, "failure"]);
  });
});

describe("the button", () => {
  const actions = (pull: PullRequest): number => runOf(pull).actions.length;

  test("is shown only where there is a proven fix and the App may commit", async () => {
    const fixable = await opened();
    expect(actions(fixable)).toBe(1);
    const other = await scene.open("grpc", {
      "k8s/grpc.yaml": deployment("grpc").replace(
        "containerPort: 8000",
        "containerPort: 8000\n              name: grpc",
      ),
    });
    await scene.settle();
    expect([runOf(other).conclusion, actions(other)]).toEqual(["failure", 0]);
    await scene.close();
    expect(actions(await opened(SEED, { manifest: {} }))).toBe(0);
    expect(runOf(scene.repository.pulls[0]!).summary).toContain(
      "Not granted to this App: `contents: write`, so no button commits the fixes, and a thread that is settled is folded, not resolved.",
    );
  });
});

// The mutation that commits, and not the one that resolves threads.
function isCommit({ name, body }: RecordedRequest): boolean {
  return name === "POST /graphql mutation" && JSON.stringify(body).includes("createCommitOnBranch");
}
