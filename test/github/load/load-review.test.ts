import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "../../../src/changeset/change-set.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { type LoadedReview, loadReview } from "../../../src/github/load/load-review.js";
import type { ReviewTarget } from "../../../src/github/load/review-target.js";
import { deployment } from "../manifests.js";
import { type Content, createRepository, type Repository } from "../stand-in/repository.js";
import { APP_ID, type StandIn, startStandIn } from "../stand-in/stand-in.js";

let standIn: StandIn;
let octokit: GitHubClient;
let repository: Repository;

beforeEach(async () => {
  repository = createRepository();
  standIn = await startStandIn(repository);
  octokit = new SurefootOctokit({ auth: { token: "t" }, baseUrl: standIn.apiUrl });
});

afterEach(async () => {
  await standIn.close();
  expect(standIn.violations).toEqual([]);
});

function targetOf(headSha: string, pullNumber: number | null): ReviewTarget {
  const { owner, name: repo } = repository;
  return { repository: { owner, repo }, appId: APP_ID, base: "main", headSha, pullNumber };
}

async function load(
  base: Record<string, Content>,
  head: Record<string, Content>,
  options: { mergeGroup?: boolean } = {},
): Promise<LoadedReview> {
  repository.branches.set("main", repository.commit(base));
  const { headSha, number } = repository.open({ headSha: repository.commit(head, "main") });
  return loadReview(octokit, targetOf(headSha, options.mergeGroup === true ? null : number));
}

const file = (loaded: LoadedReview, path: string) =>
  loaded.changeSet.files.find((each) => each.path === path);

