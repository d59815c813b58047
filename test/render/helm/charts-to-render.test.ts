/** Which charts a change concerns, and with which values each is rendered, told from trees of texts. */
import { describe, expect, it } from "vitest";
import type { ChangedFile, ChangeSet } from "../../../src/changeset/change-set.js";
import { type Tree, treeOf } from "../../../src/changeset/tree.js";
import { DEFAULT_POLICY, type Policy } from "../../../src/policy/policy.js";
import { readPolicy } from "../../../src/policy/read-policy.js";
import { chartsToRender } from "../../../src/render/helm/charts-to-render.js";
import type { ValuesSet } from "../../../src/render/helm/values-set.js";

type Files = Record<string, string>;

const CHART: Files = {
  "charts/web/Chart.yaml": "name: web\nversion: 1.0.0\n",
  "charts/web/templates/web.yaml": "kind: Deployment\n",
  "charts/web/values.yaml": "replicas: 1\n",
};

/** The change from files to others, with `null` for one that is gone. */
function changeOf(before: Files | null, change: Record<string, string | null>) {
  const after: Files = { ...before };
  const files = Object.entries(change).map(([path, text]): ChangedFile => {
    const old = before?.[path];
    if (text === null) delete after[path];
    else after[path] = text;
    return {
      path,
      previousPath: null,
      status: text === null ? "removed" : old === undefined ? "added" : "modified",
      before: old === undefined ? null : { kind: "text", text: old },
      after: text === null ? null : { kind: "text", text },
      hunks: null,
    };
  });
  const changeSet: ChangeSet = { base: "b", head: "h", webUrl: null, files, siblings: [], omissions: [] };
  return { changeSet, trees: { base: before === null ? null : treeOf(before), head: treeOf(after) } };
}

const all = { isWanted: () => true, policy: [] };

async function find(
  before: Files | null,
  change: Record<string, string | null>,
  policy: Policy = DEFAULT_POLICY,
) {
  const { changeSet, trees } = changeOf(before, change);
  return (await chartsToRender(changeSet, trees, { ...all, policy: policy.render })).charts;
}

/** The texts that a set puts over the chart's own. */
function textsOf(set: ValuesSet | null): string[] | string | null {
  if (set?.failure !== undefined) return set.failure.message;
  return set === null ? null : set.values.map((one) => ("yaml" in one ? one.yaml : JSON.stringify(one)));
}

async function setsOf(before: Files | null, change: Record<string, string | null>, policy?: Policy) {
  const found = await find(before, change, policy);
  return found.flatMap(({ sets }) =>
    sets.map(({ name, before: old, after }) => ({ name, before: textsOf(old), after: textsOf(after) })),
  );
}

const TEMPLATE = { "charts/web/templates/web.yaml": "kind: StatefulSet\n" };

const application = (valueFiles: string[], name = "web-prod") => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec: { source: { path: charts/web, helm: { valueFiles: [${valueFiles.join(", ")}] } } }
`;

const release = (values: string, namespace = "shop") => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: ${namespace} }
spec:
  chart: { spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: shop } } }
  values: ${values}
`;

const policyOf = (render: string) => readPolicy(`render: ${render}\n`, "p.yml");

