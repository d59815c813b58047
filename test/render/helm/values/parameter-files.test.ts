/** Which files a pattern of an ApplicationSet means: those that `git ls-files` lists for it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ParameterFiles } from "../../../../src/render/helm/values/parameter-files.js";

const PATHS = [
  "a.json",
  "aab",
  "abab/c.json",
  "envs/a.json",
  "envs/eu/a.json",
  "envs/eu/ab.json",
  "envs/eu/deep/a.json",
  "envs/us/a.yaml",
  "envs-old/a.json",
];

const matching = (paths: readonly string[], pattern: string, left = 1_000_000) =>
  new ParameterFiles(paths).matching([{ path: pattern, exclude: false }], { left });

describe("a pattern means what git lists for it", () => {
  const folder = mkdtempSync(join(tmpdir(), "surefoot-patterns-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  beforeAll(() => {
    git("init", "--quiet");
    for (const path of PATHS) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "");
    }
    git("add", ".");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ...["envs", "envs/", "envs/eu/a.json", "env", "*", "**", "?", "???", "*.json", "envs/*.json"],
    ...["envs/**/*.json", "envs/*/a.*", "envs/?u/*", "*/*/*/*", "*a*a*", "a*b*b*", "*ab", "*abab*.json"],
    ...[
      "**/a.json",
      "e*v*s*/*e*u*/*a*.*j*",
      "envs*/a.json",
      "a?b*",
      "*b?c*",
      "envs/*/",
      "*.jso",
      "?*?*?*?*?*?*n",
    ],
  ])("%s", (pattern) => {
    const listed = git("ls-files", "--full-name", "-z", "--", pattern).split("\0").filter(Boolean);
    expect(matching(PATHS, pattern)).toEqual(listed.sort());
  });
});

describe("the effort of a pattern", () => {
  const alike = Array.from({ length: 200 }, (_, index) => `${"a".repeat(200)}${index}`);

  it("grows with the path and the pattern, and no further with the stars", () => {
    const effort = { left: 20_000_000 };
    const found = new ParameterFiles(alike).matching(
      [{ path: `${"*a".repeat(40)}b`, exclude: false }],
      effort,
    );
    expect([found, effort.left > 0]).toEqual([[], true]);
  });

  it("ends where it does not last", () => {
    expect(matching(alike, `*${"a".repeat(100)}b`, 100_000)).toBeNull();
  });
});
