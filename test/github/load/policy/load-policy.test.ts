/** Which policy is in force, from whose file, and what it costs to find out. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GitHubClient } from "../../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../../src/github/client/surefoot-octokit.js";
import { loadReview } from "../../../../src/github/load/load-review.js";
import type { PolicyAsking } from "../../../../src/github/load/policy/load-policy.js";
import { createInProcessMemory } from "../../../../src/github/memory/in-process-memory.js";
import { createPolicyCaches } from "../../../../src/github/memory/policy-cache.js";
import type { Policy } from "../../../../src/policy/policy.js";
import { deployment } from "../../manifests.js";
import { type Content, createRepository, type Repository } from "../../stand-in/repository.js";
import { APP_ID, type StandIn, startStandIn } from "../../stand-in/stand-in.js";

const FILE = ".github/surefoot.yml";

let standIn: StandIn;
let octokit: GitHubClient;
let shop: Repository;

beforeEach(async () => {
  shop = createRepository("octo", "shop");
  standIn = await startStandIn(shop);
  octokit = new SurefootOctokit({ auth: { token: "t" }, baseUrl: standIn.apiUrl });
});

afterEach(async () => {
  await standIn.close();
  expect(standIn.violations).toEqual([]);
});

/** Another repository with these files on its default branch. */
function keep(fullName: string, files: Record<string, Content>): Repository {
  const [owner, name] = fullName.split("/") as [string, string];
  const repository = createRepository(owner, name);
  repository.branches.set("main", repository.commit(files));
  standIn.repositories.push(repository);
  return repository;
}

/** The policy of a pull request of octo/shop whose own file says that; null where it has none. */
async function policyOf(own: string | null, asking?: PolicyAsking): Promise<Policy> {
  const files = { "README.md": "x", ...(own === null ? {} : { [FILE]: own }) };
  shop.branches.set("main", shop.commit(files));
  const { headSha, number } = shop.open({
    headSha: shop.commit({ "k8s/web.yaml": deployment("web") }, "main"),
  });
  const target = { repository: { owner: "octo", repo: "shop" }, appId: APP_ID, base: "main", headSha };
  standIn.requests.length = 0;
  return (await loadReview(octokit, { ...target, pullNumber: number }, asking)).policy;
}

const messages = ({ problems }: Policy) =>
  problems.map(({ code, path, line, column, message }) => `${code} ${path}:${line}:${column} ${message}`);

describe("the policy of a repository", () => {
  it("is its own file, and its owner's does not count beside it", async () => {
    keep("octo/.github", { [FILE]: "block: never\ncomments: none\n" });
    expect(await policyOf("comments: new\n")).toMatchObject({
      block: "regressions",
      comments: "new",
      problems: [],
    });
  });

  it("is its owner's where it has none, in the same two requests", async () => {
    keep("octo/.github", { [FILE]: "block: never\n" });
    expect(await policyOf(null)).toMatchObject({ block: "never", problems: [] });
    expect(standIn.requests).toHaveLength(2);
  });

  it.each([
    ["has no such repository", () => undefined],
    ["has one without a policy", () => keep("octo/.github", { "README.md": "x" })],
    ["has one that is empty", () => standIn.repositories.push(createRepository("octo", ".github"))],
    [
      "keeps it on another branch",
      () => {
        const { branches, commit } = keep("octo/.github", { "README.md": "x" });
        branches.set("next", commit({ [FILE]: "block: never\n" }, "main"));
      },
    ],
    ["is another one", () => keep("acme/.github", { [FILE]: "block: never\n" })],
  ])("is the default one where the owner %s, without a word", async (_, arrange) => {
    arrange();
    expect(await policyOf(null)).toMatchObject({ block: "regressions", problems: [] });
    expect(standIn.requests).toHaveLength(2);
  });

  it("asks for nothing else where it is the owner's own repository", async () => {
    shop.name = ".github";
    const files = { [FILE]: "block: never\n" };
    shop.branches.set("main", shop.commit(files));
    const { headSha } = shop.open({ headSha: shop.commit({ "k8s/web.yaml": deployment("web") }, "main") });
    const repository = { owner: "octo", repo: ".github" };
    const target = { repository, appId: APP_ID, base: "main", headSha, pullNumber: 1 };
    expect((await loadReview(octokit, target)).policy).toMatchObject({ block: "never", problems: [] });
    expect(standIn.requests).toHaveLength(2);
  });
});

