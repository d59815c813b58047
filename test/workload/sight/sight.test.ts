import { describe, expect, it, test } from "vitest";
import type { ChangeSet, FileContent } from "../../../src/changeset/change-set.js";
import { KIND_INDEX } from "../../../src/kinds/kinds.js";
import { renderChange } from "../../../src/render/render-change.js";
import { sightsOf } from "../../../src/workload/sight/sight.js";
import { changeOf } from "../../engine/review-files.js";
import { serviceOf, workloadOf } from "../../rules/sight/around.js";

const ALL = workloadOf() + serviceOf();
const object = (apiVersion: string, kind: string) =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: other}\nspec: {}\n`;

function sightIn(files: Record<string, string>, beside: Partial<ChangeSet> = {}, scope = "k8s") {
  const rendered = renderChange({ ...changeOf(files), ...beside });
  return sightsOf(rendered, "after", KIND_INDEX)(scope);
}

describe("a scope is in sight", () => {
  test.each<[string, Record<string, string>]>([
    ["with a workload and a Service", { "k8s/all.yaml": ALL }],
    [
      "whatever stands in another folder",
      { "k8s/all.yaml": ALL, "other/a.yaml": object("example.com/v1", "Farm") },
    ],
    [
      "beside kinds without pods",
      { "k8s/all.yaml": ALL + object("v1", "ConfigMap") + object("networking.k8s.io/v1", "Ingress") },
    ],
    ["beside kinds whose pods can be read", { "k8s/all.yaml": ALL + object("batch/v1", "Job") }],
    ["beside a file of another program", { "k8s/all.yaml": ALL, "k8s/values.yaml": "image: {tag: 1}\n" }],
    [
      "in a list",
      {
        "k8s/all.yaml": `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n${ALL}`,
      },
    ],
    [
      "as JSON",
      {
        "k8s/all.json":
          '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"selector": {"a": "b"}}}',
      },
    ],
  ])("%s", (_, files) => {
    expect(sightIn(files)).not.toBeNull();
  });
});

describe("a scope is not in sight", () => {
  test.each<[string, Record<string, string>]>([
    [
      "with a kind of another project",
      { "k8s/all.yaml": ALL, "k8s/a.yaml": object("example.com/v1", "Farm") },
    ],
    [
      "with such a kind in a list",
      {
        "k8s/all.yaml": `${ALL}---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: example.com/v1, kind: Farm, metadata: {name: a}}\n`,
      },
    ],
    [
      "with such a kind in JSON",
      {
        "k8s/all.yaml": ALL,
        "k8s/a.json": '{"apiVersion": "example.com/v1", "kind": "Farm", "metadata": {"name": "a"}}',
      },
    ],
    ["with another project's Service", { "k8s/all.yaml": ALL + object("serving.knative.dev/v1", "Service") }],
    ["with another project's Job", { "k8s/all.yaml": ALL + object("batch.volcano.sh/v1alpha1", "Job") }],
    [
      "with a template",
      {
        "k8s/all.yaml": ALL,
        "k8s/a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ .Values.meta }}\n",
      },
    ],
    [
      "with a program that may give objects",
      { "k8s/all.yaml": ALL, "k8s/a.yaml": '{{ include "all" . }}\n' },
    ],
    [
      "with a document that cannot be read",
      { "k8s/all.yaml": ALL, "k8s/a.yaml": "kind: Service\nspec: [\n" },
    ],
    [
      "with an object that does not say its kind",
      {
        "k8s/all.yaml": ALL,
        "k8s/a.yaml": "apiVersion: apps/v1\nspec:\n  template:\n    spec:\n      containers: []\n",
      },
    ],
    ["under a kustomization", { "k8s/all.yaml": ALL, "k8s/kustomization.yaml": "resources: [all.yaml]\n" }],
    [
      "where another folder's kustomization takes it in",
      { "k8s/all.yaml": ALL, "over/kustomization.yaml": "resources: [../k8s]\n" },
    ],
    [
      "with a patch",
      {
        "k8s/all.yaml": ALL,
        "k8s/patch.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n",
      },
    ],
    ["with a label that is filled in later", { "k8s/all.yaml": workloadOf({ labels: "app: $APP" }) }],
    ["with a name that is filled in later", { "k8s/all.yaml": workloadOf({ name: "$NAME" }) }],
  ])("%s", (_, files) => {
    expect(sightIn(files)).toBeNull();
  });

  it("in the folders that kustomize's documents name, and in a chart's", () => {
    for (const folder of ["k8s/base", "k8s/overlays/prod", "chart/templates"])
      expect(sightIn({ [`${folder}/all.yaml`]: ALL }, {}, folder), folder).toBeNull();
  });

  test.each<[string, FileContent]>([
    ["too large", { kind: "too-large", bytes: 9_000_000, limit: 3e6 }],
    ["binary", { kind: "binary" }],
    ["a link", { kind: "link" }],
  ])("with a file beside it that is %s", (_, content) => {
    expect(sightIn({ "k8s/all.yaml": ALL }, { siblings: [{ path: "k8s/b.yaml", content }] })).toBeNull();
    expect(sightIn({ "k8s/all.yaml": ALL }, { siblings: [{ path: "k8s/b.txt", content }] })).not.toBeNull();
    expect(
      sightIn({ "k8s/all.yaml": ALL }, { siblings: [{ path: "other/b.yaml", content }] }),
    ).not.toBeNull();
  });

  test.each([
    ["k8s", true],
    ["k8s/b.yaml", true],
    [".", true],
    ["other", false],
    ["k8s/below/b.yaml", false],
  ])("where %s was left out: %s", (path, isHidden) => {
    const sight = sightIn({ "k8s/all.yaml": ALL }, { omissions: [{ path, message: "", beside: true }] });
    expect(sight === null).toBe(isHidden);
  });

  it("where a file beside it was not read for its workloads", () => {
    const siblings = [
      { path: "k8s/b.yaml", content: { kind: "text", text: workloadOf({ name: "b" }) } as const },
    ];
    expect(sightIn({ "k8s/all.yaml": workloadOf() }, { siblings })).toBeNull();
    expect(sightIn({ "k8s/all.yaml": ALL }, { siblings })).not.toBeNull();
  });
});
