/** The API versions that a chart's own definitions bring, as `helm install` sees them. */
import { afterAll, describe, expect, it } from "vitest";
import { treeOf } from "../../../src/changeset/tree.js";
import { loadChart } from "../../../src/render/helm/load-chart.js";
import { ownVersions } from "../../../src/render/helm/own-versions.js";
import { stopRenderers } from "../../../src/renderer/renderer.js";
import { renderTrees, type Texts } from "../review-trees.js";

afterAll(() => stopRenderers());

const definition = (group: string, versions: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.${group} }
spec:
  group: ${group}
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions:
${versions}`;

const V1 = `    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            versions: { type: string }
`;
const SCHEMA_FIRST = "    - schema:\n        openAPIV3Schema: { type: object }\n      name: v1beta1\n";
const CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
const ASKS = `apiVersion: v1
kind: ConfigMap
metadata: { name: shop }
data:
  {{- range list "acme.io/v1" "acme.io/v1/Widget" "acme.io/v2" "apps/v1" }}
  {{ . | replace "/" "-" }}: {{ $.Capabilities.APIVersions.Has . | quote }}
  {{- end }}
`;

const files = (more: Texts): Texts => ({
  "app/Chart.yaml": CHART,
  "app/templates/map.yaml": ASKS,
  ...more,
});

async function versionsOf(more: Texts) {
  const tree = treeOf(files(more));
  const loaded = await loadChart("app", tree);
  if (loaded?.ok !== true) throw new Error("not loaded");
  return ownVersions(loaded.chart, tree);
}

describe("definitions of a chart", () => {
  it("bring the versions that they serve, with and without their kind", async () => {
    const text = definition("acme.io", `${V1}    - { name: v2, served: false }\n${SCHEMA_FIRST}`);
    const { apiVersions, notes } = await versionsOf({ "app/crds/widgets.yaml": text });
    expect(apiVersions).toEqual([
      "acme.io/v1",
      "acme.io/v1/Widget",
      "acme.io/v1beta1",
      "acme.io/v1beta1/Widget",
    ]);
    expect(notes).toEqual([]);
  });

  it("are those of each document, of folders below and of JSON, and no other objects", async () => {
    const old =
      "kind: CustomResourceDefinition\nspec: { group: old.io, version: v1, names: { kind: Old } }\n";
    const json = JSON.stringify({
      kind: "CustomResourceDefinition",
      spec: { group: "json.io", names: { kind: "Json" }, versions: [{ name: "v1", served: true }] },
    });
    const { apiVersions } = await versionsOf({
      "app/crds/a.yml": `# Two of them.\n---\n${definition("acme.io", V1)}---\n${old}---\nkind: Namespace\n`,
      "app/crds/b/c.json": json,
      "app/crds/README.md": definition("words.io", V1),
      "app/templates/crds.yaml": definition("template.io", V1),
      "other/crds/a.yaml": definition("other.io", V1),
    });
    const groups = apiVersions.filter((one) => one.split("/").length === 2);
    expect(groups).toEqual(["acme.io/v1", "old.io/v1", "json.io/v1"]);
  });

  it("are those of charts within it too, but for those that values switch", async () => {
    const inner = (name: string) => CHART.replace("shop", name);
    const { apiVersions } = await versionsOf({
      "app/Chart.yaml": `${CHART}dependencies:
  - { name: always, version: 1.0.0 }
  - { name: maybe, version: 1.0.0, condition: maybe.enabled }
  - { name: tagged, version: 1.0.0, tags: [more] }
  - { name: linked, version: 1.0.0, repository: "file://../libs/linked" }
`,
      ...Object.fromEntries(
        ["always", "maybe", "tagged", "unlisted"].flatMap((name) => [
          [`app/charts/${name}/Chart.yaml`, inner(name)],
          [`app/charts/${name}/crds/a.yaml`, definition(`${name}.io`, V1)],
        ]),
      ),
      "app/charts/always/charts/deep/Chart.yaml": inner("deep"),
      "app/charts/always/charts/deep/crds/a.yaml": definition("deep.io", V1),
      "libs/linked/Chart.yaml": inner("linked"),
      "libs/linked/crds/a.yaml": definition("linked.io", V1),
    });
    const groups = apiVersions.filter((one) => one.split("/").length === 2);
    expect(groups.sort()).toEqual(["always.io/v1", "deep.io/v1", "linked.io/v1", "unlisted.io/v1"]);
  });

  it("are told where one cannot be read, and the others count", async () => {
    const { apiVersions, notes } = await versionsOf({
      "app/crds/a.yaml": "kind: [",
      "app/crds/b.yaml": definition("acme.io", V1),
      "app/crds/c.yaml": `# ${"x".repeat(1024 * 1024)}\n`,
    });
    expect(apiVersions).toContain("acme.io/v1");
    expect(notes.map(({ path }) => path)).toEqual(["app/crds/a.yaml", "app/crds/c.yaml"]);
    expect(notes[0]?.message).toContain("count as not there");
  });

  it("are not looked at where no template asks", async () => {
    const { notes } = await versionsOf({
      "app/templates/map.yaml": "kind: A\n",
      "app/crds/a.yaml": "kind: [",
    });
    expect(notes).toEqual([]);
  });
});

describe("a template that asks for API versions", () => {
  it("sees those of the side that is rendered", async () => {
    const old = files({ "app/crds/a.yaml": definition("acme.io", V1), "app/values.yaml": "a: 1\n" });
    const now = {
      ...old,
      "app/crds/a.yaml": definition("acme.io", V1.replace("v1", "v2")),
      "app/values.yaml": "a: 2\n",
    };
    const [rendering] = await renderTrees(old, now);
    const printed = [rendering?.before, rendering?.after].map((side) =>
      side?.kind === "rendered" ? side.texts[0]?.text.match(/(?:true|false)/g) : side,
    );
    expect(printed).toEqual([
      ["true", "true", "false", "true"],
      ["false", "false", "true", "true"],
    ]);
  });
});
