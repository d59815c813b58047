import { afterEach, describe, expect, it } from "vitest";
import { examplePayload, type Harness, pullRequestPayload, startHarness } from "./harness.js";
import { deployment } from "./manifests.js";
import { createRepository, type PullRequest, type Repository } from "./stand-in/repository.js";

let harness: Harness;
afterEach(async () => {
  const { violations } = harness.standIn;
  await harness.close();
  expect(violations, "requests that GitHub would not take").toEqual([]);
});

interface Shop {
  repository: Repository;
  pull: PullRequest;
}

/** A pull request that adds a Deployment without a probe, and the App running. */
async function openShop(
  options: { head?: Record<string, string>; base?: Record<string, string> } = {},
): Promise<Shop> {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n", ...options.base }));
  const head = options.head ?? { "k8s/web.yaml": deployment("web") };
  const pull = repository.open({ headSha: repository.commit(head, "main") });
  harness = await startHarness([repository]);
  return { repository, pull };
}

const reviewed = (action: string, { repository, pull }: Shop): Promise<void> =>
  harness.review("pull_request", pullRequestPayload(action, repository, pull));

const posts = (): string[] => harness.standIn.requests.filter((name) => !/^GET|graphql query/.test(name));

describe("a first review", () => {
  it("posts one review and one check run, in four requests", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    expect(harness.standIn.requests).toHaveLength(4);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.pull.threads).toMatchObject([{ path: "k8s/web.yaml" }]);
    expect(shop.pull.reviews[0]?.body).toContain(`<!-- surefoot:review head=${shop.pull.headSha} base=`);
    expect(shop.repository.checkRuns).toMatchObject([
      { name: "surefoot", conclusion: "failure", externalId: "1", headSha: shop.pull.headSha },
    ]);
  });

  it("posts only a green check where there is nothing to say, in three requests", async () => {
    const shop = await openShop({ head: { "k8s/web.yaml": deployment("web", { probe: true }) } });
    await reviewed("opened", shop);
    expect(harness.standIn.requests).toHaveLength(3);
    expect(shop.pull.reviews).toEqual([]);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "success", externalId: "1" }]);
  });

  it("compares with the base branch, although a tag of its name holds the change already", async () => {
    const shop = await openShop();
    shop.repository.tags.set("main", shop.pull.headSha);
    await reviewed("opened", shop);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "failure" }]);
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("posts a green check where no manifest changed, so that a required check does not hang", async () => {
    const shop = await openShop({ head: { "main.go": "package main\n" } });
    await reviewed("opened", shop);
    expect(harness.standIn.requests).toHaveLength(3);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "success" }]);
  });

  it("costs four requests with a hundred changed manifests in forty folders, and reads them all", async () => {
    const base: Record<string, string> = {};
    const head: Record<string, string> = {};
    for (let i = 0; i < 100; i += 1) {
      const path = `apps/${i % 40}/app-${i}.yaml`;
      base[path] = deployment(`app-${i}`, { image: "registry.example.com/app:1" });
      head[path] = deployment(`app-${i}`, { image: "registry.example.com/app:2" });
      head[`apps/${i % 40}/service-${i}.json`] = "{}";
    }
    const repository = createRepository();
    repository.branches.set("main", repository.commit(base));
    const services = Object.fromEntries(Object.entries(head).filter(([path]) => path.endsWith(".json")));
    repository.branches.set("main", repository.commit(services, "main"));
    const pull = repository.open({ headSha: repository.commit(head, "main") });
    harness = await startHarness([repository]);
    await reviewed("opened", { repository, pull });
    expect(harness.standIn.requests).toHaveLength(4);
    expect(pull.reviews).toHaveLength(1);
    expect(repository.checkRuns[0]?.summary).toContain("app-99");
  });

  it("costs three requests with a hundred changed manifests of which none has a finding", async () => {
    const head = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`apps/${i}/web.yaml`, deployment(`web-${i}`, { probe: true })]),
    );
    const shop = await openShop({ head });
    await reviewed("opened", shop);
    expect(harness.standIn.requests).toHaveLength(3);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "success" }]);
  });

  it("lets a Service beside the changed manifest decide what serves", async () => {
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8000 }] }\n";
    const shop = await openShop({ base: { "k8s/service.yaml": service } });
    await reviewed("opened", shop);
    expect(shop.pull.threads[0]?.comments[0]?.body).toContain("Service");
  });

  it("takes the policy from the default branch, not from the head", async () => {
    const shop = await openShop({
      base: { ".github/surefoot.yml": "comments: none\nblock: never\n" },
      head: { "k8s/web.yaml": deployment("web"), ".github/surefoot.yml": "rules: { readiness-gate: off }\n" },
    });
    await reviewed("opened", shop);
    expect(shop.pull.reviews).toEqual([]);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "neutral" }]);
  });
});

