/** Charts that a kustomization takes in: with which values, under which name, and what of them cannot be rendered. */
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../src/manifest/parse-yaml.js";
import { mergedValues, type ValuesMerge } from "../../../src/render/kustomize/charts/merged-values.js";
import { renderTrees, reviewTrees, type Texts } from "../review-trees.js";

const TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  annotations:
    space: {{ .Release.Namespace }}
    kube: {{ .Capabilities.KubeVersion.Version }}
    monitored: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" | quote }}
    values: {{ toJson .Values | quote }}
spec:
  replicas: {{ .Values.replicas }}
`;
const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";

function chartIn(folder: string): Texts {
  return {
    [`${folder}/Chart.yaml`]: CHART,
    [`${folder}/values.yaml`]: "replicas: 1\nown: {a: 1, b: 2}\n",
    [`${folder}/templates/web.yaml`]: TEMPLATE,
  };
}

/** What the kustomization of `entry` builds of a chart in `charts/web`, with more files. */
async function built(entry: string, more: Texts = {}, around = "") {
  const files = { ...chartIn("app/charts/web"), ...more };
  const kustomization = `${around}helmCharts:\n  - name: web\n${entry.replace(/^(?=.)/gm, "    ")}`;
  const after = { ...files, "app/kustomization.yaml": kustomization };
  const renderings = await renderTrees(null, after);
  expect(renderings.map(({ tool, folder }) => `${tool} ${folder}`)).toContain("kustomize app");
  return renderings.find(({ tool }) => tool === "kustomize")?.after ?? null;
}

async function objectOf(...asked: Parameters<typeof built>) {
  const side = await built(...asked);
  if (side?.kind !== "rendered") return side?.kind === "failed" ? side.failure : null;
  const read = parseYaml(side.texts.find(({ path }) => path.endsWith("web.yaml"))?.text ?? "");
  const { metadata, spec } = (read.ok ? read.value : {}) as {
    metadata: { name: string; annotations: Record<string, string> };
    spec: { replicas: number };
  };
  const { values = "{}", ...annotations } = metadata.annotations;
  return { name: metadata.name, ...annotations, ...spec, values: JSON.parse(values) };
}

describe("a chart of a kustomization", () => {
  it("is rendered with its own values, as helm template names what has no name", async () => {
    expect(await objectOf("")).toMatchObject({
      ...{ name: "release-name-web", space: "default", monitored: "false", replicas: 1 },
      values: { own: { a: 1, b: 2 } },
    });
  });

  it("sees no API versions of its own definitions, as helm template does not", async () => {
    const definition =
      "kind: CustomResourceDefinition\nspec:\n  group: monitoring.coreos.com\n  names: {kind: A}\n  versions: [{name: v1}]\n";
    const more = { "app/charts/web/crds/a.yaml": definition };
    expect(await objectOf("", more)).toMatchObject({ monitored: "false" });
    const [alone] = await renderTrees(null, { ...chartIn("web"), "web/crds/a.yaml": definition });
    expect(alone?.after?.kind === "rendered" && alone.after.texts[0]?.text).toContain('monitored: "true"');
  });

  it("has the name, the namespace and the cluster that its entry says", async () => {
    const entry =
      "releaseName: shop\nnamespace: market\nkubeVersion: v1.29.4\napiVersions: [monitoring.coreos.com/v1]\n";
    expect(await objectOf(entry)).toMatchObject({
      ...{ name: "shop-web", space: "market", kube: "v1.29.4", monitored: "true" },
    });
    expect(await objectOf("nameTemplate: '{{ lower \"SHOP\" }}-eu'\n")).toMatchObject({
      name: "shop-eu-web",
    });
  });

  it("has values of files and of the kustomization, in kustomize's order", async () => {
    const more = {
      "app/values.yaml": "replicas: 2\nfile: true\nown: {a: 5}\n",
      "app/more.yaml": "own: {b: 7}\n",
    };
    const entry =
      "valuesFile: values.yaml\nadditionalValuesFiles: [more.yaml]\nvaluesInline: {replicas: 3}\n";
    expect(await objectOf(entry, more)).toMatchObject({
      replicas: 3,
      values: { file: true, own: { a: 5, b: 7 } },
    });
    expect(await objectOf(`${entry}valuesMerge: merge\n`, more)).toMatchObject({ replicas: 2 });
    const replaced = await objectOf(`${entry}valuesMerge: replace\n`, more);
    expect(replaced).toMatchObject({ replicas: 3, values: { own: { a: 1, b: 7 } } });
    expect(replaced).not.toHaveProperty("values.file");
  });

  it("stands where the globals say, or in a folder of its version", async () => {
    const around = "helmGlobals: {chartHome: ../../all}\n";
    const { "app/charts/web/Chart.yaml": _, ...without } = chartIn("app/charts/web");
    expect(Object.keys(without)).toHaveLength(2);
    const side = await objectOf("", chartIn("all/web"), around.replace("../../all", "../all"));
    expect(side).toMatchObject({ name: "release-name-web" });
    const versioned = await objectOf(
      "repo: https://charts.example.com\nversion: 0.1.0\nreleaseName: a\n",
      chartIn("app/charts/web-0.1.0/web"),
    );
    expect(versioned).toMatchObject({ name: "a-web" });
  });

  it("leaves out hooks and tests where it is to, and takes in definitions for patches", async () => {
    const hook = (name: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  annotations:\n    "helm.sh/hook": ${name}\n`;
    const more = {
      "app/charts/web/templates/hooks.yaml": `${hook("pre-install")}---\n${hook("test")}`,
      "app/charts/web/crds/shops.yaml":
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\n",
    };
    const hooksOf = async (entry: string) => {
      const side = await built(entry, more);
      const texts = side?.kind === "rendered" ? side.texts.map(({ text }) => text).join() : "";
      return ["pre-install", "test"].filter((name) => texts.includes(`name: ${name}\n`));
    };
    expect(await hooksOf("")).toEqual(["pre-install", "test"]);
    expect(await hooksOf("skipTests: true\n")).toEqual(["pre-install"]);
    expect(await hooksOf("skipHooks: true\n")).toEqual([]);
    const patch =
      "patchesStrategicMerge:\n  - |-\n    apiVersion: apiextensions.k8s.io/v1\n    kind: CustomResourceDefinition\n    metadata:\n      name: shops.example.com\n      labels: {a: b}\n";
    expect(await built("includeCRDs: true\n", more, patch)).toMatchObject({ kind: "rendered" });
    expect(await built("", more, patch)).toMatchObject({ kind: "failed" });
  });

  it.each([
    ["valuesFile: gone.yaml\n", "takes its values from “gone.yaml”, which is not in the repository"],
    ["valuesMerge: over\n", "has “over” as its valuesMerge"],
    ["releaseName: a\nnameTemplate: b\n", "has a nameTemplate that fails"],
    ["nameTemplate: '{{ fail \"no\" }}'\n", "has a nameTemplate that fails"],
  ])("fails the build: %s", async (entry, message) => {
    expect(await objectOf(entry)).toMatchObject({
      ...{ path: "app/kustomization.yaml", line: 2 },
      message: expect.stringContaining(message),
    });
  });

  it("fails the build with Helm's own words and place where a template fails", async () => {
    const more = { "app/charts/web/templates/bad.yaml": '\n{{ required "a size, please" .Values.size }}\n' };
    expect(await objectOf("", more)).toMatchObject({
      ...{ path: "app/charts/web/templates/bad.yaml", line: 2 },
      message: expect.stringContaining("a size, please"),
    });
  });

  it("is reviewed once, in the kustomization, whatever of it changes", async () => {
    const template = TEMPLATE.replace(/ {2}annotations:[\s\S]*?spec:/, "spec:").concat(
      "  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n        - name: web\n          image: web:{{ .Values.tag }}\n          ports: [{containerPort: 80}]\n",
    );
    const before: Texts = {
      ...chartIn("app/charts/web"),
      "app/charts/web/templates/web.yaml": template,
      "app/values.yaml": "tag: 1\nreplicas: 3\n",
      "app/kustomization.yaml":
        "namePrefix: a-\nhelmCharts: [{name: web, releaseName: x, valuesFile: values.yaml}]\n",
    };
    for (const changed of [
      { "app/values.yaml": "tag: 2\nreplicas: 3\n" },
      { "app/charts/web/templates/web.yaml": template.replace("web:{{", "webs:{{") },
    ]) {
      const { workloads } = await reviewTrees(before, { ...before, ...changed });
      expect(workloads).toMatchObject([
        { id: "app/charts/web/templates/web.yaml#apps/Deployment//a-x-web", rollsPods: true },
      ]);
    }
  });
});

