/** What one review does not look at, of charts, kustomizations and their values, is told: it is never green without a word. */
import { describe, expect, it } from "vitest";
import { type Tree, treeOf } from "../../src/changeset/tree.js";
import { applicationsOf } from "../../src/render/helm/values/argo-application-set.js";
import { ParameterFiles } from "../../src/render/helm/values/parameter-files.js";
import { renderSources } from "../../src/render/render-sources.js";
import { webChart } from "./chart-files.js";
import { deploymentYaml } from "./kustomized.js";
import { changeOf, renderTrees, reviewTrees, type Texts } from "./review-trees.js";

const many = (count: number, fileOf: (index: number) => [path: string, text: string]): Texts =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => fileOf(index)));

/** Notes of what belongs to no rendering, by their place, and those of what was rendered. */
async function told(before: Texts, change: Texts): Promise<string[]> {
  const renderings = await renderTrees(before, { ...before, ...change });
  return renderings.flatMap(({ after }) =>
    after === null || after.kind === "failed"
      ? []
      : after.notes.map(({ path, line, message }) => `${path}:${line} ${message}`),
  );
}

const TOUCHED = { "web/values.yaml": "replicas: 3\ntag: v1\nprobe: false\n" };

const around = (left: number) => ({ folders: [], files: new ParameterFiles([]), effort: { left } });

describe("of charts", () => {
  const others = (count: number) => many(count, (i) => [`c${i}/Chart.yaml`, `name: c${i}\nversion: 1.0.0\n`]);

  it("300 are looked at for those that take a changed one", async () => {
    const files = { ...webChart("web"), ...others(300) };
    expect(await told(files, TOUCHED)).toEqual([
      "web/Chart.yaml:1 of the 301 charts of the repository 300 were looked at, so others that take this one may be missing",
    ]);
    expect(await told({ ...webChart("web"), ...others(299) }, TOUCHED)).toEqual([]);
  });

  it("a library's takers are missed with a word, too", async () => {
    const library = { "web/Chart.yaml": "name: web\nversion: 1.0.0\ntype: library\n" };
    const files = { ...webChart("web", {}), ...library, ...others(300) };
    const { problems } = await reviewTrees(files, { ...files, ...TOUCHED });
    expect(problems).toMatchObject(
      [{ code: "rendering", path: "web/Chart.yaml", message: /300 were looked at/ }].map((one) => ({
        ...one,
        message: expect.stringMatching(one.message),
      })),
    );
  });
});