describe("nothing twice", () => {
  it("leaves one review and one check run of the same webhook delivered five times at once", async () => {
    const shop = await openShop();
    harness.standIn.latencyMs = 20;
    const payload = pullRequestPayload("opened", shop.repository, shop.pull);
    await Promise.all(
      Array.from({ length: 5 }, () => harness.send("pull_request", payload, "same-delivery")),
    );
    await harness.server.idle();
    expect(posts()).toHaveLength(2);
    expect(shop.repository.checkRuns).toHaveLength(1);
    expect(shop.pull.reviews).toHaveLength(1);
  });

  it("leaves one review and one check run of the same webhook delivered five times in turn", async () => {
    const shop = await openShop();
    for (let i = 0; i < 5; i += 1) await reviewed("opened", shop);
    expect(posts()).toHaveLength(2);
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("finds what another process posted", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    await harness.close();
    harness = await startHarness([shop.repository]);
    await reviewed("opened", shop);
    expect(posts()).toEqual([]);
  });

  it("posts nothing again while GitHub does not show yet what it has taken", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    const { reviews, threads } = shop.pull;
    const checkRuns = shop.repository.checkRuns.splice(0);
    Object.assign(shop.pull, { reviews: [], threads: [] });
    await reviewed("reopened", shop);
    expect(shop.pull.threads).toEqual([]);
    expect([reviews.length, threads.length, checkRuns.length]).toEqual([1, 1, 1]);
    expect(posts()).toHaveLength(2);
  });

  it("leaves one review and one check run, for the newest head, of five pushes in a second", async () => {
    const shop = await openShop();
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    harness.standIn.onRequest = () => held;
    for (let i = 0; i < 5; i += 1) {
      const text = deployment("web", { image: `registry.example.com/web:${i}` });
      shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": text }, shop.pull.headSha));
      await harness.send("pull_request", pullRequestPayload("synchronize", shop.repository, shop.pull));
    }
    letThrough();
    await harness.server.idle();
    expect(shop.repository.checkRuns.map(({ headSha }) => headSha)).toEqual([shop.pull.headSha]);
    expect(shop.pull.reviews.map(({ commitId }) => commitId)).toEqual([shop.pull.headSha]);
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("leaves no comment twice of five pushes that are each reviewed", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    for (let i = 0; i < 5; i += 1) {
      const text = deployment("web", { image: `registry.example.com/web:${i}` });
      shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": text }, shop.pull.headSha));
      await reviewed("synchronize", shop);
    }
    expect(shop.repository.checkRuns).toHaveLength(6);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("publishes nothing of a review whose place a newer push took", async () => {
    const shop = await openShop();
    const payload = pullRequestPayload("opened", shop.repository, shop.pull);
    const next = shop.repository.commit({ "k8s/api.yaml": deployment("api") }, shop.pull.headSha);
    let comparisons = 0;
    let pushed = false;
    harness.standIn.onRequest = async (name) => {
      comparisons += name.includes("compare") ? 1 : 0;
      // GitHub answers the first job with the head that it was started for; only the queue can stop it.
      if (comparisons === 2) shop.repository.push(1, next);
      if (pushed || !name.includes("query")) return;
      pushed = true;
      const push = pullRequestPayload("synchronize", shop.repository, { ...shop.pull, headSha: next });
      await harness.send("pull_request", push);
    };
    await harness.review("pull_request", payload);
    expect(shop.repository.checkRuns.map(({ headSha }) => headSha)).toEqual([next]);
    expect(shop.pull.reviews.map(({ commitId }) => commitId)).toEqual([next]);
  });

  it("reviews the newest head where an older webhook comes last", async () => {
    const shop = await openShop();
    const late = pullRequestPayload("opened", shop.repository, shop.pull);
    shop.repository.push(1, shop.repository.commit({ "k8s/api.yaml": deployment("api") }, shop.pull.headSha));
    await harness.send("pull_request", pullRequestPayload("synchronize", shop.repository, shop.pull));
    await harness.send("pull_request", late);
    await harness.server.idle();
    expect(shop.pull.reviews.map(({ commitId }) => commitId)).toEqual([shop.pull.headSha]);
    expect(shop.repository.checkRuns.map(({ headSha }) => headSha)).toEqual([shop.pull.headSha]);
  });

  it("follows a head that moves while it is loaded", async () => {
    const shop = await openShop();
    const first = shop.pull.headSha;
    harness.standIn.onRequest = (name) => {
      if (!name.startsWith("GET") || shop.pull.headSha !== first) return;
      shop.repository.push(1, shop.repository.commit({ "k8s/api.yaml": deployment("api") }, first));
    };
    await reviewed("opened", shop);
    expect(shop.repository.checkRuns.map(({ headSha }) => headSha)).toEqual([shop.pull.headSha]);
    expect(shop.pull.reviews).toHaveLength(1);
  });
});

describe("a second push", () => {
  it("does not comment again on a finding that stands", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    shop.repository.push(1, shop.repository.commit({ "README.md": "# Shop\n" }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toHaveLength(2);
  });

  it("comments only on what is new", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    shop.repository.push(1, shop.repository.commit({ "k8s/api.yaml": deployment("api") }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads.map(({ path }) => path)).toEqual(["k8s/web.yaml", "k8s/api.yaml"]);
  });

  it("resolves the thread of a finding that is fixed", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    const fixed = deployment("web", { probe: true });
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": fixed }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads).toMatchObject([{ isResolved: true }]);
    expect(shop.repository.checkRuns.at(-1)).toMatchObject({ conclusion: "success" });
  });

  it.each([
    ["GitHub says that we may not resolve it", false, 1],
    ["GitHub refuses to resolve it after all", true, 2],
  ])("folds the comment of a fixed finding where %s", async (_, saysItCan, mutations) => {
    const shop = await openShop();
    await reviewed("opened", shop);
    shop.repository.canResolve = false;
    if (saysItCan) {
      const answer = {
        errors: [{ type: "FORBIDDEN", path: ["m0"], message: "Resource not accessible" }],
        data: { m0: null },
      };
      shop.repository.canResolve = true;
      harness.standIn.faults.push({ on: /mutation/, status: 200, body: answer });
    }
    const fixed = deployment("web", { probe: true });
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": fixed }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads).toMatchObject([
      { isResolved: false, comments: [{ minimizedReason: "resolved" }] },
    ]);
    expect(posts().filter((name) => name.includes("mutation"))).toHaveLength(mutations);
  });

  it("comments again on a finding that was fixed and came back", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    const fixed = shop.repository.commit(
      { "k8s/web.yaml": deployment("web", { probe: true }) },
      shop.pull.headSha,
    );
    shop.repository.push(1, fixed);
    await reviewed("synchronize", shop);
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": deployment("web") }, fixed));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads.map(({ isResolved }) => isResolved)).toEqual([true, false]);
  });

  it("stays quiet on a finding whose thread a person resolved", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    Object.assign(shop.pull.threads[0]!, { isResolved: true, resolvedBy: "mona" });
    const other = deployment("web", { image: "registry.example.com/web:2" });
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": other }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("posts an outdated suggestion anew and folds the old one", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    const moved = deployment("web").replace("metadata:\n", "metadata:\n  labels: { a: b }\n");
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": moved }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads).toMatchObject([
      { isOutdated: true, comments: [{ minimizedReason: "outdated" }] },
      { isOutdated: false, comments: [{ minimizedReason: null }] },
    ]);
  });

  it("leaves an outdated thread alone in which someone replied", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    shop.pull.threads[0]!.comments.push({
      id: "C_reply",
      body: "Later.",
      ours: false,
      minimizedReason: null,
    });
    const moved = deployment("web").replace("metadata:\n", "metadata:\n  labels: { a: b }\n");
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": moved }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.threads).toMatchObject([
      { isOutdated: true, comments: [{ minimizedReason: null }, {}] },
    ]);
  });

  it("does not take a stranger's marker for its own", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    shop.pull.threads[0]!.comments[0]!.ours = false;
    shop.pull.reviews[0]!.ours = false;
    await harness.close();
    harness = await startHarness([shop.repository]);
    await reviewed("reopened", shop);
    expect(shop.pull.threads).toHaveLength(2);
  });

  it("does not tell a finding again that has no place in the diff and was told in the body", async () => {
    const filler = Array.from({ length: 40 }, (_, i) => `  # line ${i}`).join("\n");
    const spread = deployment("web").replace("spec:\n", `spec:\n${filler}\n`);
    const shop = await openShop({
      base: { "k8s/web.yaml": spread },
      head: { "k8s/web.yaml": spread.replace("name: web\n", "name: shop\n") },
    });
    await reviewed("opened", shop);
    expect(shop.pull.threads).toEqual([]);
    expect(shop.pull.reviews).toHaveLength(1);
    shop.repository.push(1, shop.repository.commit({ "README.md": "# Shop\n" }, shop.pull.headSha));
    await reviewed("synchronize", shop);
    expect(shop.pull.reviews).toHaveLength(1);
  });
});

