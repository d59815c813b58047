import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LOCAL_FILE_BYTES } from "../../src/changeset/change-set.js";
import { ChangeSetError } from "../../src/changeset/change-set-error.js";
import { contentHunks } from "../../src/changeset/line-hunks.js";
import { readAsAdded, readFolderChangeSet } from "../../src/changeset/read-folders.js";
import { temporaryFolder } from "./temporary-repository.js";

const text = (content: string) => ({ kind: "text" as const, text: content });

describe("comparing two folders", () => {
  it("lists what was added, edited, removed and moved, and the manifests beside it", async () => {
    const before = temporaryFolder({
      "k8s/edited.yaml": "a: 1\n",
      "k8s/same.yaml": "s: 1\n",
      "k8s/gone.yaml": "g: 1\n",
      "old/moved.yaml": "m: 1\n",
      "elsewhere/same.yaml": "e: 1\n",
    });
    const after = temporaryFolder({
      "k8s/edited.yaml": "a: 2\n",
      "k8s/same.yaml": "s: 1\n",
      "new/moved.yaml": "m: 1\n",
      "k8s/more.yml": "n: 1\nn2: 1",
      "elsewhere/same.yaml": "e: 1\n",
      "k8s/readme.md": "# no manifest\n",
    });
    const changeSet = await readFolderChangeSet({ before, after });
    expect([changeSet.base, changeSet.head, changeSet.omissions]).toEqual([before, after, []]);
    expect(changeSet.files).toEqual([
      {
        path: "k8s/edited.yaml",
        previousPath: null,
        status: "modified",
        before: text("a: 1\n"),
        after: text("a: 2\n"),
        hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 }],
      },
      {
        path: "k8s/gone.yaml",
        previousPath: null,
        status: "removed",
        before: text("g: 1\n"),
        after: null,
        hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0 }],
      },
      {
        path: "k8s/more.yml",
        previousPath: null,
        status: "added",
        before: null,
        after: text("n: 1\nn2: 1"),
        hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2 }],
      },
      {
        path: "new/moved.yaml",
        previousPath: "old/moved.yaml",
        status: "renamed",
        before: text("m: 1\n"),
        after: text("m: 1\n"),
        hunks: null,
      },
    ]);
    expect(changeSet.siblings).toEqual([{ path: "k8s/same.yaml", content: text("s: 1\n") }]);
  });

  it("takes everything for added where there was nothing before", async () => {
    const changeSet = await readFolderChangeSet({
      before: null,
      after: temporaryFolder({ "a.yaml": "a: 1\n" }),
    });
    expect(changeSet.base).toBeNull();
    expect(changeSet.files.map((file) => file.status)).toEqual(["added"]);
  });

  it("says which folder is missing", async () => {
    const after = temporaryFolder();
    const missing = join(after, "nowhere");
    await expect(readFolderChangeSet({ before: missing, after })).rejects.toThrow(ChangeSetError);
    await expect(readFolderChangeSet({ before: missing, after })).rejects.toThrow(/nowhere" does not exist/);
  });
});