describe("the texts of a change", () => {
  it("has both sides of a modified file, its hunks, and where it can be seen", async () => {
    const { changeSet } = await load({ "a.yaml": "a: 1\nb: 2\n" }, { "a.yaml": "a: 1\nb: 3\n" });
    expect(changeSet.webUrl).toBe(`https://github.com/octo/shop/blob/${changeSet.head}`);
    expect(changeSet.base).toBe(repository.branches.get("main"));
    expect(changeSet.files).toEqual([
      {
        path: "a.yaml",
        previousPath: null,
        status: "modified",
        before: { kind: "text", text: "a: 1\nb: 2\n" },
        after: { kind: "text", text: "a: 1\nb: 3\n" },
        hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }],
      },
    ]);
  });

  it("compares with the merge base, not with the tip of the base branch", async () => {
    const fork = repository.commit({ "a.yaml": "a: 1\n" });
    repository.branches.set("main", repository.commit({ "a.yaml": "a: 1\n", "b.yaml": "b: 1\n" }, fork));
    const { headSha } = repository.open({ headSha: repository.commit({ "a.yaml": "a: 2\n" }, fork) });
    const target = targetOf(headSha, 1);
    const { changeSet } = await loadReview(octokit, target);
    expect(changeSet.base).toBe(fork);
    expect(changeSet.files.map(({ path }) => path)).toEqual(["a.yaml"]);
  });

  it("has only the side that exists of an added and a removed file", async () => {
    const loaded = await load({ "old.yaml": "a: 1\n" }, { "old.yaml": null, "new.json": "{}" });
    expect(file(loaded, "old.yaml")).toMatchObject({
      status: "removed",
      after: null,
      before: { text: "a: 1\n" },
    });
    expect(file(loaded, "new.json")).toMatchObject({ status: "added", before: null, after: { text: "{}" } });
  });

  it("reads a renamed file's old text at its old path, and the manifests beside both places", async () => {
    const loaded = await load(
      { "old/a.yaml": "a: 1\n", "old/service.yaml": "s: 1\n", "new/service.yaml": "s: 2\n" },
      { "old/a.yaml": null, "new/b.yaml": "a: 1\n" },
    );
    expect(file(loaded, "new/b.yaml")).toMatchObject({
      status: "renamed",
      previousPath: "old/a.yaml",
      before: { kind: "text", text: "a: 1\n" },
      hunks: null,
    });
    expect(loaded.changeSet.siblings.map(({ path }) => path)).toEqual([
      "new/service.yaml",
      "old/service.yaml",
    ]);
  });

  it("takes a template that only loses its ending for a rename", async () => {
    const loaded = await load({ "a.yaml.j2": "a: 1\n" }, { "a.yaml.j2": null, "a.yaml": "a: 1\n" });
    expect(loaded.changeSet.files).toMatchObject([
      {
        path: "a.yaml",
        previousPath: "a.yaml.j2",
        status: "renamed",
        before: { text: "a: 1\n" },
        hunks: null,
      },
    ]);
  });

  it("takes a rename from or to another kind of file for an addition or a removal", async () => {
    const loaded = await load(
      { "a.yaml": "a: 1\n", "b.txt": "b: 1\n" },
      { "a.yaml": null, "a.txt": "a: 1\n", "b.txt": null, "b.yaml": "b: 1\n" },
    );
    expect(loaded.changeSet.files).toMatchObject([
      { path: "a.yaml", previousPath: null, status: "removed", before: { text: "a: 1\n" }, after: null },
      { path: "b.yaml", previousPath: null, status: "added", before: null, after: { text: "b: 1\n" } },
    ]);
  });

  it("keeps a byte order mark, carriage returns and a missing final newline", async () => {
    const text = "\uFEFFa: 1\r\nb: 2";
    const loaded = await load({ "a.yaml": "a: 1\n" }, { "a.yaml": text });
    expect(file(loaded, "a.yaml")?.after).toEqual({ kind: "text", text });
  });

  it("tells binary files, links and submodules from texts", async () => {
    const loaded = await load(
      { "README.md": "x" },
      {
        "binary.yaml": Buffer.from([1, 0, 2]),
        "link.yaml": { link: "../other.yaml" },
        "module.yaml": { submodule: "1".repeat(40) },
      },
    );
    expect(loaded.changeSet.files.map(({ after }) => after)).toEqual([
      { kind: "binary" },
      { kind: "link" },
      { kind: "link" },
    ]);
  });

  it("takes a file above 512,000 bytes by REST and leaves one above 3 MB unread", async () => {
    const large = `a: |\n${"  0123456789 ä\n".repeat(40_000)}`;
    const loaded = await load(
      { "a.yaml": "a: 1\n" },
      { "a.yaml": large, "huge.yaml": "#".repeat(3_200_000) },
    );
    expect(file(loaded, "a.yaml")?.after).toEqual({ kind: "text", text: large });
    expect(file(loaded, "huge.yaml")?.after).toEqual({
      kind: "too-large",
      bytes: 3_200_000,
      limit: MAX_FILE_BYTES,
    });
    expect(standIn.requests.filter((name) => name.includes("/git/blobs/"))).toHaveLength(1);
  });

  it("asks for names that would break a query as for any other", async () => {
    const names = [
      'k8s/"quoted".yaml',
      "k8s/$var.yaml",
      "k8s/back\\slash.yaml",
      "k8s/zweite Straße 🚀.yaml",
      "k8s/a#b?c%20.yaml",
    ];
    const loaded = await load(
      { "README.md": "x" },
      Object.fromEntries(names.map((name) => [name, "a: 1\n"])),
    );
    expect(loaded.changeSet.files.map(({ path }) => path).sort()).toEqual([...names].sort());
    expect(loaded.changeSet.omissions).toEqual([]);
  });
});

