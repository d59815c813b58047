/** Clones made with --filter=blob:none, which fetch what they lack as long as their remote answers. */
import { readdirSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readGitChangeSet } from "../../src/changeset/read-git.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { deployment } from "../cli/deployment.js";
import { runSurefoot } from "../cli/run-surefoot.js";
import {
  GIT_ENVIRONMENT,
  GIT_MISSING,
  type TemporaryRepository,
  temporaryFolder,
  temporaryRepository,
} from "./temporary-repository.js";

const BASE = {
  "k8s/web.yaml": deployment("web", { probe: true }),
  "k8s/other.yaml": "a: 1\n",
  "logo.svg": "1\n",
};
const HEAD = {
  "k8s/web.yaml": deployment("web", { probe: true, image: "web:2" }),
  "k8s/api.yaml": deployment("api", { probe: true }),
  "logo.svg": "2\n",
};
const CHANGED = [
  "main:k8s/web.yaml",
  "topic:k8s/web.yaml",
  "topic:k8s/api.yaml",
  "main:logo.svg",
  "topic:logo.svg",
];

/** A clone that has the contents of these files, and whose remote is gone. */
function cloneWith(
  files: readonly string[],
  { remote = false } = {},
): TemporaryRepository & { origin: string } {
  const origin = temporaryRepository(BASE);
  origin.git("config", "uploadpack.allowFilter", "true");
  origin.git("config", "uploadpack.allowAnySHA1InWant", "true");
  origin.git("checkout", "--quiet", "-b", "topic");
  origin.write(HEAD);
  origin.commit("topic");
  const clone = temporaryRepository();
  clone.git("remote", "add", "origin", `file://${origin.path}`);
  clone.git("fetch", "--quiet", "--filter=blob:none", "origin");
  for (const file of files) clone.git("cat-file", "blob", `origin/${file}`);
  if (!remote) rmSync(origin.path, { recursive: true });
  return { ...clone, origin: origin.path };
}

const read = (clone: TemporaryRepository) =>
  readGitChangeSet({ repo: clone.path, base: "origin/main", head: "origin/topic" });

describe.skipIf(GIT_MISSING !== null)(`a partial clone${GIT_MISSING ? `: ${GIT_MISSING}` : ""}`, () => {
  beforeAll(() => {
    Object.assign(process.env, GIT_ENVIRONMENT);
  });

  it("fetches what it lacks", async () => {
    const changeSet = await read(cloneWith([], { remote: true }));
    expect(changeSet.files.map(({ path, hunks }) => [path, hunks?.length])).toEqual([
      ["k8s/api.yaml", 1],
      ["k8s/web.yaml", 1],
    ]);
    expect([changeSet.siblings.length, changeSet.omissions]).toEqual([1, []]);
  });

  it.each([
    ["a file beside the change", CHANGED],
    ["a changed file that is no manifest", CHANGED.filter((file) => !file.includes("logo"))],
  ])("goes on without %s where its remote is gone, and lists what lies beside", async (_, files) => {
    const clone = cloneWith(files);
    const changeSet = await read(clone);
    expect(changeSet.files).toMatchObject([
      { path: "k8s/api.yaml", status: "added", hunks: [{ newStart: 1 }] },
      { path: "k8s/web.yaml", status: "modified", hunks: [{ oldLines: 7, newLines: 7 }] },
    ]);
    expect(changeSet.omissions).toEqual([
      { path: "k8s/other.yaml", message: "git has no content for it in this clone", beside: true },
    ]);
  });

  it.each([
    ["at the head", ["main:k8s/web.yaml", "topic:k8s/web.yaml", "main:k8s/other.yaml"], "k8s/api.yaml"],
    ["at the base", ["topic:k8s/web.yaml", "topic:k8s/api.yaml", "main:k8s/other.yaml"], "k8s/web.yaml"],
  ])("lists a changed manifest that it lacks %s, and reviews the others", async (_, files, missing) => {
    const clone = cloneWith(files);
    const args = ["review", "--base", "origin/main", "--head", "origin/topic", "--format", "json"];
    const run = await runSurefoot(args, { cwd: clone.path });
    const plan = JSON.parse(run.stdout) as ReviewPlan;
    expect([run.status, run.stderr, plan.conclusion]).toEqual([0, "", "neutral"]);
    expect(plan.workloads.map(({ path }) => path)).toEqual(
      ["k8s/api.yaml", "k8s/web.yaml"].filter((path) => path !== missing),
    );
    expect(plan.problems.map(({ code, path }) => [code, path])).toEqual([["not-loaded", missing]]);
    const { files: whole } = await read(clone);
    expect(whole.map(({ hunks }) => hunks?.length)).toEqual([1]);
  });

  it("leaves nothing behind", async () => {
    const clone = cloneWith(CHANGED);
    const had = clone.git("count-objects", "-v");
    const { TMPDIR } = process.env;
    process.env.TMPDIR = temporaryFolder();
    try {
      await read(clone);
      expect(readdirSync(process.env.TMPDIR)).toEqual([]);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
    expect(clone.git("count-objects", "-v")).toBe(had);
  });
});
