/** Which kustomizations a change builds, what it compares, and which lines of their files are told. */
import { describe, expect, it } from "vitest";
import { deploymentYaml } from "./kustomized.js";
import { renderTrees, reviewTrees, type Texts } from "./review-trees.js";

const WEB = deploymentYaml("web");
const BASE: Texts = { "base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": WEB };

/** A new tag in the base. */
function edited(files: Texts): Texts {
  return { ...files, "base/web.yaml": (files["base/web.yaml"] ?? WEB).replace("web:1", "web:2") };
}

async function rootsOf(before: Texts | null, after: Texts): Promise<string[]> {
  const renderings = await renderTrees(before, after);
  return renderings.map(({ folder, after: side }) => `${folder}${side?.kind === "failed" ? " failed" : ""}`);
}

describe("the kustomizations of a change", () => {
  it("are those over it that none takes in, by resources, bases and components", async () => {
    const files = {
      ...BASE,
      "middle/kustomization.yml": "bases: [../base]\n",
      "prod/Kustomization": "resources: [../middle]\n",
      "extra/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [../base]\n",
      "dev/kustomization.yaml": "components: [../extra]\n",
      "other/kustomization.yaml": "resources: [a.yaml]\n",
      "other/a.yaml": deploymentYaml("other"),
    };
    expect(await rootsOf(files, edited(files))).toEqual(["dev", "prod"]);
  });

  it("are those that read a changed patch, or a file for a generator", async () => {
    const files = {
      ...BASE,
      "prod/kustomization.yaml":
        "resources: [../base]\nconfigMapGenerator: [{name: settings, files: [conf=app.conf]}]\n",
      "prod/app.conf": "size=1\n",
      "dev/kustomization.yaml": "resources: [../base]\npatches: [{path: more.yaml}]\n",
      "dev/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n",
    };
    expect(await rootsOf(files, { ...files, "prod/app.conf": "size=2\n" })).toEqual(["prod"]);
    expect(await rootsOf(files, { ...files, "dev/more.yaml": `${files["dev/more.yaml"]}# more\n` })).toEqual([
      "dev",
    ]);
  });

  it("have texts alone as their patches merged, as kustomize 4 does, and say that kustomize 5 refuses them", async () => {
    const files = {
      ...BASE,
      "prod/kustomization.yaml": "resources: [../base]\n\npatches: # by stage\n  - more.yaml\n",
      "prod/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 7}\n",
    };
    for (const after of [
      edited(files),
      { ...files, "prod/more.yaml": `${files["prod/more.yaml"]}# more\n` },
    ]) {
      const [rendering] = await renderTrees(files, after);
      const side = rendering?.after;
      if (side?.kind !== "rendered") throw new Error("not built");
      expect(side.texts[0]?.text).toContain("replicas: 7");
      expect(side.notes).toEqual([
        {
          message:
            "a kustomization with texts alone as its “patches”, which kustomize 5 and kubectl from 1.27 refuse: it was built as kustomize 4 reads it, as “patchesStrategicMerge”",
          ...{ path: "prod/kustomization.yaml", line: 3, isWhole: true },
        },
      ]);
    }
  });

  it("are refused with both keys of patches, or with texts and others in one list", async () => {
    const more = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 7}\n";
    for (const patches of [
      "patches: [more.yaml]\npatchesStrategicMerge: [more.yaml]\n",
      "patches: [more.yaml, {path: more.yaml}]\n",
    ]) {
      const files = {
        ...BASE,
        "prod/kustomization.yaml": `resources: [../base]\n${patches}`,
        "prod/more.yaml": more,
      };
      const [rendering] = await renderTrees(files, edited(files));
      expect(rendering?.after).toMatchObject({ kind: "failed", failure: { reason: "source" } });
    }
  });

  it("are none where the change is in none of their files, or only in another tool's", async () => {
    const files = { ...BASE, "base/notes.txt": "one", "charts.yaml": WEB };
    expect(await rootsOf(files, { ...files, "base/notes.txt": "two" })).toEqual([]);
    const flux = {
      "apps/kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n",
    };
    expect(await rootsOf(null, flux)).toEqual([]);
  });

  it("have the label of a release of kustomize where they ask for it", async () => {
    const files = {
      ...BASE,
      "base/kustomization.yaml": "resources: [web.yaml]\nbuildMetadata: [managedByLabel]\n",
    };
    const plan = await reviewTrees(files, edited(files));
    expect(plan.findings.map(({ rule }) => rule)).toEqual(["readiness-gate"]);
  });

  it("are twenty at most, and the others are named", async () => {
    const overlays = Object.fromEntries(
      Array.from({ length: 22 }, (_, index) => [
        `o${String(index).padStart(2, "0")}/kustomization.yaml`,
        "resources: [../base]\n",
      ]),
    );
    const files = { ...BASE, ...overlays };
    const touched = { "o21/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n" };
    const renderings = await renderTrees(files, { ...edited(files), ...touched });
    expect(renderings).toHaveLength(21);
    expect(renderings[0]?.folder).toBe("o21");
    expect(renderings[20]).toMatchObject({ folder: "o19", after: { failure: { reason: "limit" } } });
    const failure = renderings[20]?.after;
    expect(failure?.kind === "failed" && failure.failure.message).toContain("left: “o19” and “o20”");
  });

  it("are told where one takes in itself, once for a circle, at the line that closes it", async () => {
    const files = {
      "a/kustomization.yaml": "resources:\n  - web.yaml\n  - ../b\n",
      "b/kustomization.yaml":
        "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\ncomponents: [../c]\n",
      "c/kustomization.yaml": "kind: Component\nresources:\n  - ../a\n",
      "a/web.yaml": WEB,
    };
    const plan = await reviewTrees(files, { ...files, "a/web.yaml": WEB.replace("web:1", "web:2") });
    expect(plan.workloads.map(({ id }) => id)).toEqual(["a/web.yaml#apps/Deployment//web"]);
    expect(plan.problems).toMatchObject([
      {
        ...{ code: "rendering", path: "c/kustomization.yaml", line: 3 },
        message: expect.stringContaining("its resources take in “../a”, which takes in this one"),
      },
    ]);
  });

  it.each([
    ["itself", { "a/kustomization.yaml": "resources: [web.yaml, .]\n" }, "a", 1],
    [
      "a folder around it",
      {
        "a/kustomization.yaml": "resources: [web.yaml]\n",
        "a/prod/kustomization.yaml": "resources:\n  - ..\n",
      },
      "a/prod",
      2,
    ],
    [
      "a circle that is not its own",
      {
        "a/kustomization.yaml": "resources: [web.yaml, ../b]\n",
        "b/kustomization.yaml": "resources: [../a]\n",
        "prod/kustomization.yaml": "resources: [../a]\n",
      },
      "b",
      1,
    ],
  ] as [string, Texts, string, number][])(
    "are told where one takes in %s",
    async (_, texts, folder, line) => {
      const files = { "a/web.yaml": WEB, ...texts };
      const after = { ...files, "a/web.yaml": WEB.replace("web:1", "web:2") };
      const failures = (await renderTrees(null, after)).map((one) => one.after);
      expect(failures).toMatchObject([
        { kind: "failed", failure: { reason: "source", path: `${folder}/kustomization.yaml`, line } },
      ]);
    },
  );
});

