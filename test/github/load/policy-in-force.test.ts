/** The whole App under a policy: what a pull request can bend of it, and what not. */
import { afterEach, describe, expect, it } from "vitest";
import { examplePayload, type Harness, pullRequestPayload, startHarness } from "../harness.js";
import { deployment } from "../manifests.js";
import { createRepository, type PullRequest, type Repository } from "../stand-in/repository.js";

const FILE = ".github/surefoot.yml";
const WAIVER =
  "waivers:\n  - { workload: Deployment/web, rule: readiness-gate, reason: moves to jobs, until: 2999-12-31 }\n";

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

/** A pull request against octo/shop, beside other repositories with these policies. */
async function openShop(
  base: Record<string, string>,
  head: Record<string, string>,
  others: Record<string, string> = {},
): Promise<Shop> {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n", ...base }));
  const pull = repository.open({ headSha: repository.commit(head, "main") });
  const kept = Object.entries(others).map(([name, text]) => {
    const other = createRepository("octo", name);
    other.branches.set("main", other.commit({ [FILE]: text }));
    return other;
  });
  harness = await startHarness([repository, ...kept]);
  return { repository, pull };
}

async function reviewed(
  { repository, pull }: Shop,
  action = "opened",
): Promise<Repository["checkRuns"][number]> {
  harness.standIn.requests.length = 0;
  await harness.review("pull_request", pullRequestPayload(action, repository, pull));
  return repository.checkRuns.findLast(({ headSha }) => headSha === pull.headSha)!;
}

const web = { "k8s/web.yaml": deployment("web") };
const probed = { "k8s/web.yaml": deployment("web", { probe: true }) };

describe("a waiver", () => {
  it("holds where the default branch has it: no comment, a green check that says so", async () => {
    const shop = await openShop({ [FILE]: WAIVER }, web);
    const run = await reviewed(shop);
    expect(run).toMatchObject({ conclusion: "success", title: "1 workload, 1 finding waived" });
    expect(run.summary).toContain("Waived until 2999-12-31 (moves to jobs)");
    expect(shop.pull.reviews).toEqual([]);
    expect(harness.standIn.requests).toHaveLength(3);
  });

  it("does not hold where the very change adds it that it would excuse", async () => {
    const shop = await openShop({}, { ...web, [FILE]: WAIVER });
    expect(await reviewed(shop)).toMatchObject({ conclusion: "failure" });
    expect(shop.pull.threads).toHaveLength(1);
  });

  it("does not hold on an object that the very change annotates", async () => {
    const annotation =
      '  annotations: { surefoot/waive: "readiness-gate until 2999-12-31: moves to jobs" }\n';
    const annotated = deployment("web").replace("  name: web\n", `  name: web\n${annotation}`);
    const bumped = annotated.replace(":1.4.2", ":1.5.0");
    const change = await openShop({ ...web, [FILE]: "block: changed\n" }, { "k8s/web.yaml": bumped });
    const run = await reviewed(change);
    expect(run.conclusion).toBe("failure");
    expect(run.summary).toContain("a change cannot waive its own findings");
    await harness.close();
    const base = { "k8s/web.yaml": annotated, [FILE]: "block: changed\n" };
    const later = await openShop(base, { "k8s/web.yaml": bumped });
    expect(await reviewed(later)).toMatchObject({ conclusion: "success" });
  });

  it("ends the thread of a finding that it covers from now on", async () => {
    const shop = await openShop({}, web);
    await reviewed(shop);
    expect(shop.pull.threads).toMatchObject([{ isResolved: false }]);
    const { repository } = shop;
    repository.branches.set("main", repository.commit({ [FILE]: WAIVER }, "main"));
    await harness.close();
    harness = await startHarness([repository]);
    expect(await reviewed(shop, "reopened")).toMatchObject({ conclusion: "success" });
    expect(shop.pull.threads).toMatchObject([{ isResolved: true }]);
  });
});

describe("a change of the policy", () => {
  it("fails at its line with the allowed values where it breaks it", async () => {
    const shop = await openShop(probed, { [FILE]: "comments: new\nblock: sometimes\n" });
    const run = await reviewed(shop);
    expect(run).toMatchObject({
      conclusion: "failure",
      title:
        'The policy is not valid: .github/surefoot.yml:2 block is "sometimes"; allowed: regressions, changed, never',
      annotations: [{ path: FILE, start_line: 2, annotation_level: "failure" }],
    });
  });

  it("fails where it puts something else than text in its place", async () => {
    const shop = await openShop(probed, { [FILE]: "a\0b" });
    expect(await reviewed(shop)).toMatchObject({
      conclusion: "failure",
      title: expect.stringContaining("the policy is not UTF-8 text"),
    });
  });

  it("is not blocked by the broken one that it mends, and neither is any other, but each check says so", async () => {
    const shop = await openShop({ [FILE]: "block: sometimes\n" }, { [FILE]: "block: never\n", ...probed });
    const run = await reviewed(shop);
    expect(run.conclusion).toBe("success");
    expect(run.summary).toContain("**The policy is not valid, so this review runs on the defaults**");
    expect(run.annotations).toMatchObject([{ path: FILE, start_line: 1, annotation_level: "warning" }]);
  });

  it("is not blocked by what it extends, however broken that is", async () => {
    const shop = await openShop({ [FILE]: "_extends: .github\n" }, probed, {
      ".github": "block: sometimes\n",
    });
    const run = await reviewed(shop);
    expect(run.conclusion).toBe("success");
    expect(run.summary).toContain("is not valid (line 1, column 8");
    expect(run.summary).not.toContain("sometimes");
  });
});

describe("a policy in another repository", () => {
  it("costs no request more where it is the owner's, and holds", async () => {
    const shop = await openShop({}, web, { ".github": "block: never\n" });
    expect(await reviewed(shop)).toMatchObject({ conclusion: "neutral" });
    expect(harness.standIn.requests).toHaveLength(4);
  });

  it("costs one request more where it is extended, and none for a minute", async () => {
    const shop = await openShop({ [FILE]: "_extends: platform\n" }, web, { platform: "block: never\n" });
    expect(await reviewed(shop)).toMatchObject({ conclusion: "neutral" });
    expect(harness.standIn.requests).toHaveLength(5);
    shop.repository.push(1, shop.repository.commit({ "k8s/api.yaml": deployment("api") }, shop.pull.headSha));
    expect(await reviewed(shop, "synchronize")).toMatchObject({ conclusion: "neutral" });
    expect(harness.standIn.requests).toHaveLength(4);
  });

  it("holds for a merge queue's group too", async () => {
    const { repository } = await openShop({}, web, { ".github": "block: never\n" });
    const payload = examplePayload("merge_group", "checks_requested", repository);
    const head_sha = repository.commit({ "k8s/api.yaml": deployment("api") }, "main");
    Object.assign(payload.merge_group, { head_sha, base_sha: repository.branches.get("main") });
    await harness.review("merge_group", payload);
    expect(repository.checkRuns).toMatchObject([{ headSha: head_sha, conclusion: "neutral" }]);
  });
});
