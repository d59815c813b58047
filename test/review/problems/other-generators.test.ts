import { describe, expect, it } from "vitest";
import type { ChangeSet, OtherFile } from "../../../src/changeset/change-set.js";
import { isManifestPath } from "../../../src/changeset/change-set.js";
import { otherGenerators } from "../../../src/review/problems/other-generators.js";

function changeOf(paths: readonly string[], siblings: readonly string[] = []): ChangeSet {
  const other = (path: string): OtherFile => ({ path, previousPath: null, status: "modified", hunks: null });
  return {
    ...{ base: "b", head: "h", webUrl: null, omissions: [] },
    files: paths.filter(isManifestPath).map((path) => ({ ...other(path), before: null, after: null })),
    others: paths.filter((path) => !isManifestPath(path)).map(other),
    siblings: siblings.map((path) => ({ path, content: { kind: "binary" } })),
  };
}

const told = (paths: readonly string[], siblings?: readonly string[], isWanted = (_: string) => true) =>
  otherGenerators(changeOf(paths, siblings), isWanted).map(
    ({ code, path, message }) => `${code} ${path}: ${message.split(" is not run here: ")[0]}`,
  );

describe("a program that is not run", () => {
  it.each([
    ["lib/web.libsonnet", "Jsonnet"],
    ["environments/prod/main.jsonnet", "Jsonnet"],
    ["helmfile.yaml", "Helmfile"],
    ["deploy/helmfile.prod.yaml.gotmpl", "Helmfile"],
    ["helmfile.d/10-web.yaml", "Helmfile"],
    ["modules/web/templates/config.cue", "Timoni, or another program that reads CUE,"],
    ["main.k", "KCL"],
    ["kcl.mod", "KCL"],
    ["cdk8s.yaml", "cdk8s"],
  ])("is told of %s", (path, name) => {
    expect(told([path])).toEqual([`template ${path}: ${name}`]);
  });

  it.each(["deploy/web.yaml", "src/main.ts", "helmfile.md", "my-helmfile.yaml", "Makefile.kk"])(
    "is not told of %s",
    (path) => {
      expect(told([path])).toEqual([]);
    },
  );

  it("is told once, with the first file and how many more there are", () => {
    const [problem] = otherGenerators(changeOf(["b.jsonnet", "a.libsonnet", "c.jsonnet"]), () => true);
    expect(problem).toEqual({
      ...{ code: "template", path: "a.libsonnet", line: 1, column: 1 },
      message:
        "Jsonnet is not run here: what it makes of this file and 2 more is not judged; render both sides and compare them with --before and --after",
    });
  });

  it("is told of programs below a cdk8s.yaml", () => {
    const siblings = ["infra/cdk8s.yaml"];
    expect(told(["infra/lib/web.ts", "src/app.ts", "infra/a.yaml"], siblings)).toEqual([
      "template infra/lib/web.ts: cdk8s",
    ]);
  });

  it("is not told of paths that are not reviewed, or of files that are gone", () => {
    expect(told(["tests/a.jsonnet"], [], (path) => !path.startsWith("tests/"))).toEqual([]);
    const gone = changeOf(["a.jsonnet"]);
    const others = gone.others?.map((file) => ({ ...file, status: "removed" as const }));
    expect(otherGenerators({ ...gone, others: others ?? [] }, () => true)).toEqual([]);
  });
});