describe("both sides of a build", () => {
  it("compare a file that was applied by itself with what a new kustomization makes of it", async () => {
    const after = { ...edited(BASE), "base/kustomization.yaml": "namespace: shop\nresources: [web.yaml]\n" };
    const { workloads, findings } = await reviewTrees({ "base/web.yaml": WEB }, after);
    expect(workloads).toMatchObject([{ change: "modified", rollsPods: true }]);
    expect(findings.map(({ state }) => state)).toEqual(["existing"]);
  });

  it("compare a kustomization with the one that is put over it", async () => {
    const after = {
      ...BASE,
      "prod/kustomization.yaml": "resources: [../base]\nimages: [{name: web, newTag: '2'}]\n",
    };
    const { workloads } = await reviewTrees(BASE, after);
    expect(workloads).toMatchObject([{ change: "modified", rollsPods: true, path: "base/web.yaml" }]);
  });

  it("leave what no kustomization takes in any more to be judged as it is", async () => {
    const { workloads } = await reviewTrees(BASE, { "base/web.yaml": WEB.replace("web:1", "web:2") });
    expect(workloads).toMatchObject([{ change: "modified", rollsPods: true }]);
  });

  it("roll the pods where what a generator reads has another content, and so another name", async () => {
    const files = {
      "base/web.yaml": deploymentYaml("web", "          envFrom: [{configMapRef: {name: settings}}]\n"),
      "base/kustomization.yaml":
        "resources: [web.yaml]\nconfigMapGenerator: [{name: settings, envs: [app.env]}]\n",
      "base/app.env": "SIZE=1\n",
    };
    const { workloads } = await reviewTrees(files, { ...files, "base/app.env": "SIZE=2\n" });
    expect(workloads).toMatchObject([{ id: "base/web.yaml#apps/Deployment//web", rollsPods: true }]);
  });

  it("do not judge a patch, or a file that is taken in, by themselves", async () => {
    const files = {
      ...BASE,
      "base/kustomization.yaml": "resources: [web.yaml]\npatches: [{path: more.yaml}]\n",
      "base/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n",
    };
    const after = { ...files, "base/more.yaml": files["base/more.yaml"].replace("2", "4") };
    const { workloads, problems } = await reviewTrees(files, after);
    expect(workloads).toMatchObject([{ before: { replicas: { max: 2 } }, after: { replicas: { max: 4 } } }]);
    expect(problems).toEqual([]);
  });

  it("never fail the check for what only a base that could not be built would tell", async () => {
    const broken = { ...BASE, "base/kustomization.yaml": "resources: [web.yaml, gone.yaml]\n" };
    const { conclusion, findings } = await reviewTrees(broken, BASE);
    expect(findings.map(({ severity }) => severity)).not.toContain("error");
    expect(conclusion).not.toBe("failure");
  });
});