describe("the state of the pull request", () => {
  it("gives a draft its check only, and the review once it is ready", async () => {
    const shop = await openShop();
    shop.pull.draft = true;
    await reviewed("opened", shop);
    expect(shop.pull.reviews).toEqual([]);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "failure" }]);
    shop.pull.draft = false;
    await reviewed("ready_for_review", shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toHaveLength(1);
  });

  it("posts no review on a pull request that became a draft again", async () => {
    const shop = await openShop();
    shop.pull.draft = true;
    await reviewed("converted_to_draft", shop);
    expect(shop.pull.reviews).toEqual([]);
    expect(shop.repository.checkRuns).toHaveLength(1);
  });

  it("posts nothing on a closed pull request, and looks twice, since GitHub's answer can be an old one", async () => {
    const shop = await openShop();
    shop.pull.state = "MERGED";
    await reviewed("synchronize", shop);
    expect(posts()).toEqual([]);
    expect(harness.standIn.requests.filter((name) => name.includes("compare"))).toHaveLength(2);
    let queries = 0;
    harness.standIn.onRequest = (name) => {
      queries += name.includes("query") ? 1 : 0;
      if (queries === 2) shop.pull.state = "OPEN";
    };
    await reviewed("reopened", shop);
    expect(shop.pull.reviews).toHaveLength(1);
  });

  it("says nothing of a review that failed once the pull request is closed", async () => {
    const shop = await openShop();
    shop.pull.state = "CLOSED";
    harness.standIn.onRequest = (name) => {
      // What the second look would need.
      if (name.includes("/pulls/1")) harness.standIn.faults.push({ on: /\/pulls\/1$/, status: 403 });
    };
    await reviewed("synchronize", shop);
    expect(posts()).toEqual([]);
  });

  it("leaves a bot's pull request without comments on old debt", async () => {
    const shop = await openShop({
      base: { "k8s/web.yaml": deployment("web", { image: "registry.example.com/web:1" }) },
      head: { "k8s/web.yaml": deployment("web", { image: "registry.example.com/web:2" }) },
    });
    shop.pull.authorType = "Bot";
    await reviewed("opened", shop);
    expect(shop.pull.reviews).toEqual([]);
    shop.pull.authorType = "User";
    await reviewed("reopened", shop);
    expect(shop.pull.reviews).toHaveLength(1);
  });

  it("reviews against a new base, and ignores a new title", async () => {
    const shop = await openShop();
    const payload = pullRequestPayload("edited", shop.repository, shop.pull);
    await harness.review("pull_request", { ...payload, changes: { title: { from: "Old" } } });
    expect(harness.standIn.requests).toEqual([]);
    shop.repository.branches.set("release/1.x", shop.pull.headSha);
    shop.pull.baseRef = "release/1.x";
    const edited = pullRequestPayload("edited", shop.repository, shop.pull);
    await harness.review("pull_request", {
      ...edited,
      changes: { base: { ref: { from: "main" }, sha: { from: "0" } } },
    });
    expect(harness.standIn.requests[0]).toContain("/compare/release%2F1.x...");
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "success" }]);
  });
});

