/** Where the values of a built workload stand in the files that it was built from. */
import { describe, expect, it } from "vitest";
import type { ManifestObject } from "../../src/manifest/manifest.js";
import { placeOf } from "../../src/manifest/origin.js";
import { renderChange } from "../../src/render/render-change.js";
import { renderSources } from "../../src/render/render-sources.js";
import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import { deploymentYaml } from "./kustomized.js";
import { changeOf, type Texts } from "./review-trees.js";

const PATIENT = { ...RENDER_LIMITS, requestMs: 120_000, totalMs: 600_000 };
const CONTAINER = ["spec", "template", "spec", "containers", 0] as const;
const BASE: Texts = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": deploymentYaml("web"),
};

/** The workload that a kustomization in `prod` makes after a change. */
async function built(before: Texts | null, after: Texts): Promise<ManifestObject> {
  const { changeSet, trees } = changeOf(before, after);
  const renderings = await renderSources(changeSet, trees, { limits: PATIENT });
  const { changed, siblings } = renderChange(changeSet, { renderings });
  const manifests = [...changed.flatMap(({ after: one }) => one ?? []), ...siblings];
  const objects = manifests
    .filter(({ origin }) => origin.rendering !== undefined)
    .flatMap(({ objects }) => objects);
  expect(objects).toHaveLength(1);
  return objects[0] as ManifestObject;
}

function lineOf(object: ManifestObject, ...keys: (string | number)[]): string | null {
  const place = placeOf(object, keys);
  return place === null ? null : `${place.path}:${place.line}`;
}

describe("a value", () => {
  it("stands in the file that an object came from, whatever its name has become", async () => {
    const web = await built(null, {
      ...BASE,
      "prod/kustomization.yaml": "namePrefix: a-\nnameSuffix: -z\nresources: [../base]\n",
    });
    expect(web.value).toMatchObject({ metadata: { name: "a-web-z" } });
    expect(lineOf(web)).toBe("base/web.yaml:1");
    expect(lineOf(web, "metadata", "name")).toBe("base/web.yaml:4");
    expect(lineOf(web, ...CONTAINER)).toBe("base/web.yaml:15");
    expect(lineOf(web, ...CONTAINER, "ports", 0)).toBe("base/web.yaml:18");
  });

  it("stands in its own document of several", async () => {
    const web = await built(null, {
      "base/kustomization.yaml": "resources: [all.yaml]\npatches: [{path: no.yaml}]\n",
      "base/all.yaml": `${deploymentYaml("web-worker")}---\n${deploymentYaml("web")}`,
      "base/no.yaml": "$patch: delete\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-worker}\n",
    });
    expect(lineOf(web, ...CONTAINER)).toBe("base/all.yaml:34");
  });

  it("stands in the kustomization that writes an image, a number of replicas, a namespace or a label", async () => {
    const web = await built(null, {
      ...BASE,
      "prod/kustomization.yaml": `resources: [../base]
namespace: shop
commonLabels:
  team: blue
images:
  - name: other
    newTag: "3"
  - name: web
    newTag: "2"
replicas:
  - name: web
    count: 4
`,
    });
    expect(lineOf(web, "metadata", "namespace")).toBe("prod/kustomization.yaml:2");
    expect(lineOf(web, "metadata", "labels", "team")).toBe("prod/kustomization.yaml:4");
    expect(lineOf(web, ...CONTAINER, "image")).toBe("base/web.yaml:15");
    expect(lineOf(web, "spec", "replicas")).toBe("prod/kustomization.yaml:12");
  });

  it.each([
    ["a file", "patches: [{path: more.yaml}]\n", "prod/more.yaml", 6, 10],
    ["a file of the old field", "patchesStrategicMerge: [more.yaml]\n", "prod/more.yaml", 6, 10],
  ])("stands in a patch in %s", async (_, patches, path, replicas, args) => {
    const web = await built(null, {
      ...BASE,
      "prod/kustomization.yaml": `resources: [../base]\n${patches}`,
      "prod/more.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - args: [--fast]
          name: web
`,
    });
    expect(lineOf(web, "spec", "replicas")).toBe(`${path}:${replicas}`);
    expect(lineOf(web, ...CONTAINER)).toBe("base/web.yaml:15");
    expect(lineOf(web, ...CONTAINER, "args", 0)).toBe(`${path}:${args}`);
  });

  it("stands in a patch within a kustomization, merged or by operations", async () => {
    const web = await built(null, {
      ...BASE,
      "prod/kustomization.yaml": `resources: [../base]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        minReadySeconds: 5
  - target:
      kind: Deployment
    patch: |
      - op: replace
        path: /spec/replicas
        value: 3
`,
      "base/web.yaml": deploymentYaml("web").replace("spec:\n", "spec:\n  replicas: 1\n"),
    });
    expect(lineOf(web, "spec", "minReadySeconds")).toBe("prod/kustomization.yaml:9");
    expect(lineOf(web, "spec", "replicas")).toBe("prod/kustomization.yaml:15");
  });

  it("is told where the diff shows it, if the file that it came from stays as it was", async () => {
    const files = {
      ...BASE,
      "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: more.yaml}]\n",
    };
    const patch = (image: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: ${image}\n`;
    const web = await built(
      { ...files, "prod/more.yaml": patch("web:2") },
      { ...files, "prod/more.yaml": patch("web:3") },
    );
    expect(lineOf(web)).toBe("base/web.yaml:1");
    expect(lineOf(web, ...CONTAINER)).toBe("prod/more.yaml:8");
  });
});
