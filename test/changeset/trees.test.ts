/** All files of both sides of a change, whoever has them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { addedTrees, folderTrees, readFolderChangeSet } from "../../src/changeset/read-folders.js";
import { type GitChange, withGitChange } from "../../src/changeset/read-git.js";
import { type Tree, treeOf } from "../../src/changeset/tree.js";
import {
  GIT_ENVIRONMENT,
  GIT_MISSING,
  temporaryFolder,
  temporaryRepository,
} from "./temporary-repository.js";

const text = (content: string) => ({ kind: "text" as const, text: content });
const CHART = {
  "web/Chart.yaml": "name: web\n",
  "web/templates/_names.tpl": "one\n",
  "web/conf/a.txt": "a\n",
};

async function sorted(tree: Tree | null): Promise<string[]> {
  return [...((await tree?.paths()) ?? [])].sort();
}

async function contents(tree: Tree | null, ...paths: string[]) {
  return Object.fromEntries((await tree?.read(paths)) ?? []);
}

describe.skipIf(GIT_MISSING !== null)("a git repository", () => {
  beforeAll(() => {
    Object.assign(process.env, GIT_ENVIRONMENT);
  });

  test("has the files of the base and of the working tree, whatever they are called", async () => {
    const repo = temporaryRepository(CHART);
    writeFileSync(join(repo.path, "web/archive.tgz"), Buffer.from([0, 255, 1]));
    repo.git("checkout", "--quiet", "-b", "topic");
    repo.commit("an archive");
    repo.write({ "web/templates/_names.tpl": "two\n", "web/templates/_new.tpl": "new\n" });
    symlinkSync("Chart.yaml", join(repo.path, "web/link"));
    const seen = await withGitChange({ repo: repo.path }, async ({ changeSet, trees }) => ({
      others: changeSet.others?.map(({ path, status, hunks }) => [path, status, hunks?.length ?? null]),
      name: changeSet.head,
      base: [await sorted(trees.base), await contents(trees.base, "web/templates/_names.tpl")],
      head: await contents(trees.head, "web/templates/_names.tpl", "web/link", "web/archive.tgz", "none"),
      bytes: [...((await trees.head.readBytes(["web/archive.tgz"])).get("web/archive.tgz") ?? [])],
    }));
    expect(seen.base).toEqual([Object.keys(CHART).sort(), { "web/templates/_names.tpl": text("one\n") }]);
    expect(seen.head).toEqual({
      "web/templates/_names.tpl": text("two\n"),
      "web/link": { kind: "link" },
      "web/archive.tgz": { kind: "binary" },
    });
    expect(seen.bytes).toEqual([0, 255, 1]);
    expect(seen.name).toMatch(/ \+ working tree$/);
    expect(seen.others).toEqual([
      ["web/archive.tgz", "added", null],
      ["web/link", "added", 1],
      ["web/templates/_names.tpl", "modified", 1],
      ["web/templates/_new.tpl", "added", 1],
    ]);
  });

  test("leaves large files beside the manifests out of the working tree", async () => {
    const repo = temporaryRepository(CHART);
    repo.write({ "data.bin": "x".repeat(1024 * 1024 + 1), "large.yaml": "y".repeat(1024 * 1024 + 1) });
    const paths = await withGitChange({ repo: repo.path }, ({ trees }) => sorted(trees.head));
    expect(paths).toEqual(["large.yaml", ...Object.keys(CHART)].sort());
  });

  test("tells a file that becomes a manifest, or is none any more, as the part that is none", async () => {
    const lines = Array.from({ length: 20 }, (_, at) => `a${at}: ${at}\n`).join("");
    const repo = temporaryRepository({ "a.yaml": lines, "b.txt": lines.replaceAll("a", "b") });
    repo.git("checkout", "--quiet", "-b", "topic");
    repo.git("mv", "a.yaml", "a.txt");
    repo.git("mv", "b.txt", "b.yaml");
    repo.commit("renamed");
    const read = ({ changeSet }: GitChange) => Promise.resolve(changeSet);
    const { files, others } = await withGitChange({ repo: repo.path, head: "topic" }, read);
    expect(files.map(({ path, status }) => [path, status])).toEqual([
      ["a.yaml", "removed"],
      ["b.yaml", "added"],
    ]);
    expect(others?.map(({ path, status }) => [path, status])).toEqual([
      ["a.txt", "added"],
      ["b.txt", "removed"],
    ]);
  });
});

describe("folders", () => {
  test("have all files below them, and say what differs beside the manifests", async () => {
    const folders = {
      before: temporaryFolder(CHART),
      after: temporaryFolder({ ...CHART, "web/templates/_names.tpl": "two\n", "node_modules/a/b.js": "" }),
    };
    mkdirSync(join(folders.after, ".git"));
    writeFileSync(join(folders.after, ".git/config"), "secret");
    writeFileSync(join(folders.after, "web/archive.tgz"), Buffer.from([0, 1]));
    const { base, head } = folderTrees(folders);
    expect(await sorted(base)).toEqual(Object.keys(CHART).sort());
    expect(await sorted(head)).toEqual([...Object.keys(CHART), "web/archive.tgz"].sort());
    expect(await contents(head, "web/templates/_names.tpl", ".git/config", "../etc/passwd")).toEqual({
      "web/templates/_names.tpl": text("two\n"),
    });
    expect([...(await head.readBytes(["web/archive.tgz", "web/Chart.yaml"])).keys()]).toEqual([
      "web/archive.tgz",
    ]);
    const { others } = await readFolderChangeSet(folders);
    expect(others?.map(({ path, status }) => [path, status])).toEqual([
      ["web/archive.tgz", "added"],
      ["web/templates/_names.tpl", "modified"],
    ]);
  });

  test("that are scanned bring the chart around what is named, and nothing above the current folder", async () => {
    const cwd = temporaryFolder({
      "Chart.yaml": "name: above\n",
      "work/web/Chart.yaml": "name: web\n",
      "work/web/templates/a.yaml": "a: 1\n",
      "work/web/charts/b/Chart.yaml": "name: b\n",
      "work/other/c.yaml": "c: 1\n",
    });
    const { base, head } = addedTrees(["web/charts/b"], join(cwd, "work"));
    expect(base).toBe(null);
    expect(await sorted(head)).toEqual(["web/Chart.yaml", "web/charts/b/Chart.yaml", "web/templates/a.yaml"]);
    const { head: ofFile } = addedTrees(["web/templates/a.yaml"], join(cwd, "work"));
    expect(await sorted(ofFile)).toContain("web/Chart.yaml");
    const { head: plain } = addedTrees(["other"], join(cwd, "work"));
    expect(await sorted(plain)).toEqual(["other/c.yaml"]);
  });
});

test("texts and bytes in memory are a tree", async () => {
  const tree = treeOf({ "a.yaml": "a", "b.tgz": Uint8Array.of(1) });
  expect(await sorted(tree)).toEqual(["a.yaml", "b.tgz"]);
  expect(await contents(tree, "a.yaml", "b.tgz", "c")).toEqual({
    "a.yaml": text("a"),
    "b.tgz": { kind: "binary" },
  });
  expect(await tree.readBytes(["a.yaml", "b.tgz"])).toEqual(new Map([["b.tgz", Uint8Array.of(1)]]));
});