describe("a policy that extends another", () => {
  it("wins key by key, and the waivers of both count", async () => {
    const waiver = (name: string) =>
      `  - { workload: Deployment/${name}, rule: worst-case, reason: r, until: 2027-01-31 }\n`;
    keep("octo/platform", {
      [FILE]: `block: changed
comments: new
rules: { planned-outage: error, readiness-probe: off }
probe: { periodSeconds: 7, timeoutSeconds: 2 }
worstCase: { max: 2 }
paths: { include: ["k8s/**"], exclude: ["test/**", "examples/**"] }
startupSeconds: 45
waivers:
${waiver("theirs")}`,
    });
    const own = `_extends: platform
block: never
rules: { readiness-probe: warning }
probe: { periodSeconds: 3 }
worstCase: { max: 34% }
paths: { exclude: ["vendor/**"] }
waivers:
${waiver("ours")}`;
    expect(await policyOf(own)).toMatchObject({
      block: "never",
      comments: "new",
      rules: { "planned-outage": "error", "readiness-probe": "warning" },
      probe: { periodSeconds: 3, timeoutSeconds: 2 },
      worstCase: { max: { percent: 34 } },
      paths: { include: ["k8s/**"], exclude: ["vendor/**"] },
      startupSeconds: 45,
      waivers: [
        { workload: "Deployment/ours", writtenAt: { path: FILE, line: 8 } },
        { workload: "Deployment/theirs", writtenAt: { path: `octo/platform:${FILE}`, line: 9 } },
      ],
      problems: [],
    });
    expect(standIn.requests).toHaveLength(3);
  });

  it.each([
    ["platform", "octo/platform", FILE, 3],
    ["octo/platform", "octo/platform", FILE, 3],
    ["acme/platform", "acme/platform", FILE, 3],
    ["platform:policies/strict.yml", "octo/platform", "policies/strict.yml", 3],
    ["acme/platform:strict.yaml", "acme/platform", "strict.yaml", 3],
    // The owner's own came along with the contents.
    [".github", "octo/.github", FILE, 2],
    ["octo/.github", "octo/.github", FILE, 2],
    [".github:other.yml", "octo/.github", "other.yml", 3],
  ])("may name it as %s", async (name, repository, path, requests) => {
    keep(repository, { [path]: "block: never\n" });
    expect(await policyOf(`_extends: ${name}\n`)).toMatchObject({ block: "never", problems: [] });
    expect(standIn.requests).toHaveLength(requests);
  });

  it("goes on from there, and names without an owner are of the owner who writes them", async () => {
    keep("octo/.github", { [FILE]: "_extends: acme/base\nstartupSeconds: 1\n" });
    keep("acme/base", { [FILE]: "_extends: more\nblock: changed\nstartupSeconds: 2\n" });
    keep("acme/more", { [FILE]: "block: never\nonError: neutral\nstartupSeconds: 3\n" });
    expect(await policyOf(null)).toMatchObject({
      block: "changed",
      onError: "neutral",
      startupSeconds: 1,
      problems: [],
    });
    expect(standIn.requests).toHaveLength(4);
  });
});

