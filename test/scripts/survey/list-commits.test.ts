import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listCommits } from "../../../scripts/survey/list-commits.js";
import { servingSign } from "../../../scripts/survey/serving-signs.js";
import type { WorkloadReport } from "../../../src/review/review-plan.js";

const root = mkdtempSync(join(tmpdir(), "surefoot-list-"));
afterAll(() => rmSync(root, { recursive: true }));

const workload = (image: string, more = "") => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ${image}
${more}`;
const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n";

/** A repository with one commit for each set of files, the oldest first; gives their ids. */
function repository(
  name: string,
  commits: readonly Record<string, string>[],
): { gitDir: string; shas: string[] } {
  const gitDir = join(root, name);
  mkdirSync(gitDir);
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", gitDir, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
      encoding: "utf8",
    });
  git("init", "--quiet");
  git("config", "remote.origin.url", `https://github.com/octo-org/${name}.git`);
  const shas = commits.map((files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(gitDir, path)), { recursive: true });
      writeFileSync(join(gitDir, path), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "--message=change");
    return git("rev-parse", "HEAD").trim();
  });
  return { gitDir, shas };
}

describe("the list of commits", () => {
  it("has those with a parent that change a plain workload of the repository's own", () => {
    const { gitDir, shas } = repository("own", [
      { "web.yaml": workload("web:1") },
      { "web.yaml": workload("web:2") },
      { "config.yaml": "kind: ConfigMap\n" },
      { "chart.yaml": workload("{{ .Values.image }}") },
      { "vendor/web.yaml": workload("web:1") },
      { "web.txt": workload("web:1") },
      { "apps/web.json": JSON.stringify({ kind: "StatefulSet" }, null, 1) },
    ]);
    const listed = listCommits([gitDir], 20, "a");
    expect(new Set(listed.map(({ sha }) => sha))).toEqual(new Set([shas[1], shas[6]]));
    expect(listed[0]).toMatchObject({ gitDir, repo: "octo-org/own" });
  });

  it("has so many of each repository at most, goes round them, and is the seed's", () => {
    const changes = Array.from({ length: 8 }, (_, index) => ({ "web.yaml": workload(`web:${index}`) }));
    const gitDirs = ["one", "two"].map((name) => repository(name, changes).gitDir);
    const listed = listCommits(gitDirs, 3, "a");
    expect(listed.map(({ gitDir }) => gitDir)).toEqual([...gitDirs, ...gitDirs, ...gitDirs]);
    expect(new Set(listed.map(({ gitDir, sha }) => gitDir + sha)).size).toBe(6);
    expect(listCommits(gitDirs, 3, "a")).toEqual(listed);
    expect(listCommits(gitDirs, 3, "b")).not.toEqual(listed);
  });
});

describe("a sign that a workload serves", () => {
  let signs = 0;
  const port = "        ports: [{containerPort: 80}]\n";
  it.each([
    ["a Service of its folder selects it", { "web.yaml": workload("web:1"), "service.yaml": SERVICE }],
    ["it declares a port", { "web.yaml": workload("web:1", port), "other/service.yaml": SERVICE }],
    [
      "an argument or a variable names a port",
      { "web.yaml": workload("web:1", "        args: [--http-port=80]\n") },
    ],
    [
      "an argument or a variable names a port",
      { "web.yaml": workload("web:1", "        env: [{name: PORT}]\n") },
    ],
    [null, { "web.yaml": workload("web:1", "        args: [--report=all]\n") }],
    [null, { "web.yaml": "- not\n- a workload\n" }],
  ])("%s", (sign, files) => {
    const { gitDir, shas } = repository(`sign-${++signs}`, [files]);
    const report = { kind: "Deployment", name: "web", path: "web.yaml" } as WorkloadReport;
    expect(servingSign({ gitDir, sha: shas[0]! }, report)).toBe(sign);
  });
});