describe("values of a kustomization and of its file", () => {
  it.each([
    ["override", { a: 1, b: { c: 2, d: [3] } }, { b: { d: [4] }, e: 5 }, { a: 1, b: { c: 2, d: [4] }, e: 5 }],
    ["merge", { a: 1, b: { c: 2 } }, { a: 9, b: { d: 4 } }, { a: 1, b: { c: 2, d: 4 } }],
    ["replace", { a: 1 }, { b: 2 }, { b: 2 }],
    ["override", { a: 1, b: { c: 2 } }, { a: null, b: { c: null } }, { b: {} }],
    ["override", { a: { b: 1 } }, { a: 2 }, { a: 2 }],
  ] as [ValuesMerge, object, Record<string, unknown>, object][])("%s", (how, file, inline, expected) => {
    expect(JSON.parse(mergedValues(JSON.stringify(file), inline, how) ?? "")).toEqual(expected);
  });

  it("are the file's own text where the kustomization has none, and nothing where that cannot be read", () => {
    expect(mergedValues("# own\na: 1\n", {}, "override")).toBe("# own\na: 1\n");
    expect(mergedValues("a: [", { b: 1 }, "override")).toBeNull();
    expect(mergedValues("", { b: 1 }, "merge")).toBe('{"b":1}');
  });
});
