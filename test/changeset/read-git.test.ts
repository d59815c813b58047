import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parsePatch } from "diff";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type ChangedFile,
  type ChangeSet,
  hunkAtHeadLine,
  MAX_LOCAL_FILE_BYTES,
} from "../../src/changeset/change-set.js";
import { ChangeSetError } from "../../src/changeset/change-set-error.js";
import { readGitChangeSet, readGitFile } from "../../src/changeset/read-git.js";
import {
  GIT_ENVIRONMENT,
  GIT_MISSING,
  temporaryFolder,
  temporaryRepository,
} from "./temporary-repository.js";

const lines = (count: number, prefix = "line") =>
  Array.from({ length: count }, (_, at) => `${prefix}: ${at + 1}\n`);

function file(changeSet: ChangeSet, path: string): ChangedFile {
  const found = changeSet.files.find((one) => one.path === path);
  if (found === undefined)
    throw new Error(`no ${path} in ${changeSet.files.map((one) => one.path).join(", ")}`);
  return found;
}

async function failure(promise: Promise<unknown>): Promise<ChangeSetError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ChangeSetError)) throw new Error(`expected a ChangeSetError, got ${String(error)}`);
  return error;
}

describe.skipIf(GIT_MISSING !== null)(
  `reading a git repository${GIT_MISSING ? `: ${GIT_MISSING}` : ""}`,
  () => {
    beforeAll(() => {
      Object.assign(process.env, GIT_ENVIRONMENT);
    });

    describe("what is compared", () => {
      it("compares the merge base with the default branch and HEAD", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        const fork = repo.git("rev-parse", "HEAD");
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "b.yaml": "b: 1\n" });
        const head = repo.commit("topic");
        repo.git("checkout", "--quiet", "main");
        repo.write({ "later.yaml": "on: main\n" });
        repo.commit("main moved on");
        repo.git("checkout", "--quiet", "topic");

        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.base).toBe(fork);
        expect(changeSet.head).toBe(head);
        expect(changeSet.webUrl).toBeNull();
        expect(changeSet.omissions).toEqual([]);
        expect(changeSet.files).toEqual([
          {
            path: "b.yaml",
            previousPath: null,
            status: "added",
            before: null,
            after: { kind: "text", text: "b: 1\n" },
            hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1 }],
          },
        ]);
        expect(changeSet.siblings).toEqual([{ path: "a.yaml", content: { kind: "text", text: "a: 1\n" } }]);
      });

      it("takes the remote's default branch before a local one", async () => {
        const origin = temporaryRepository({ "a.yaml": "a: 1\n" });
        origin.git("branch", "--move", "trunk");
        const tip = origin.git("rev-parse", "HEAD");
        const clone = temporaryFolder();
        origin.git("clone", "--quiet", origin.path, clone);
        execFileSync("git", ["-C", clone, "checkout", "--quiet", "-b", "main"], { stdio: "pipe" });
        writeFileSync(join(clone, "a.yaml"), "a: 2\n");
        execFileSync("git", ["-C", clone, "commit", "--quiet", "--all", "-m", "two"], { stdio: "pipe" });

        const changeSet = await readGitChangeSet({ repo: clone });
        expect(changeSet.base).toBe(tip);
        expect(changeSet.files.map((one) => one.path)).toEqual(["a.yaml"]);
      });

      it("goes through the merge base for an explicit base too, as three dots do", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        const fork = repo.git("rev-parse", "HEAD");
        repo.git("branch", "release");
        repo.write({ "a.yaml": "a: 2\n" });
        repo.commit("two");
        repo.git("checkout", "--quiet", "release");
        repo.write({ "r.yaml": "r: 1\n" });
        repo.commit("release");
        repo.git("checkout", "--quiet", "main");
        const changeSet = await readGitChangeSet({ repo: repo.path, base: "release", head: "main" });
        expect(changeSet.base).toBe(fork);
        expect(changeSet.files.map((one) => one.path)).toEqual(["a.yaml"]);
      });

      it("reads a bare repository, whose HEAD names the default branch", async () => {
        const repo = temporaryRepository({ "k8s/a.yaml": "a: 1\n", "k8s/b.yaml": "b: 1\n" });
        const base = repo.git("rev-parse", "HEAD");
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "k8s/a.yaml": "a: 2\n" });
        const head = repo.commit("topic");
        repo.git("checkout", "--quiet", "main");
        repo.git("branch", "--move", "main", "trunk");
        const bare = join(temporaryFolder(), "bare.git");
        repo.git("clone", "--quiet", "--bare", repo.path, bare);

        const changeSet = await readGitChangeSet({ repo: bare, head: "topic" });
        expect([changeSet.base, changeSet.head]).toEqual([base, head]);
        expect(changeSet.files.map((one) => one.path)).toEqual(["k8s/a.yaml"]);
        expect(changeSet.siblings.map((one) => one.path)).toEqual(["k8s/b.yaml"]);
        expect((await readGitChangeSet({ repo: bare })).files).toEqual([]);
      });

      it("works from a folder inside the repository and names paths from its root", async () => {
        const repo = temporaryRepository({ "deploy/k8s/a.yaml": "a: 1\n", "deploy/k8s/b.yaml": "b: 1\n" });
        repo.write({ "deploy/k8s/a.yaml": "a: 2\n", "top.yaml": "t: 1\n" });
        const changeSet = await readGitChangeSet({ repo: join(repo.path, "deploy") });
        expect(changeSet.files.map((one) => one.path)).toEqual(["deploy/k8s/a.yaml", "top.yaml"]);
        expect(changeSet.siblings.map((one) => one.path)).toEqual(["deploy/k8s/b.yaml"]);
      });

      it("is not led to another repository by the variables that a hook sets", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        repo.write({ "a.yaml": "a: 2\n" });
        const other = temporaryRepository({ "other.yaml": "o: 1\n" });
        process.env.GIT_DIR = join(other.path, ".git");
        process.env.GIT_INDEX_FILE = join(other.path, ".git", "index");
        try {
          const changeSet = await readGitChangeSet({ repo: repo.path });
          expect(changeSet.files.map((one) => one.path)).toEqual(["a.yaml"]);
        } finally {
          delete process.env.GIT_DIR;
          delete process.env.GIT_INDEX_FILE;
        }
      });
    });

    describe("the working tree", () => {
      it("is part of the head unless a head is named, untracked files and deletions included", async () => {
        const repo = temporaryRepository({
          "a.yaml": "a: 1\n",
          "gone.yaml": "g: 1\n",
          ".gitignore": "ignored.yaml\n",
        });
        const commit = repo.git("rev-parse", "HEAD");
        repo.write({
          "a.yaml": "a: 2\n",
          "new/n.yaml": "n: 1\n",
          "ignored.yaml": "i: 1\n",
          "staged.yaml": "s: 1\n",
        });
        repo.git("add", "staged.yaml");
        repo.remove("gone.yaml");

        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.base).toBe(commit);
        expect(changeSet.head).toBe(`${commit} + working tree`);
        expect(changeSet.files.map((one) => [one.path, one.status])).toEqual([
          ["a.yaml", "modified"],
          ["gone.yaml", "removed"],
          ["new/n.yaml", "added"],
          ["staged.yaml", "added"],
        ]);
        expect(file(changeSet, "a.yaml").after).toEqual({ kind: "text", text: "a: 2\n" });
        expect((await readGitChangeSet({ repo: repo.path, head: "HEAD" })).files).toEqual([]);
      });

      it("has an edit of the same size and the same second as the commit, however late it is read", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        const time = new Date("2026-01-02T03:04:05Z");
        utimesSync(join(repo.path, "a.yaml"), time, time);
        repo.git("update-index", "--refresh");
        repo.write({ "a.yaml": "a: 2\n" });
        for (const path of ["a.yaml", ".git/index"]) utimesSync(join(repo.path, path), time, time);
        expect(repo.git("--no-optional-locks", "status", "--porcelain")).toBe("M a.yaml");
        expect((await readGitChangeSet({ repo: repo.path })).files.map((one) => one.path)).toEqual([
          "a.yaml",
        ]);
      });

      it("is not mentioned where it holds nothing but the commit's manifests", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        repo.write({ "notes.txt": "no manifest\n" });
        expect((await readGitChangeSet({ repo: repo.path })).head).toBe(repo.git("rev-parse", "HEAD"));
      });

      it("finds a rename into an untracked file", async () => {
        const repo = temporaryRepository({ "old.yaml": lines(20).join("") });
        repo.remove("old.yaml");
        repo.write({ "new.yaml": `${lines(20).join("")}more: 1\n` });
        const [renamed] = (await readGitChangeSet({ repo: repo.path })).files;
        expect(renamed).toMatchObject({ path: "new.yaml", previousPath: "old.yaml", status: "renamed" });
      });

      it("leaves index, objects and working tree as they were", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        repo.write({ "a.yaml": "a: 2\n", "b.yaml": "b: 1\n" });
        const look = () => ({
          index: readFileSync(join(repo.path, ".git/index")),
          objects: repo.git("count-objects", "--verbose"),
          status: repo.git("--no-optional-locks", "status", "--porcelain"),
          git: readdirSync(join(repo.path, ".git")).sort(),
        });
        const before = look();
        await readGitChangeSet({ repo: repo.path });
        expect(look()).toEqual(before);
      });

      it("reads a file in conflict as it stands on disk, other conflicts notwithstanding", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "notes.txt": "1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "a.yaml": "a: topic\n", "notes.txt": "topic\n" });
        repo.commit("topic");
        repo.git("checkout", "--quiet", "main");
        repo.write({ "a.yaml": "a: main\n", "notes.txt": "main\n" });
        repo.commit("main");
        expect(() => repo.git("merge", "--quiet", "topic")).toThrow();
        const { after } = file(await readGitChangeSet({ repo: repo.path }), "a.yaml");
        expect(after).toMatchObject({ kind: "text", text: expect.stringContaining("<<<<<<<") });
      });

      it("has the line ends that git would commit", async () => {
        const repo = temporaryRepository({
          "a.yaml": "a: 1\nb: 1\n",
          ".gitattributes": "*.yaml text eol=crlf\n",
        });
        repo.write({ "a.yaml": "a: 1\r\nb: 2\r\n" });
        const { after, hunks } = file(await readGitChangeSet({ repo: repo.path }), "a.yaml");
        expect(after).toEqual({ kind: "text", text: "a: 1\nb: 2\n" });
        expect(hunks).toEqual([{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }]);
      });

      it("survives a folder that took the place of a file, and a link that took the place of a folder", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "d/b.yaml": "b: 1\n" });
        repo.remove("a.yaml");
        repo.write({ "a.yaml/inner.yaml": "i: 1\n" });
        repo.remove("d");
        symlinkSync("a.yaml", join(repo.path, "d"));
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.files.map((one) => [one.path, one.status])).toEqual([
          ["a.yaml", "removed"],
          ["a.yaml/inner.yaml", "added"],
          ["d/b.yaml", "removed"],
        ]);
      });

      it("says which file could not be read instead of passing it over", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        unlinkSync(join(repo.path, "a.yaml"));
        execFileSync("mkfifo", [join(repo.path, "a.yaml")]);
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.omissions).toEqual([
          { path: "a.yaml", message: "neither a file nor a link, so it was not read" },
        ]);
      });
    });

    describe("kinds of change", () => {
      it("gives a renamed and edited file its previous path, both texts and the hunks of the edit", async () => {
        const repo = temporaryRepository({ "old/a.yaml": lines(30).join(""), "old/svc.yaml": "s: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "new/a.yaml": lines(30).with(14, "changed: 15\n").join("") });
        repo.remove("old/a.yaml");
        repo.commit("move");
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.files).toMatchObject([
          {
            path: "new/a.yaml",
            previousPath: "old/a.yaml",
            status: "renamed",
            before: { text: lines(30).join("") },
            hunks: [{ oldStart: 12, oldLines: 7, newStart: 12, newLines: 7 }],
          },
        ]);
        expect(changeSet.siblings.map((one) => one.path)).toEqual(["old/svc.yaml"]);
      });

      it("has no hunks for a rename without an edit and for a change of mode", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "m.yaml": "m: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.git("mv", "a.yaml", "b.yaml");
        repo.git("update-index", "--chmod=+x", "m.yaml");
        repo.git("commit", "--quiet", "-m", "mode");
        const changeSet = await readGitChangeSet({ repo: repo.path, head: "topic" });
        expect(changeSet.files.map(({ path, status, hunks }) => ({ path, status, hunks }))).toEqual([
          { path: "b.yaml", status: "renamed", hunks: null },
          { path: "m.yaml", status: "modified", hunks: null },
        ]);
      });

      it("gives a removed file no text after, and its hunk on the old side only", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "b.yaml": "b: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.remove("a.yaml");
        repo.commit("remove");
        const [removed] = (await readGitChangeSet({ repo: repo.path })).files;
        expect(removed).toEqual({
          path: "a.yaml",
          previousPath: null,
          status: "removed",
          before: { kind: "text", text: "a: 1\n" },
          after: null,
          hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0 }],
        });
      });

      it("takes a template that only loses its ending for a rename, and for an addition with an edit", async () => {
        const repo = temporaryRepository({
          "same.yaml.tmpl": lines(9, "x").join(""),
          "edited.yaml.tmpl": lines(9, "y").join(""),
        });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.git("mv", "same.yaml.tmpl", "same.yaml");
        repo.git("mv", "edited.yaml.tmpl", "edited.yaml");
        repo.write({ "edited.yaml": `${lines(9, "y").join("")}z: 1\n` });
        repo.commit("rename");
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(changeSet.files).toMatchObject([
          { path: "edited.yaml", status: "added", previousPath: null, before: null },
          {
            path: "same.yaml",
            status: "renamed",
            previousPath: "same.yaml.tmpl",
            before: { kind: "text", text: lines(9, "x").join("") },
            hunks: null,
          },
        ]);
      });

      it("takes a rename from a name that is no manifest for an addition, and to one for a removal", async () => {
        const repo = temporaryRepository({
          "on.yaml": lines(9, "x").join(""),
          "off.yaml.bak": lines(9, "y").join(""),
          "sample.yaml.template": lines(9, "z").join(""),
        });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.git("mv", "on.yaml", "on.yaml.bak");
        repo.git("mv", "off.yaml.bak", "off.yaml");
        repo.git("mv", "sample.yaml.template", "sample.yaml");
        repo.commit("swap");
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(
          changeSet.files.map(({ path, status, previousPath }) => ({ path, status, previousPath })),
        ).toEqual([
          { path: "off.yaml", status: "added", previousPath: null },
          { path: "on.yaml", status: "removed", previousPath: null },
          { path: "sample.yaml", status: "added", previousPath: null },
        ]);
        expect(file(changeSet, "off.yaml").before).toBeNull();
        expect(file(changeSet, "on.yaml").after).toBeNull();
      });

      it("never follows a symbolic link or a submodule", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "was-file.yaml": "w: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        symlinkSync("/etc/passwd", join(repo.path, "link.yaml"));
        unlinkSync(join(repo.path, "was-file.yaml"));
        symlinkSync("a.yaml", join(repo.path, "was-file.yaml"));
        const commit = repo.git("rev-parse", "HEAD");
        repo.git("update-index", "--add", "--cacheinfo", `160000,${commit},sub.yaml`);
        repo.git("add", "link.yaml", "was-file.yaml");
        repo.git("commit", "--quiet", "-m", "links");
        for (const head of ["topic", undefined]) {
          mkdirSync(join(repo.path, "sub.yaml"), { recursive: true });
          const changeSet = await readGitChangeSet({ repo: repo.path, head });
          expect(changeSet.files).toEqual([
            {
              path: "link.yaml",
              previousPath: null,
              status: "added",
              before: null,
              after: { kind: "link" },
              hunks: null,
            },
            {
              path: "sub.yaml",
              previousPath: null,
              status: "added",
              before: null,
              after: { kind: "link" },
              hunks: null,
            },
            {
              path: "was-file.yaml",
              previousPath: null,
              status: "modified",
              before: { kind: "text", text: "w: 1\n" },
              after: { kind: "link" },
              hunks: null,
            },
          ]);
        }
      });

      it("keeps every byte of names and texts: quotes, blanks, line feeds, CRLF, no final newline", async () => {
        const texts = {
          'a "quoted" name.yaml': "a: 1\r\nb: 2\r\n",
          "sch\u00f6n \u2603.yaml": "no: newline",
          "two\nlines.yaml": "c: 1\n",
          "tab\there.yaml": "d: 1\n",
          "-option.yaml": "e: 1\n",
          ":(top)magic.yaml": "f: 1\n",
          "*.yaml": "g: 1\n",
          "diff --git a/x b/x.yaml": "h: 1\n",
        };
        const repo = temporaryRepository({ "z.txt": "z\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write(texts);
        const untracked = await readGitChangeSet({ repo: repo.path });
        repo.commit("names");
        const committed = await readGitChangeSet({ repo: repo.path });
        for (const changeSet of [untracked, committed]) {
          const found = Object.fromEntries(changeSet.files.map((one) => [one.path, one.after]));
          expect(found).toEqual(
            Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, { kind: "text", text }])),
          );
          for (const one of changeSet.files) expect(one.hunks).toHaveLength(1);
        }
      });

      it("tells binary and oversized files apart from text and gives them no hunks", async () => {
        const repo = temporaryRepository({ "a.txt": "a\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({
          "bin.yaml": Buffer.from([0x61, 0x00, 0x62]),
          "latin1.yaml": Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]),
          "huge.json": Buffer.alloc(MAX_LOCAL_FILE_BYTES + 1, "[1,2]\n"),
          "large.json": Buffer.alloc(4 * 1024 * 1024, "[1,2]\n"),
          "package-lock.json": "{}\n",
        });
        repo.commit("odd");
        const changeSet = await readGitChangeSet({ repo: repo.path });
        expect(
          changeSet.files.map(({ path, after, hunks }) => ({ path, after, hunks: hunks?.length ?? null })),
        ).toEqual([
          { path: "bin.yaml", after: { kind: "binary" }, hunks: null },
          {
            path: "huge.json",
            after: { kind: "too-large", bytes: MAX_LOCAL_FILE_BYTES + 1, limit: MAX_LOCAL_FILE_BYTES },
            hunks: null,
          },
          { path: "large.json", after: { kind: "text", text: expect.any(String) }, hunks: 1 },
          { path: "latin1.yaml", after: { kind: "binary" }, hunks: 1 },
        ]);
      });

      it("does without a large file that is not there, and lists one that is a manifest", async () => {
        const repo = temporaryRepository({ "movie.bin": "1\n".repeat(500), "a.yaml": "a: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "movie.bin": "2\n".repeat(500), "a.yaml": "a: 2\n" });
        repo.commit("both");
        // git would read from the working tree what it lacks.
        repo.git("checkout", "--quiet", "main");
        const lose = (path: string) => {
          const id = repo.git("rev-parse", `topic:${path}`);
          rmSync(join(repo.path, ".git/objects", id.slice(0, 2), id.slice(2)));
        };
        lose("movie.bin");
        const changeSet = await readGitChangeSet({ repo: repo.path, head: "topic" });
        expect(changeSet.files).toMatchObject([{ path: "a.yaml", after: { text: "a: 2\n" }, hunks: [{}] }]);
        lose("a.yaml");
        const without = await readGitChangeSet({ repo: repo.path, head: "topic" });
        expect([without.files, without.omissions]).toEqual([
          [],
          [{ path: "a.yaml", message: "git has no content for it in this clone" }],
        ]);
      });

      it("reads hundreds of files, one of them a single line of megabytes", async () => {
        const repo = temporaryRepository({ "a.txt": "a\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        const many = Object.fromEntries(
          Array.from({ length: 400 }, (_, at) => [`f${at % 7}/${at}.yaml`, lines(3, `k${at}`).join("")]),
        );
        repo.write({ ...many, "long.json": `"${"x".repeat(2_000_000)}"` });
        repo.commit("many");
        const changeSet = await readGitChangeSet({ repo: repo.path, head: "topic" });
        expect(changeSet.files).toHaveLength(401);
        for (const [path, text] of Object.entries(many)) {
          expect(file(changeSet, path).after).toEqual({ kind: "text", text });
          expect(file(changeSet, path).hunks).toEqual([
            { oldStart: 0, oldLines: 0, newStart: 1, newLines: 3 },
          ]);
        }
        expect(file(changeSet, "long.json").hunks).toHaveLength(1);
      });
    });

    describe("hunks", () => {
      it("are those of a plain git diff, whatever the lines pretend to be and whatever is configured", async () => {
        const before = lines(60);
        const after = before
          .with(3, "@@ -1,1 +1,9 @@\n")
          .with(4, "diff --git a/evil.yaml b/evil.yaml\n")
          .with(30, "--- a/evil.yaml\n+++ b/evil.yaml\n")
          .toSpliced(50, 2)
          .concat("no final newline");
        const repo = temporaryRepository({ "a.yaml": before.join(""), "b.yaml": "b: 1\n" });
        repo.git("checkout", "--quiet", "-b", "topic");
        repo.write({ "a.yaml": after.join(""), "b.yaml": "b: 2\n", ".gitattributes": "*.yaml diff=evil\n" });
        repo.commit("edit");
        const plain = parsePatch(repo.git("diff", "main", "topic", "--", "a.yaml"))[0]!.hunks;
        const expected = plain.map(({ oldStart, oldLines, newStart, newLines }) => ({
          oldStart,
          oldLines,
          newStart,
          newLines,
        }));
        repo.git("config", "diff.context", "9");
        repo.git("config", "diff.interHunkContext", "50");
        repo.git("config", "diff.renames", "false");
        repo.git("config", "diff.suppressBlankEmpty", "true");
        repo.git("config", "color.ui", "always");
        repo.git("config", "diff.noprefix", "true");

        const changeSet = await readGitChangeSet({ repo: repo.path, head: "topic" });
        expect(expected.length).toBeGreaterThan(2);
        expect(file(changeSet, "a.yaml").hunks).toEqual(expected);
        expect(file(changeSet, "b.yaml").hunks).toEqual([
          { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 },
        ]);
        const hunks = file(changeSet, "a.yaml").hunks!;
        expect(hunkAtHeadLine(hunks, 8)).toBe(hunks[0]);
        expect(hunkAtHeadLine(hunks, 20)).toBeUndefined();
      });
    });

    describe("a hostile repository", () => {
      it("starts no program that its configuration names for a diff, a monitor or a hook", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", ".gitattributes": "*.yaml diff=evil\n" });
        const trace = join(temporaryFolder(), "ran");
        const script = join(temporaryFolder({ "evil.sh": `#!/bin/sh\necho ran >> '${trace}'\n` }), "evil.sh");
        execFileSync("chmod", ["+x", script]);
        for (const key of [
          "diff.external",
          "diff.evil.command",
          "diff.evil.textconv",
          "core.fsmonitor",
          "core.pager",
        ]) {
          repo.git("config", key, script);
        }
        mkdirSync(join(repo.path, ".git/hooks"), { recursive: true });
        for (const hook of ["post-index-change", "reference-transaction"]) {
          execFileSync("cp", [script, join(repo.path, ".git/hooks", hook)]);
        }
        repo.write({ "a.yaml": "a: 2\n", "b.yaml": "b: 1\n" });
        await readGitChangeSet({ repo: repo.path });
        await readGitFile(repo.path, "HEAD", "a.yaml");
        expect(existsSync(trace)).toBe(false);
        repo.git("status");
        expect(existsSync(trace)).toBe(true);
      });

      it("takes no revision for an option or for several commits", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        for (const revision of [
          "--all",
          "-q",
          "--output=x",
          "^main",
          "main..main",
          "",
          "nowhere",
          "main\nmain",
          "HEAD:a.yaml",
        ]) {
          const error = await failure(readGitChangeSet({ repo: repo.path, head: revision }));
          expect(error.code, revision).toBe("unknown-revision");
          expect(error.message).not.toContain("\n");
        }
      });
    });

    describe("what cannot be read", () => {
      it("is a repository without commits", async () => {
        const error = await failure(readGitChangeSet({ repo: temporaryRepository().path }));
        expect(error.code).toBe("no-commit");
        expect(error.message).toContain("surefoot scan");
      });

      it("is a folder that is no repository, and a folder that is not there", async () => {
        const folder = temporaryFolder();
        expect((await failure(readGitChangeSet({ repo: folder }))).code).toBe("not-a-repository");
        expect((await failure(readGitChangeSet({ repo: join(folder, "nowhere") }))).code).toBe("not-found");
      });

      it("is a repository where no branch looks like the default one", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        repo.git("branch", "--move", "trunk");
        const error = await failure(readGitChangeSet({ repo: repo.path }));
        expect(error.code).toBe("no-default-branch");
        expect(error.message).toContain("--base REV");
        repo.git("config", "init.defaultBranch", "trunk");
        expect((await readGitChangeSet({ repo: repo.path })).files).toEqual([]);
      });

      it("is a history without a common commit, and a shallow one is told how to get it", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        repo.git("checkout", "--quiet", "--orphan", "other");
        repo.commit("orphan");
        const error = await failure(readGitChangeSet({ repo: repo.path }));
        expect(error.code).toBe("no-merge-base");

        const origin = temporaryRepository({ "a.yaml": "a: 1\n" });
        origin.git("checkout", "--quiet", "-b", "topic");
        origin.commit("one");
        origin.commit("two");
        origin.git("checkout", "--quiet", "main");
        origin.commit("three");
        const clone = temporaryFolder();
        origin.git("clone", "--quiet", "--depth=1", "--no-single-branch", `file://${origin.path}`, clone);
        const shallow = await failure(readGitChangeSet({ repo: clone, head: "origin/topic" }));
        expect(shallow.code).toBe("no-merge-base");
        expect(shallow.message).toContain("--unshallow");
        // What a checkout action leaves behind: one commit, no branch.
        const checkout = temporaryFolder();
        origin.git("init", "--quiet", checkout);
        execFileSync("git", [
          "-C",
          checkout,
          "fetch",
          "--quiet",
          "--depth=1",
          `file://${origin.path}`,
          "topic",
        ]);
        execFileSync("git", ["-C", checkout, "checkout", "--quiet", "FETCH_HEAD"], { stdio: "pipe" });
        const detached = await failure(readGitChangeSet({ repo: checkout }));
        expect(detached.code).toBe("no-default-branch");
        expect(detached.message).toMatch(/fetch-depth: 0.*--base REV/);
      });

      it("is anything at all where git is not installed", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n" });
        const path = process.env.PATH;
        process.env.PATH = temporaryFolder();
        try {
          const error = await failure(readGitChangeSet({ repo: repo.path }));
          expect(error.code).toBe("git-missing");
          expect(error.message).toContain("install it");
        } finally {
          process.env.PATH = path;
        }
      });
    });

    describe("one file at a commit", () => {
      it("is read from the commit, not from the working tree or the current folder", async () => {
        const repo = temporaryRepository({
          ".github/surefoot.yml": "block: never\n",
          "sub/x.yaml": "x: 1\n",
        });
        repo.write({ ".github/surefoot.yml": "block: changed\n" });
        const content = await readGitFile(join(repo.path, "sub"), "HEAD", ".github/surefoot.yml");
        expect(content).toEqual({ kind: "text", text: "block: never\n" });
      });

      it("is null where the commit has none, and a link where it is one", async () => {
        const repo = temporaryRepository({ "a.yaml": "a: 1\n", "dir/b.yaml": "b: 1\n" });
        symlinkSync("a.yaml", join(repo.path, "l.yaml"));
        repo.commit("link");
        expect(await readGitFile(repo.path, "HEAD", "none.yaml")).toBeNull();
        expect(await readGitFile(repo.path, "HEAD", "dir")).toBeNull();
        expect(await readGitFile(repo.path, "HEAD", "l.yaml")).toEqual({ kind: "link" });
      });
    });
  },
);
