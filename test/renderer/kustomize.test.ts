/** kustomize in the module: what a build gives, where each object came from, and what is not built. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KustomizeAnswer, KustomizeRequest } from "../../src/renderer/kustomize.js";
import type { Renderer } from "../../src/renderer/renderer.js";
import { lendRenderer } from "./lend-renderer.js";

let renderer: Renderer;
let giveBack: () => Promise<void>;
beforeAll(async () => {
  [renderer, giveBack] = await lendRenderer();
});
afterAll(() => giveBack());

async function build(
  files: Record<string, string>,
  root = "prod",
  more: Partial<KustomizeRequest> = {},
): Promise<KustomizeAnswer> {
  const built = await renderer.buildKustomization({ root, files, ...more });
  if (built.kind === "failed") throw new Error(`the renderer failed: ${built.reason}`);
  return built.answer;
}

const WEB =
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: web, image: web}\n";
const BASE = { "base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": WEB };

describe("a build", () => {
  test("says of each object where it came from and what changed it", async () => {
    const { objects, refused, reached } = await build({
      ...BASE,
      "probes/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: probe.yaml}]\n",
      "probes/probe.yaml":
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n",
      "prod/kustomization.yml":
        "namePrefix: prod-\nresources: [../base]\ncomponents: [../probes]\nimages: [{name: web, newTag: v2}]\nconfigMapGenerator: [{name: settings, literals: [a=b]}]\n",
    });
    expect(refused).toBeUndefined();
    expect(objects).toMatchObject([
      { generator: { in: "prod/kustomization.yml", kind: "ConfigMapGenerator" } },
      {
        origin: "base/web.yaml",
        transformers: [
          { in: "probes/kustomization.yaml", kind: "PatchTransformer" },
          { in: "prod/kustomization.yml", kind: "PrefixTransformer" },
          { in: "prod/kustomization.yml", kind: "ImageTagTransformer" },
        ],
      },
    ]);
    expect(objects[1]?.yaml).toContain("replicas: 3");
    expect(objects[1]?.yaml).toContain("image: web:v2");
    expect(objects.map(({ yaml }) => yaml).join()).not.toContain("annotations");
    expect(reached).toEqual([
      "base/kustomization.yaml",
      "base/web.yaml",
      "probes/kustomization.yaml",
      "probes/probe.yaml",
      "prod/kustomization.yml",
    ]);
  });

  test("is that of the repository's root too", async () => {
    const { objects } = await build({ "kustomization.yaml": "resources: [base]\n", ...BASE }, "");
    expect(objects).toMatchObject([{ origin: "base/web.yaml" }]);
  });

  test("loads what stands outside of the kustomization's folder only where it must, and says so", async () => {
    const files = { ...BASE, "prod/kustomization.yaml": "resources: [../base/web.yaml]\n" };
    expect(await build(files)).toMatchObject({ unrestricted: true, objects: [{ origin: "base/web.yaml" }] });
    expect(await build(BASE, "base")).not.toHaveProperty("unrestricted");
  });

  test("takes a secret's file that the repository does not have for an empty one, and says so", async () => {
    const { objects, emptied, error } = await build({
      "prod/kustomization.yaml":
        "secretGenerator: [{name: keys, envs: [keys.env], files: [pem=tls/key.pem]}]\n",
    });
    expect(error).toBeUndefined();
    expect(objects).toHaveLength(1);
    expect(emptied).toEqual([
      { kustomization: "prod/kustomization.yaml", generator: "keys", file: "prod/keys.env" },
      { kustomization: "prod/kustomization.yaml", generator: "keys", file: "prod/tls/key.pem" },
    ]);
  });

  test("asks for the rendering of its charts, and takes it as one more resource", async () => {
    const files = {
      "prod/kustomization.yaml":
        "namePrefix: prod-\nhelmGlobals: {chartHome: ../charts}\nhelmCharts: [{name: shop, releaseName: blue, valuesInline: {size: 2}}]\n",
    };
    const asked = await build(files);
    expect(asked.charts).toEqual([
      {
        kustomization: "prod/kustomization.yaml",
        index: 0,
        chartHome: "charts",
        chart: { name: "shop", releaseName: "blue", valuesInline: { size: 2 } },
      },
    ]);
    const { objects } = await build(files, "prod", {
      charts: [{ kustomization: "prod/kustomization.yaml", index: 0, text: WEB }],
    });
    expect(objects).toMatchObject([{ chart: { kustomization: "prod/kustomization.yaml", index: 0 } }]);
    expect(objects[0]?.yaml).toContain("name: prod-web");
    expect(objects[0]).not.toHaveProperty("origin");
  });

  test("does not go by a schema that an earlier one brought along", async () => {
    const patched = {
      ...BASE,
      "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
      "prod/patch.yaml":
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: log, image: log}]}}}\n",
    };
    const before = await build(patched);
    await build({
      ...patched,
      "prod/kustomization.yaml": `${patched["prod/kustomization.yaml"]}openapi: {path: schema.json}\n`,
      "prod/schema.json": '{"definitions": {}}',
    });
    expect(await build(patched)).toEqual(before);
  });
});

describe("what is not built", () => {
  test.each([
    ["resources: [https://example.com/web.yaml]", "remote", "resources"],
    ["resources: ['github.com/acme/shop//base?ref=v1']", "remote", "resources"],
    ["resources: [git@example.com:acme/shop]", "remote", "resources"],
    ["components: [example.com/acme/shop]", "remote", "components"],
    ["bases: ['git::https://example.com/acme/shop']", "remote", "resources"],
    ["patches: [{path: 'https://example.com/patch.yaml'}]", "remote", "patches"],
    ["crds: ['http://example.com/crd.yaml']", "remote", "crds"],
    ["openapi: {path: 'https://example.com/schema.json'}", "remote", "openapi"],
    ["configMapGenerator: [{name: a, files: ['b=https://example.com/b']}]", "remote", "configMapGenerator"],
    ["resources: [../../other]", "outside", "resources"],
    ["secretGenerator: [{name: a, envs: [/etc/passwd]}]", "outside", "secretGenerator"],
    ["resources: [gone.yaml]", "missing", "resources"],
    ["generators: [gone.yaml]", "missing", "generators"],
    ["transformers: [function.yaml]", "plugin", "transformers"],
    ["validators: ['../functions']", "plugin", "validators"],
    [
      'generators: ["apiVersion: builtin\\nkind: HelmChartInflationGenerator\\nname: shop\\n"]',
      "plugin",
      "generators",
    ],
  ])("%s", async (text, reason, field) => {
    const kustomization = `${text.includes("../functions") ? "functions" : "prod"}/kustomization.yaml`;
    const { objects, refused, error } = await build({
      ...BASE,
      "functions/kustomization.yaml": "resources: [function.yaml]\n",
      "functions/function.yaml": "apiVersion: example.com/v1\nkind: Checker\nmetadata: {name: c}\n",
      "prod/function.yaml":
        "apiVersion: v1\nkind: Setter\nmetadata:\n  name: s\n  annotations:\n    config.kubernetes.io/function: |\n      container: {image: example.com/setter}\n",
      "prod/kustomization.yaml": `${text}\n`,
    });
    expect({ objects, error }).toEqual({ objects: [], error: undefined });
    expect(refused).toMatchObject([{ reason, kustomization, field }]);
  });

  test("a transformer that is built in is no plugin", async () => {
    const { objects } = await build({
      ...BASE,
      "prod/kustomization.yaml": "resources: [../base]\ntransformers: [labels.yaml]\n",
      "prod/labels.yaml":
        "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]\n",
    });
    expect(objects).toMatchObject([
      { transformers: [{ in: "prod/labels.yaml", kind: "LabelTransformer", name: "l" }] },
    ]);
  });

  test.each([
    ["", "kustomization.yaml is empty"],
    ["resource: [a]", 'unknown field "resource"'],
    ["resources: [../base, ../base]", "may not add resource with an already registered id"],
    ["resources: [../base]\npatches: [{path: gone.yaml}]", "gone.yaml"],
    ["resources: [../more]", "unable to find one of 'kustomization.yaml'"],
  ])("kustomize's own error: %s", async (text, message) => {
    const { objects, error, missing } = await build({
      ...BASE,
      "more/deep/a.yaml": "a: b",
      "prod/kustomization.yaml": `${text}\n`,
    });
    expect(objects).toEqual([]);
    expect(error).toContain(message);
    expect(error).not.toContain("/repository");
    if (message === "gone.yaml") expect(missing).toEqual(["prod/gone.yaml"]);
    if (text === "resources: [../more]") expect(missing).toEqual(["more"]);
  });
});