describe("what is fetched or run", () => {
  const built = async (kustomization: string, more: Texts = {}) => {
    const files = { ...BASE, "base/kustomization.yaml": kustomization, ...more };
    const [rendering] = await renderTrees(files, edited(files));
    return rendering?.after;
  };

  it("is left out where it only adds objects, and named at its line", async () => {
    const text = "resources:\n  - web.yaml\n  - https://example.com/crds.yaml\ngenerators: [keys.yaml]\n";
    const side = await built(text, {
      "base/keys.yaml": "apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: keys}\n",
    });
    expect(side).toMatchObject({
      kind: "rendered",
      texts: [{ path: "base/web.yaml" }],
      notes: [{ line: 3 }, { line: 4, isWhole: true }],
    });
  });

  it.each([
    ["resources: [web.yaml]\ntransformers: [plugin.yaml]\n", "refused"],
    ["resources: [web.yaml, ../../elsewhere]\n", "refused"],
    ["resources: [web.yaml, gone.yaml]\n", "refused"],
    ["resources: [web.yaml]\npatches: [{path: 'https://example.com/patch.yaml'}]\n", "refused"],
    ["resources: [web.yaml]\nhelmCharts: [{name: cache}]\n", "refused"],
    ["resources: ['https://example.com/all.yaml']\npatches: [{path: web.yaml}]\n", "refused"],
    ["resources: [web.yaml, web.yaml]\n", "source"],
  ])("fails the build: %s", async (text, reason) => {
    const plugin = "apiVersion: example.com/v1\nkind: Shrink\nmetadata: {name: shrink}\n";
    expect(await built(text, { "base/plugin.yaml": plugin })).toMatchObject({
      kind: "failed",
      failure: { reason },
    });
  });
});