describe("taking files as added", () => {
  it("reads every manifest below a folder, but not below .git and node_modules", async () => {
    const cwd = temporaryFolder({
      "k8s/a.yaml": "a: 1\n",
      "k8s/deep/b.json": "{}\n",
      "k8s/.git/config.yaml": "no: 1\n",
      "k8s/node_modules/x/y.yaml": "no: 1\n",
      "k8s/notes.txt": "no\n",
    });
    const changeSet = await readAsAdded(["k8s"], cwd);
    expect(changeSet.files.map((file) => [file.path, file.status, file.hunks])).toEqual([
      ["k8s/a.yaml", "added", [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1 }]],
      ["k8s/deep/b.json", "added", [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1 }]],
    ]);
    expect([changeSet.base, changeSet.head, changeSet.siblings]).toEqual([null, "working tree", []]);
  });

  it("takes the manifests beside a named file for its context", async () => {
    const cwd = temporaryFolder({
      "k8s/a.yaml": "a: 1\n",
      "k8s/svc.yaml": "s: 1\n",
      "k8s/sub/c.yaml": "c: 1\n",
    });
    const changeSet = await readAsAdded(["k8s/a.yaml"], cwd);
    expect(changeSet.files.map((file) => file.path)).toEqual(["k8s/a.yaml"]);
    expect(changeSet.siblings).toEqual([{ path: "k8s/svc.yaml", content: text("s: 1\n") }]);
  });

  it("reads a file once however often it is named, and one outside the current folder", async () => {
    const cwd = temporaryFolder({ "work/a.yaml": "a: 1\n", "other/b.yaml": "b: 1\n" });
    const changeSet = await readAsAdded([".", "a.yaml", "./a.yaml", "../other"], join(cwd, "work"));
    expect(changeSet.files.map((file) => file.path)).toEqual(["../other/b.yaml", "a.yaml"]);
  });

  it("follows a link that is named and none that is found", async () => {
    const cwd = temporaryFolder({ "real/a.yaml": "a: 1\n" });
    mkdirSync(join(cwd, "found"));
    symlinkSync(join(cwd, "real/a.yaml"), join(cwd, "found/link.yaml"));
    symlinkSync("..", join(cwd, "found/loop"));
    const [found] = (await readAsAdded(["found"], cwd)).files;
    expect(found).toMatchObject({ path: "found/link.yaml", after: { kind: "link" }, hunks: null });
    const [named] = (await readAsAdded(["found/link.yaml"], cwd)).files;
    expect(named!.after).toEqual(text("a: 1\n"));
  });

  it("leaves out links to what it reads under another name, as those of a mounted ConfigMap", async () => {
    const cwd = temporaryFolder({ "k8s/..data/web.yaml": "a: 1\n", "other/b.yaml": "b: 1\n" });
    symlinkSync("..data/web.yaml", join(cwd, "k8s/web.yaml"));
    symlinkSync("../other/b.yaml", join(cwd, "k8s/b.yaml"));
    symlinkSync("nowhere.yaml", join(cwd, "k8s/gone.yaml"));
    const { files } = await readAsAdded(["k8s"], cwd);
    expect(files.map(({ path, after }) => [path, after?.kind])).toEqual([
      ["k8s/..data/web.yaml", "text"],
      ["k8s/b.yaml", "link"],
      ["k8s/gone.yaml", "link"],
    ]);
  });

  it("says what it was told to read and did not", async () => {
    const cwd = temporaryFolder({
      "chart.tpl": "x\n",
      "huge.json": "[]\n",
      "large.json": Buffer.alloc(4 * 1024 * 1024, "[]\n"),
    });
    // Without a block of the disk.
    truncateSync(join(cwd, "huge.json"), MAX_LOCAL_FILE_BYTES + 1);
    const changeSet = await readAsAdded(["chart.tpl", "huge.json", "large.json"], cwd);
    expect(changeSet.omissions).toEqual([
      { path: "chart.tpl", message: "not a .yaml, .yml or .json file, so it was not read" },
    ]);
    expect(changeSet.files.map(({ after }) => after)).toEqual([
      { kind: "too-large", bytes: MAX_LOCAL_FILE_BYTES + 1, limit: MAX_LOCAL_FILE_BYTES },
      { kind: "text", text: expect.any(String) },
    ]);
    await expect(readAsAdded(["nowhere.yaml"], cwd)).rejects.toThrow(/"nowhere.yaml" does not exist/);
  });
});

describe("hunks of two texts", () => {
  it("give the lines that they leave out the same text on both sides", () => {
    const line = fc.constantFrom("a\n", "b\n", "c\n", "d\n");
    const body = fc.array(line, { maxLength: 40 }).map((all) => all.join(""));
    fc.assert(
      fc.property(body, body, (before, after) => {
        const hunks = contentHunks(text(before), text(after)) ?? [];
        const [old, fresh] = [before.split("\n"), after.split("\n")];
        for (const hunk of [...hunks].reverse()) {
          old.splice(Math.max(hunk.oldStart - 1, 0), hunk.oldLines);
          fresh.splice(Math.max(hunk.newStart - 1, 0), hunk.newLines);
        }
        expect(old).toEqual(fresh);
      }),
    );
  });

  it("are one hunk over everything where two large texts have nothing in common", () => {
    const many = (word: string) => Array.from({ length: 60_000 }, (_, at) => `${word}${at}\n`).join("");
    expect(contentHunks(text(many("a")), text(many("b")))).toEqual([
      { oldStart: 1, oldLines: 60_000, newStart: 1, newLines: 60_000 },
    ]);
  });
});