describe("of values", () => {
  const release = (name: string, values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name} }\nspec:\n  values: ${values}\n  chart: { spec: { chart: web, sourceRef: { kind: GitRepository } } }\n`;

  it("100 files that may name them are looked at", async () => {
    const files = { ...webChart("web"), ...many(101, (i) => [`flux/${100 + i}.yaml`, "kind: Service\n"]) };
    expect(await told(files, TOUCHED)).toEqual([
      "flux/199.yaml:1 a file that may say with which values charts are installed, and was not looked at (and 1 more like that)",
    ]);
  });

  it("where the policy names them, no other is looked for", async () => {
    const files = { ...webChart("web"), ...many(101, (i) => [`flux/${100 + i}.yaml`, "kind: Service\n"]) };
    const render = [
      {
        ...{ chart: "web", values: [], name: null, release: null, namespace: null },
        writtenAt: { path: "x", line: 1 },
      },
    ];
    const renderings = await renderTrees(files, { ...files, ...TOUCHED }, { render });
    expect(renderings.map(({ after }) => after?.kind)).toEqual(["rendered"]);
  });

  it("files of 256 KiB, 200 objects of one and 500 sets are looked at", async () => {
    const large = release("web", `{ note: "${"x".repeat(256 * 1024)}" }`);
    expect(await told({ ...webChart("web"), "flux/a.yaml": large }, TOUCHED)).toEqual([
      "flux/a.yaml:1 a file that may say with which values charts are installed, and is too large to be looked at",
    ]);
    const objects = Array.from({ length: 201 }, (_, i) => release(`r${i}`, "{ replicas: 3 }")).join("---\n");
    const more = many(3, (i) => [`flux/${i}.yaml`, objects]);
    const notes = await told({ ...webChart("web"), ...more }, TOUCHED);
    const message =
      "a file that says with which values charts are installed more often, or by more or larger files, than is looked at";
    expect(notes).toEqual([0, 1, 2].map((i) => `flux/${i}.yaml:1 ${message}`));
  });

  it("100 Applications of an ApplicationSet are looked at, however many two lists would make", () => {
    const set = (elements: number) => ({
      spec: {
        generators: [
          {
            matrix: {
              generators: ["a", "b"].map((key) => ({
                list: { elements: Array.from({ length: elements }, (_, i) => ({ [key]: i })) },
              })),
            },
          },
        ],
        template: { metadata: { name: "{{a}}-{{b}}" }, spec: {} },
      },
    });
    const of = (elements: number, left = 1_000_000) => {
      const { applications, isInPart } = applicationsOf(set(elements), around(left));
      return [applications.length, isInPart];
    };
    expect([of(10), of(11), of(5_000)]).toEqual([
      [100, false],
      [100, true],
      [100, true],
    ]);
    expect(of(10, 400)).toEqual([expect.any(Number), true]);
    expect(of(10, 400)[0]).toBeLessThan(100);
  });

  it("what a placeholder stands for is filled in as often as the effort lasts", () => {
    const value = "x".repeat(1_000);
    const set = {
      spec: {
        generators: [{ list: { elements: [{ a: value }] } }],
        template: { metadata: { name: "one" }, spec: { note: "{{a}}".repeat(1_000) } },
      },
    };
    expect(applicationsOf(set, around(100_000))).toEqual({ applications: [], isInPart: true });
  });

  it("eight sets are rendered of the 40 values files beside a chart that are read, and the others are counted", async () => {
    const files = {
      ...webChart("web"),
      ...many(45, (i) => [`web/values-${10 + i}.yaml`, `replicas: ${i}\n`]),
    };
    const change = { "web/values-54.yaml": "replicas: 99\n" };
    const renderings = await renderTrees(files, { ...files, ...change });
    expect(renderings.map(({ set }) => set)).toContain("values-54.yaml");
    expect(await told(files, change)).toEqual([
      expect.stringMatching(/^web\/Chart.yaml:1 the chart has more sets .* and 32 more$/),
    ]);
  });

  it("sets beyond eight are named also where none of the others can be rendered", async () => {
    const broken = webChart("web", { "templates/deployment.yaml": '{{ fail "no" }}' });
    const files = { ...broken, ...many(9, (i) => [`web/values-${i}.yaml`, `replicas: ${i}\n`]) };
    expect(await told(files, TOUCHED)).toEqual([expect.stringMatching(/more sets .*"values-8.yaml"$/)]);
  });
});

describe("of kustomizations", () => {
  const others = (count: number) => many(count, (i) => [`k${i}/kustomization.yaml`, "resources: []\n"]);
  const BASE: Texts = {
    "base/kustomization.yaml": "resources: [web.yaml]\n",
    "base/web.yaml": deploymentYaml("web"),
  };
  const edited = { "base/web.yaml": deploymentYaml("web").replace("web:1", "web:2") };

  it("1,000 are looked at for those that take in a changed file", async () => {
    expect(await told({ ...BASE, ...others(1_000) }, edited)).toEqual([
      "base/kustomization.yaml:1 of the 1001 kustomizations of the repository 1000 were looked at, so others that take in this may be missing",
    ]);
    expect(await told({ ...BASE, ...others(999) }, edited)).toEqual([]);
  });

  it("those of 256 KiB are looked at", async () => {
    const large = { "prod/kustomization.yaml": `resources: [../base]\n# ${"x".repeat(256 * 1024)}\n` };
    expect(await told({ ...BASE, ...large }, edited)).toEqual([expect.stringMatching(/of the 2 .* 1 were/)]);
  });
});

