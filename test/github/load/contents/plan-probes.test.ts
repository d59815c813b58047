import { describe, expect, it } from "vitest";
import { findSources } from "../../../../src/github/load/contents/find-sources.js";
import { planProbes } from "../../../../src/github/load/contents/plan-probes.js";

const changed = (path: string, previousPath: string | null = null) => ({ path, previousPath });
const folder = (...names: string[]) =>
  names.map((name) => ({ name, oid: "0".repeat(40), type: "blob", mode: 0o100644, size: 1 }));

describe("where a chart is looked for", () => {
  it("is every folder around a changed file, of before a rename too, but those whose names come anyway", () => {
    const { paths, isCut } = planProbes(
      [changed("charts/web/templates/a.yaml", "old/b/a.yaml"), changed("charts/web/README.md")],
      new Set(["charts/web/templates", "old/b"]),
    );
    expect(paths.filter((path) => path.endsWith("Chart.yaml")).sort()).toEqual([
      "Chart.yaml",
      "charts/Chart.yaml",
      "charts/web/Chart.yaml",
      "old/Chart.yaml",
    ]);
    expect(isCut).toBe(false);
  });

  it("is no more than GitHub can be asked for at once, and that is known", () => {
    const many = Array.from({ length: 300 }, (_, i) => changed(`src/${i}/main.ts`));
    const { paths, isCut } = planProbes(many, new Set());
    expect([paths.length, isCut]).toEqual([200, true]);
  });
});

describe("a chart is found", () => {
  const none = { folders: new Map(), probes: new Set<string>() };

  it("by its name in a folder that came with all of its names, and by what was asked for", () => {
    const folders = new Map([
      ["", folder("README.md", "Chart.yaml")],
      ["k8s", folder("web.yaml")],
      ["gone", null],
    ]);
    const { files } = findSources([], { folders, probes: new Set(["charts/web/Chart.yaml"]) }, false);
    expect(files).toEqual(["Chart.yaml", "charts/web/Chart.yaml"]);
  });

  it("where the change removes or renames it", () => {
    const { files } = findSources([changed("b/Chart.yaml", "a/Chart.yaml")], none, false);
    expect(files).toEqual(["a/Chart.yaml", "b/Chart.yaml"]);
  });
});