describe("the manifests beside the changed ones", () => {
  it("are those of the same folder that are neither changed nor something else", async () => {
    const { changeSet } = await load(
      {
        "k8s/web.yaml": "a: 1\n",
        "k8s/service.yaml": "s: 1\n",
        "k8s/notes.md": "x",
        "k8s/package-lock.json": "{}",
        "k8s/linked.yaml": { link: "web.yaml" },
        "k8s/deeper/other.yaml": "o: 1\n",
        "root.yaml": "r: 1\n",
      },
      { "k8s/web.yaml": "a: 2\n" },
    );
    expect(changeSet.siblings).toEqual([
      { path: "k8s/service.yaml", content: { kind: "text", text: "s: 1\n" } },
    ]);
  });

  it("are told as missing where there are too many folders, and where there is too much text", async () => {
    const folders = Array.from({ length: 305 }, (_, i) => `f${String(i).padStart(3, "0")}`);
    const base = Object.fromEntries(folders.map((folder) => [`${folder}/a.yaml`, "a: 1\n"]));
    const head = Object.fromEntries(folders.map((folder) => [`${folder}/a.yaml`, "a: 2\n"]));
    const { changeSet } = await load(base, head);
    expect(changeSet.files).toHaveLength(305);
    expect(changeSet.files.every(({ after }) => after?.kind === "text")).toBe(true);
    expect(changeSet.omissions.map(({ path }) => path)).toEqual(["f300", "f301", "f302", "f303", "f304"]);

    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k8s/s${i}.yaml`, "s: 1\n"]));
    const other = await load({ ...many, "k8s/web.yaml": "a: 1\n" }, { "k8s/web.yaml": "a: 2\n" });
    expect(other.changeSet.siblings).toEqual([]);
    expect(other.changeSet.omissions).toMatchObject([{ path: "k8s" }]);
  });
});

describe("a long change", () => {
  const numbered = (count: number, text: string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`k8s/${String(i).padStart(4, "0")}.yaml`, text]),
    );

  it("is listed page by page above 300 files and loaded a hundred at a time", async () => {
    const { changeSet } = await load({ "README.md": "x" }, numbered(350, "a: 1\n"));
    expect(changeSet.files).toHaveLength(350);
    expect(changeSet.omissions).toEqual([]);
    expect(standIn.requests.filter((name) => name.endsWith("/files"))).toHaveLength(4);
    expect(standIn.requests.filter((name) => name.includes("graphql"))).toHaveLength(4);
  });

  it("says what it leaves out above 3,000 files", async () => {
    const { changeSet } = await load({ "README.md": "x" }, numbered(3_010, "a: 1\n"));
    expect(changeSet.files).toHaveLength(3_000);
    expect(changeSet.omissions).toEqual([
      {
        path: ".",
        message: "GitHub lists only the first 3000 of 3010 changed files; the others were not reviewed.",
      },
    ]);
  });

  it("says what it leaves out of a merge queue's group, which has no pages", async () => {
    const { changeSet } = await load({ "README.md": "x" }, numbered(310, "a: 1\n"), { mergeGroup: true });
    expect(changeSet.files).toHaveLength(300);
    expect(changeSet.omissions).toMatchObject([{ path: "." }]);
  });

  it("does not take a tag for a branch that is gone", async () => {
    const headSha = repository.commit({ "a.yaml": "a: 1\n" });
    repository.tags.set("main", headSha);
    const target = targetOf(headSha, null);
    await expect(loadReview(octokit, target)).rejects.toMatchObject({ name: "GitHubFailure", status: 404 });
  });

  it("looks for the patch of a small file among the pages where a comparison left it out", async () => {
    const base = repository.commit({ "README.md": "x" });
    repository.branches.set("main", base);
    const { headSha } = repository.open({ headSha: repository.commit({ "a.yaml": "a: 1\n" }, "main") });
    const { mergeBase, files } = repository.compare("main", headSha);
    const body = {
      ...{ base_commit: { sha: base }, merge_base_commit: { sha: mergeBase }, commits: [], total_commits: 1 },
      files: files.map(({ patch: _, ...rest }) => rest),
    };
    standIn.faults.push({ on: /compare/, status: 200, body });
    const target = targetOf(headSha, 1);
    const { changeSet } = await loadReview(octokit, target);
    expect(changeSet.files).toMatchObject([{ path: "a.yaml", hunks: [{ newStart: 1, newLines: 1 }] }]);
  });
});

describe("the state of the pull request", () => {
  it("knows all of its own threads where there are more than a hundred", async () => {
    repository.branches.set("main", repository.commit({ "README.md": "x" }));
    const pull = repository.open({ headSha: repository.commit({ "a.yaml": "a: 1\n" }, "main") });
    for (let i = 0; i < 230; i += 1) {
      const marker = `<!-- surefoot:comment:${String(i).padStart(16, "0")} head=abc -->`;
      pull.threads.push({
        id: `T${i}`,
        path: "a.yaml",
        line: 1,
        startLine: null,
        lineText: "",
        isOutdated: false,
        isResolved: false,
        resolvedBy: null,
        comments: [{ id: `C${i}`, body: marker, ours: i % 2 === 0, minimizedReason: null }],
      });
    }
    const target = {
      repository: { owner: "octo", repo: "shop" },
      appId: APP_ID,
      base: "main",
      headSha: pull.headSha,
      pullNumber: 1,
    };
    const loaded = await loadReview(octokit, target);
    expect(loaded.pullRequest?.threads).toHaveLength(115);
    expect(standIn.requests.filter((name) => name.includes("graphql"))).toHaveLength(3);
  });

  it("runs on the defaults and says so where the policy is no text", async () => {
    const { policy } = await load(
      { ".github/surefoot.yml": Buffer.from([0, 1, 2]) },
      { "k8s/web.yaml": deployment("web") },
    );
    expect(policy.block).toBe("regressions");
    expect(policy.problems).toMatchObject([{ code: "policy", path: ".github/surefoot.yml" }]);
  });
});