describe("a policy that extends what cannot be had", () => {
  const own = "comments: new\n_extends: platform\n";
  const at = "extends .github/surefoot.yml:2:11";
  const name = "“octo/platform:.github/surefoot.yml”";

  it.each([
    [
      "a repository that is not there",
      () => undefined,
      `${at} it extends ${name}, which stands in no repository that this App can see, so what it says does not count`,
    ],
    [
      "a file that is not there",
      () => keep("octo/platform", { "README.md": "x" }),
      `${at} it extends ${name}, which is not there, so what it says does not count`,
    ],
    [
      "a link",
      () => keep("octo/platform", { [FILE]: { link: "other.yml" } }),
      `${at} it extends ${name}, which is no text file of at most 64 KiB, so what it says does not count`,
    ],
    [
      "what GitHub refuses",
      () => {
        keep("octo/platform", { [FILE]: "block: never\n" }).refusedAs = "FORBIDDEN";
      },
      `${at} it extends ${name}, which could not be asked for (Reading a policy: GraphQL answered FORBIDDEN at repository), so what it says does not count`,
    ],
    [
      "a broken file",
      () => keep("octo/platform", { [FILE]: "block: never\npassword: hunter2\n" }),
      `${at} it extends ${name}, which is not valid (line 2, column 1; surefoot policy check tells what is wrong), so what it says does not count`,
    ],
    [
      "itself",
      () => keep("octo/platform", { [FILE]: "_extends: Shop\nblock: never\n" }),
      `${at} ${name} extends “octo/Shop:.github/surefoot.yml”, which is part of this policy already; it is read once`,
    ],
    [
      "a broken file further away",
      () => {
        keep("octo/platform", { [FILE]: "_extends: base\nblock: never\n" });
        keep("octo/base", { [FILE]: "comments: [\n" });
      },
      `${at} ${name} extends “octo/base:.github/surefoot.yml”, which is not valid (line 2, column 1; surefoot policy check tells what is wrong), so what it says does not count`,
    ],
  ])("says so at its line and goes by what it has: %s", async (_, arrange, message) => {
    arrange();
    const policy = await policyOf(own);
    expect(messages(policy)).toEqual([message]);
    expect(policy.comments).toBe("new");
  });

  it("repeats nothing of a broken file that its readers may not be allowed to read", async () => {
    keep("octo/platform", { [FILE]: "password: hunter2\nblock: swordfish\n" });
    expect(JSON.stringify(await policyOf(own))).not.toMatch(/password|hunter2|swordfish/);
  });

  it("follows three files and no fourth", async () => {
    for (const at of [1, 2, 3, 4])
      keep(`octo/p${at}`, { [FILE]: `_extends: p${at + 1}\nstartupSeconds: ${at}\n` });
    const policy = await policyOf("_extends: p1\n");
    expect(messages(policy)).toEqual([
      "extends .github/surefoot.yml:1:11 “octo/p3:.github/surefoot.yml” extends “octo/p4:.github/surefoot.yml”, which is one too many; allowed: 3 files in a row",
    ]);
    expect(policy.startupSeconds).toBe(1);
    expect(standIn.requests).toHaveLength(5);
  });

  it("says that the owner's policy is broken where that would hold, and goes by the defaults", async () => {
    keep("octo/.github", { [FILE]: "block: ever\n" });
    const policy = await policyOf(null);
    expect(policy.block).toBe("regressions");
    expect(messages(policy)).toEqual([
      "extends .github/surefoot.yml:1:1 the policy “octo/.github:.github/surefoot.yml”, which holds where a repository has none, is not valid (line 1, column 8; surefoot policy check tells what is wrong), so the defaults hold",
    ]);
  });

  it("says that the owner's policy could not be asked for where that would hold", async () => {
    keep("octo/.github", { [FILE]: "block: never\n" }).refusedAs = "FORBIDDEN";
    expect(messages(await policyOf(null))).toEqual([
      "extends .github/surefoot.yml:1:1 the policy “octo/.github:.github/surefoot.yml”, which holds where a repository has none, could not be asked for (Loading the files: GraphQL answered FORBIDDEN at ownersPolicy), so the defaults hold",
    ]);
    expect(messages(await policyOf("block: never\n"))).toEqual([]);
  });
});

describe("a policy that GitHub cannot give at the moment", () => {
  it("is worth two more tries of the review, and then it goes on without", async () => {
    keep("octo/platform", { [FILE]: "block: never\n" }).refusedAs = "INTERNAL";
    const at = (attempt: number) => ({ cache: null, attempt });
    for (const attempt of [1, 2]) {
      await expect(policyOf("_extends: platform\n", at(attempt))).rejects.toMatchObject({ retryable: true });
    }
    expect(messages(await policyOf("_extends: platform\n", at(3)))).toEqual([
      expect.stringContaining(
        "could not be asked for (Reading a policy: GraphQL answered INTERNAL at repository)",
      ),
    ]);
  });

  it("fails no review that has no need of it", async () => {
    keep("octo/.github", { [FILE]: "block: never\n" }).refusedAs = "INTERNAL";
    expect(messages(await policyOf("comments: new\n"))).toEqual([]);
    await expect(policyOf(null)).rejects.toMatchObject({ retryable: true });
  });

  it("is no excuse for an error of the repository itself", async () => {
    shop.refusedAs = "FORBIDDEN";
    await expect(policyOf("comments: new\n")).rejects.toMatchObject({ status: 403 });
  });
});

describe("policies that were asked for a moment ago", () => {
  const requests = () => standIn.requests.length;

  it("are not asked for again by the same installation, and by another one they are", async () => {
    const caches = createPolicyCaches(createInProcessMemory());
    keep("octo/platform", { [FILE]: "block: never\n" });
    const by = (installation: number) => ({ cache: caches(installation), attempt: 1 });
    await policyOf("_extends: platform\n", by(7));
    expect(requests()).toBe(3);
    expect(await policyOf("_extends: Octo/Platform\n", by(7))).toMatchObject({ block: "never" });
    expect(requests()).toBe(2);
    await policyOf("_extends: platform\n", by(8));
    expect(requests()).toBe(3);
  });

  it("are asked for again where they were missing", async () => {
    const asking = { cache: createPolicyCaches(createInProcessMemory())(7), attempt: 1 };
    expect(messages(await policyOf("_extends: platform\n", asking))).toHaveLength(1);
    keep("octo/platform", { [FILE]: "block: never\n" });
    expect(await policyOf("_extends: platform\n", asking)).toMatchObject({ block: "never", problems: [] });
  });
});