describe("asked to run again", () => {
  it("updates the check run of a fork's pull request, found by its external id", async () => {
    const shop = await openShop();
    await reviewed("opened", shop);
    const payload = examplePayload("check_run", "rerequested", shop.repository);
    Object.assign(payload.check_run, {
      name: "surefoot",
      external_id: "1",
      pull_requests: [],
      head_sha: shop.pull.headSha,
    });
    await harness.review("check_run", payload);
    expect(shop.repository.checkRuns).toMatchObject([{ updates: 1, conclusion: "failure" }]);
    expect(shop.repository.checkRuns[0]?.annotations).toHaveLength(1);
    expect(shop.pull.reviews).toHaveLength(1);
  });

  it("reviews every open pull request of a check suite's head", async () => {
    const shop = await openShop();
    const twin = shop.repository.open({ headSha: shop.pull.headSha });
    const payload = examplePayload("check_suite", "rerequested", shop.repository);
    Object.assign(payload.check_suite, { head_sha: shop.pull.headSha, pull_requests: [] });
    await harness.review("check_suite", payload);
    await harness.server.idle();
    expect(shop.repository.checkRuns.map(({ externalId }) => externalId).sort()).toEqual(["1", "2"]);
    expect(twin.reviews).toHaveLength(1);
  });

  it("leaves the check run of another name to whoever made it", async () => {
    const shop = await openShop();
    const payload = examplePayload("check_run", "rerequested", shop.repository);
    Object.assign(payload.check_run, { name: "lint", external_id: "1" });
    await harness.review("check_run", payload);
    expect(harness.standIn.requests).toEqual([]);
  });
});