describe("what a tree cannot give is told", () => {
  /** A tree that does not give some files, as GitHub's where a review has asked for too much. */
  const without = (files: Texts | Record<string, string | Uint8Array>, gone: RegExp): Tree => {
    const tree = treeOf(files);
    const kept = (paths: Iterable<string>) => [...paths].filter((path) => !gone.test(path));
    return {
      ...tree,
      read: (paths) => tree.read(kept(paths)),
      readBytes: (paths) => tree.readBytes(kept(paths)),
    };
  };
  const messages = async (files: Record<string, string | Uint8Array>, change: Texts, gone: RegExp) => {
    const after = { ...files, ...change };
    const { changeSet } = changeOf(files, after);
    const archives = (tree: Tree): Tree => ({
      ...tree,
      read: async (paths) => {
        const read = new Map(await treeOf(after).read(paths));
        for (const path of [...read.keys()]) if (gone.test(path) && !path.endsWith(".tgz")) read.delete(path);
        return read;
      },
    });
    const trees = { base: null, head: archives(without(after, gone)) };
    return (await renderSources(changeSet, trees)).flatMap(({ set, after: side }) =>
      side?.kind === "failed"
        ? [`${set} ${side.failure.path} ${side.failure.message}`]
        : side?.kind === "none"
          ? side.notes.map(({ message }) => message)
          : [`${set} rendered`],
    );
  };

  it("an archive of a chart, without which its dependency would only seem to be missing", async () => {
    const files = { ...webChart("web"), "web/charts/cache-1.0.0.tgz": new Uint8Array([1]) };
    expect(await messages(files, TOUCHED, /\.tgz$/)).toEqual([
      "null web/charts/cache-1.0.0.tgz an archive of the chart could not be loaded",
    ]);
  });

  it("a values file beside a chart", async () => {
    const files = {
      ...webChart("web"),
      "web/values-a.yaml": "replicas: 1\n",
      "web/values-b.yaml": "replicas: 2\n",
    };
    expect(await messages(files, TOUCHED, /values-a/)).toEqual([
      'values-a.yaml web/Chart.yaml it is to take the values file "web/values-a.yaml", which could not be loaded',
      "values-b.yaml rendered",
    ]);
  });

  it("charts, kustomizations and objects that would have been looked at", async () => {
    const files = {
      ...webChart("web"),
      "all/Chart.yaml": "name: all\nversion: 1.0.0\n",
      "argocd/a.yaml": "kind: Application\n",
      "web/kustomization.yaml": "resources: []\n",
      "k/kustomization.yaml": "resources: []\n",
    };
    const found = await messages(files, TOUCHED, /^(?:all|argocd|k)\//);
    expect(found).toEqual([
      expect.stringContaining("of the 2 charts of the repository 1 were looked at"),
      expect.stringContaining(
        "a file that may say with which values charts are installed, and was not looked at",
      ),
      expect.stringContaining("of the 2 kustomizations of the repository 1 were looked at"),
      "null rendered",
    ]);
  });

  it("a file that a kustomization reads and that is no text", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: a, files: [a.bin]}]\n",
      "base/web.yaml": deploymentYaml("web"),
      "base/a.bin": new Uint8Array([1, 2]),
    };
    const change = { "base/web.yaml": deploymentYaml("web").replace("web:1", "web:2") };
    const trees = changeOf(files, { ...files, ...change }).trees;
    const head: Tree = { ...trees.head, readBytes: async () => new Map() };
    const [rendering] = await renderSources(changeOf(files, { ...files, ...change }).changeSet, {
      base: null,
      head,
    });
    expect(rendering?.after).toMatchObject({
      failure: {
        reason: "not-loaded",
        path: "base/kustomization.yaml",
        message: "“base/a.bin”, a file of it, could not be loaded",
      },
    });
  });
});