describe("the sets of a chart", () => {
  it("are its own values where there is nothing else", async () => {
    expect(await setsOf(CHART, TEMPLATE)).toEqual([{ name: null, before: [], after: [] }]);
  });

  it("are those of each values file beside it, with base's files and head's", async () => {
    const files = {
      ...CHART,
      "charts/web/values-prod.yaml": "replicas: 6\n",
      "charts/web/values.dev.yaml": "replicas: 2\n",
      "charts/web/env/eu.yml": "replicas: 3\n",
      "charts/web/envs/us/values.yaml": "replicas: 4\n",
      "charts/web/values/stage.yaml": "replicas: 5\n",
      "charts/web/local-values.yaml": "replicas: 7\n",
    };
    const change = { ...TEMPLATE, "charts/web/values-prod.yaml": "replicas: 60\n" };
    expect(await setsOf(files, change)).toEqual([
      { name: "env/eu.yml", before: ["replicas: 3\n"], after: ["replicas: 3\n"] },
      { name: "envs/us/values.yaml", before: ["replicas: 4\n"], after: ["replicas: 4\n"] },
      { name: "local-values.yaml", before: ["replicas: 7\n"], after: ["replicas: 7\n"] },
      { name: "values-prod.yaml", before: ["replicas: 6\n"], after: ["replicas: 60\n"] },
      { name: "values.dev.yaml", before: ["replicas: 2\n"], after: ["replicas: 2\n"] },
      { name: "values/stage.yaml", before: ["replicas: 5\n"], after: ["replicas: 5\n"] },
    ]);
  });

  it.each([
    ["an object of Kubernetes", "values/cm.yaml", "apiVersion: v1\nkind: ConfigMap\n"],
    ["what is encrypted", "values-prod.yaml", "a: ENC[x]\nsops:\n  mac: x\n"],
    ["a file of secrets", "env/secrets.yaml", "a: b\n"],
    ["a schema", "values.schema.yaml", "type: object\n"],
    ["a file of a template", "templates/values-x.yaml", "a: b\n"],
    ["a file of a chart within", "charts/db/values-prod.yaml", "a: b\n"],
    ["a file with another ending", "values-prod.txt", "a: b\n"],
  ])("are not made of %s", async (_, path, text) => {
    const files = { ...CHART, [`charts/web/${path}`]: text };
    expect((await setsOf(files, TEMPLATE)).map(({ name }) => name)).toEqual([null]);
  });

  it("are those of the tests too, which never block, beside the chart's own values", async () => {
    const files = {
      ...CHART,
      "charts/web/ci/full-values.yaml": "a: 1\n",
      "charts/web/ci/notes.yaml": "b: 1\n",
    };
    const [chart] = await find(files, TEMPLATE);
    expect(chart?.sets.map(({ name, forTests, isGuess }) => [name, forTests, isGuess])).toEqual([
      [null, undefined, true],
      ["ci/full-values.yaml", true, true],
    ]);
  });

  it("are those of an Application, wherever its files stand, before files beside the chart", async () => {
    const files = {
      ...CHART,
      "charts/web/values-dev.yaml": "replicas: 2\n",
      "argocd/web.yaml": application(["../../envs/prod.yaml"]),
      "envs/prod.yaml": "replicas: 9\n",
    };
    expect(await setsOf(files, TEMPLATE)).toEqual([
      { name: "Application web-prod", before: ["replicas: 9\n"], after: ["replicas: 9\n"] },
    ]);
  });

  it("are those of an Application at the base as the base has it", async () => {
    const files = { ...CHART, "argocd/web.yaml": application(["a.yaml"]), "charts/web/a.yaml": "a: 1\n" };
    const change = { "argocd/web.yaml": application(["b.yaml"]), "charts/web/b.yaml": "b: 1\n" };
    expect(await setsOf(files, change)).toEqual([
      { name: "Application web-prod", before: ["a: 1\n"], after: ["b: 1\n"] },
    ]);
  });

  it("are those of HelmReleases, told apart by where they stand", async () => {
    const files = {
      ...CHART,
      "clusters/dev/web.yaml": release("{ replicas: 1 }"),
      "clusters/prod/web.yaml": release("{ replicas: 5 }"),
      "clusters/prod/other.yaml": release("{ replicas: 5 }", "late"),
    };
    expect(await setsOf(files, TEMPLATE)).toEqual([
      {
        name: "HelmRelease shop/web in clusters/dev/web.yaml",
        before: ['{"replicas":1}'],
        after: ['{"replicas":1}'],
      },
      { name: "HelmRelease late/web", before: ['{"replicas":5}'], after: ['{"replicas":5}'] },
    ]);
  });

  it("are those of the policy before any other", async () => {
    const files = {
      ...CHART,
      "argocd/web.yaml": application(["a.yaml"]),
      "charts/web/a.yaml": "a: 1\n",
      "p.yaml": "p: 1\n",
    };
    const policy = policyOf(
      "[{ chart: charts/web/, values: [charts/web/a.yaml, ./p.yaml], release: w, namespace: n }]",
    );
    const [chart] = await find(files, TEMPLATE, policy);
    expect(chart?.sets.map(({ after }) => [after?.name, after?.release, textsOf(after)])).toEqual([
      ["a.yaml + p.yaml", { name: "w", namespace: "n" }, ["a: 1\n", "p: 1\n"]],
    ]);
  });

  it("say which file is not there, and leave the choice to the next rule", async () => {
    const files = { ...CHART, "argocd/web.yaml": application(["gone.yaml"]) };
    expect(await setsOf(files, TEMPLATE)).toEqual([
      {
        name: "Application web-prod",
        before: 'it is to take the values file "charts/web/gone.yaml", which is not there',
        after: 'it is to take the values file "charts/web/gone.yaml", which is not there',
      },
      { name: null, before: [], after: [] },
    ]);
  });

  it("are the chart's own values at the base where only the head has them", async () => {
    const change = { "charts/web/values-prod.yaml": "replicas: 6\n" };
    expect(await setsOf(CHART, change)).toEqual([
      { name: "values-prod.yaml", before: [], after: ["replicas: 6\n"] },
    ]);
    const policy = policyOf("[{ chart: charts/web, values: [charts/web/values-prod.yaml] }]");
    expect(await setsOf(CHART, change, policy)).toEqual([
      { name: "values-prod.yaml", before: [], after: ["replicas: 6\n"] },
    ]);
  });

  it("do not hold at the base what an object of the head alone says", async () => {
    const change = { "flux/web.yaml": release("{ replicas: 4 }") };
    const expected = [{ name: "HelmRelease shop/web", before: [], after: ['{"replicas":4}'] }];
    expect(await setsOf(CHART, change)).toEqual(expected);
    expect(await setsOf({ ...CHART, "flux/web.yaml": "# later\n" }, change)).toEqual(expected);
  });

  it("are the base's where the change removes the chart", async () => {
    const files = { ...CHART, "charts/web/values-prod.yaml": "replicas: 6\n" };
    const gone = Object.fromEntries(Object.keys(files).map((path) => [path, null]));
    expect(await setsOf(files, gone)).toEqual([
      { name: "values-prod.yaml", before: ["replicas: 6\n"], after: null },
    ]);
  });

  it("have no base where everything is new", async () => {
    expect(await setsOf(null, { ...CHART, "charts/web/values-a.yaml": "a: 1\n" })).toEqual([
      { name: "values-a.yaml", before: null, after: ["a: 1\n"] },
    ]);
  });

  it("are eight, those that the change touches first and those of tests last", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`charts/web/values-${index}.yaml`, `replicas: ${index}\n`]),
    );
    const before = { ...CHART, ...files, "charts/web/ci/a-values.yaml": "a: 1\n" };
    const [chart] = await find(before, {
      ...TEMPLATE,
      "charts/web/values-8.yaml": "replicas: 80\n",
      "charts/web/ci/a-values.yaml": "a: 2\n",
    });
    expect(chart?.sets.map(({ name }) => name)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 8].map((index) => `values-${index}.yaml`),
    );
    expect(chart?.leftOut).toEqual(["values-7.yaml", "ci/a-values.yaml"]);
  });
});