describe("a merge queue's group", () => {
  it("gets the verdict against its base as a check run, without a review, and can run again", async () => {
    const shop = await openShop();
    const payload = examplePayload("merge_group", "checks_requested", shop.repository);
    const baseSha = shop.repository.branches.get("main")!;
    Object.assign(payload.merge_group, { head_sha: shop.pull.headSha, base_sha: baseSha });
    await harness.review("merge_group", payload);
    expect(shop.pull.reviews).toEqual([]);
    expect(shop.repository.checkRuns).toMatchObject([
      { conclusion: "failure", headSha: shop.pull.headSha, externalId: `merge-group:${baseSha}` },
    ]);
    const again = examplePayload("check_run", "rerequested", shop.repository);
    const [run] = shop.repository.checkRuns;
    Object.assign(again.check_run, {
      name: "surefoot",
      external_id: run?.externalId,
      head_sha: run?.headSha,
      check_suite: { head_branch: payload.merge_group.head_ref.replace("refs/heads/", "") },
      pull_requests: [],
    });
    await harness.review("check_run", again);
    expect(shop.repository.checkRuns).toMatchObject([{ updates: 1 }]);
  });
});

describe("a merge queue's group that is destroyed while it is reviewed", () => {
  it.each([
    ["gets its verdict all the same where it was merged", "merged", 1],
    ["gets none where the queue gave it up", "invalidated", 0],
  ])("%s", async (_, reason, runs) => {
    const shop = await openShop();
    const payload = examplePayload("merge_group", "checks_requested", shop.repository);
    const baseSha = shop.repository.branches.get("main")!;
    Object.assign(payload.merge_group, { head_sha: shop.pull.headSha, base_sha: baseSha });
    // Waits between its tries for long enough that the other webhook comes first.
    harness.standIn.faults.push({ on: /compare/, status: 502, times: 2 });
    await harness.send("merge_group", payload);
    await harness.review("merge_group", { ...payload, action: "destroyed", reason });
    expect(shop.repository.checkRuns).toHaveLength(runs);
  });
});

it("lets a command alone that is written below a plain issue", async () => {
  const shop = await openShop();
  const payload = examplePayload("issue_comment", "created", shop.repository) as unknown as {
    comment: { body: string };
    issue: { pull_request?: object };
  };
  payload.comment.body = "/surefoot fix";
  expect(payload.issue.pull_request).toBeUndefined();
  await harness.review("issue_comment", payload);
  expect(harness.standIn.requests).toEqual([]);
});