describe("the charts of a change", () => {
  it.each([
    ["a values file that an Application names", { "envs/prod.yaml": "replicas: 9\n" }],
    ["an Application", { "argocd/web.yaml": application(["../../envs/prod.yaml", "x.yaml"]) }],
    ["a values file that is gone", { "envs/prod.yaml": null }],
  ])("have the one that is rendered with %s", async (_, change) => {
    const files = {
      ...CHART,
      "argocd/web.yaml": application(["../../envs/prod.yaml"]),
      "envs/prod.yaml": "replicas: 3\n",
    };
    expect((await find(files, change)).map(({ chart }) => chart.folder)).toEqual(["charts/web"]);
  });

  it("have the one that the policy renders with a changed file", async () => {
    const policy = policyOf("[{ chart: charts/web, values: [p.yaml] }]");
    const found = await find({ ...CHART, "p.yaml": "a: 1\n" }, { "p.yaml": "a: 2\n" }, policy);
    expect(found.map(({ chart }) => chart.folder)).toEqual(["charts/web"]);
  });

  it("have none that is in another repository", async () => {
    const other = application(["../../envs/prod.yaml"]).replace("charts/web", "charts/other");
    const files = { ...CHART, "argocd/web.yaml": other, "envs/prod.yaml": "a: 1\n" };
    expect(await find(files, { "envs/prod.yaml": "a: 2\n" })).toEqual([]);
  });

  it("are not looked for where the change has neither values nor what names them", async () => {
    const { changeSet, trees } = changeOf(
      { ...CHART, "k8s/web.yaml": "apiVersion: v1\nkind: Service\n", "argocd/web.yaml": application([]) },
      { "k8s/web.yaml": "apiVersion: v1\nkind: Service\n# \n" },
    );
    const read: string[] = [];
    const watched = (tree: Tree): Tree => ({
      ...tree,
      read: (paths) => {
        read.push(...paths);
        return tree.read(paths);
      },
    });
    const both = { base: trees.base && watched(trees.base), head: watched(trees.head) };
    expect(await chartsToRender(changeSet, both, all)).toEqual({ charts: [], notes: [] });
    expect(read).toEqual([]);
  });
});
