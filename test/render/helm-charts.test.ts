/** Which charts a change renders, and what they are rendered with. */
import { afterAll, describe, expect, test } from "vitest";
import { type Tree, treeOf } from "../../src/changeset/tree.js";
import { chartsAround } from "../../src/render/helm/find-charts.js";
import { renderSources } from "../../src/render/render-sources.js";
import { compiledModules } from "../../src/renderer/compile-module.js";
import { RENDER_LIMITS } from "../../src/renderer/limits.js";
import { stopRenderers } from "../../src/renderer/renderer.js";
import { archive } from "./archive.js";
import { DEPLOYMENT, inFolder, webChart } from "./chart-files.js";
import { changeOf, renderTrees, reviewTrees, type Texts } from "./review-trees.js";

afterAll(() => stopRenderers());

const chart = (name: string, more = "") => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
const takes = (name: string, folder: string) =>
  `dependencies:\n  - name: ${name}\n    version: 1.0.0\n    repository: file://${folder}\n`;

const TREE: Texts = {
  "Chart.yaml": chart("all"),
  "src/main.go": "",
  "apps/shop/Chart.yaml": chart("shop", takes("common", "../../libs/common")),
  "apps/shop/templates/a.yaml": "",
  "apps/shop/files/nginx.conf": "",
  "apps/shop/README.md": "",
  "apps/shop/charts/cache/Chart.yaml": chart("cache"),
  "apps/shop/charts/cache/charts/base/Chart.yaml": chart("base"),
  "apps/all/Chart.yaml": chart("everything", takes("shop", "../shop")),
  "libs/common/Chart.yaml": chart("common", "type: library\n"),
  "libs/outside/Chart.yaml": chart("outside", takes("common", "../../../../etc")),
};

describe("a changed file", () => {
  test.each([
    ["apps/shop/templates/a.yaml", ["apps/all", "apps/shop"], "its chart, and one that takes it"],
    ["apps/shop/values.yaml", ["apps/all", "apps/shop"], "also where it is new"],
    ["apps/shop/files/nginx.conf", ["apps/all", "apps/shop"], "also what a template may read"],
    ["apps/shop/charts/cache/charts/base/values.yaml", ["apps/all", "apps/shop"], "the chart around a chart"],
    ["libs/common/templates/_a.tpl", ["apps/all", "apps/shop"], "no library, and those that take it"],
    ["apps/shop/README.md", [], "nothing for people"],
    ["apps/shop/templates/NOTES.txt", [], "nothing for people"],
    ["src/main.go", [], "no program of a repository that is a chart"],
    ["values.yaml", [""], "a chart in the root"],
  ])("%s renders %j: %s", async (path, charts) => {
    expect(await chartsAround([path], treeOf(TREE))).toEqual({ folders: charts, notes: [] });
  });
});

describe("a change", () => {
  test("that touches no chart starts no renderer", async () => {
    const known = compiledModules();
    const options = { limits: { ...RENDER_LIMITS, memoryBytes: 101 * 1024 * 1024 } };
    const before = { "k8s/a.yaml": "kind: A\n", ...webChart("web") };
    expect(await renderTrees(before, { ...before, "k8s/a.yaml": "kind: B\n" }, options)).toEqual([]);
    expect(compiledModules()).toBe(known);
    const touched = { ...before, "web/values.yaml": "replicas: 1\n" };
    expect(await renderTrees(before, touched, options)).toHaveLength(1);
    expect(compiledModules()).toBe(known + 1);
  });

  test("renders the base with base's files and the head with head's", async () => {
    const after = webChart("web", { "values.yaml": "replicas: 5\ntag: v2\nprobe: true\n" });
    const [rendering] = await renderTrees(webChart("web"), after);
    const textOf = (side: "before" | "after") => {
      const rendered = rendering?.[side];
      return rendered?.kind === "rendered" ? rendered.texts[0]?.text : undefined;
    };
    expect(rendering).toMatchObject({ tool: "helm", folder: "web", set: null, prefix: "release-name" });
    expect(textOf("before")).toContain("image: registry.example/web:v1");
    expect(textOf("after")).toContain("image: registry.example/web:v2");
    expect(textOf("before")).not.toContain("readinessProbe");
    expect(textOf("after")).toContain("readinessProbe");
  });

  test("that adds a chart has no base, and one that removes it no head", async () => {
    const other = { "a.yaml": "a: 1\n" };
    const [added] = await renderTrees(other, { ...other, ...webChart("web") });
    expect([added?.before, added?.after?.kind]).toEqual([null, "rendered"]);
    const [removed] = await renderTrees({ ...other, ...webChart("web") }, other);
    expect([removed?.before?.kind, removed?.after]).toEqual(["rendered", null]);
    const { workloads } = await reviewTrees({ ...other, ...webChart("web") }, other);
    expect(workloads.map(({ change, id }) => [change, id])).toEqual([
      ["removed", "web#apps/Deployment//release-name-web"],
    ]);
  });

  test("gives files beside the templates to those that read them, and to no others", async () => {
    const reading = { "templates/config.yaml": 'kind: A\ndata: {{ .Files.Get "conf/a.txt" | quote }}\n' };
    const files = { ...webChart("web", reading), "web/conf/a.txt": "one" };
    const [rendering] = await renderTrees(files, { ...files, "web/conf/a.txt": "two" });
    const texts = rendering?.after?.kind === "rendered" ? rendering.after.texts : [];
    expect(texts.map(({ path, text }) => [path, text.includes('data: "two"')])).toContainEqual([
      "web/templates/config.yaml",
      true,
    ]);
  });

  test("says which dependency is not there, and reviews the rest", async () => {
    const more = {
      "Chart.yaml": chart(
        "web",
        "dependencies:\n  - name: db\n    version: 1.x\n    repository: https://charts.example\n",
      ),
    };
    const plan = await reviewTrees(
      webChart("web", more),
      webChart("web", { ...more, "values.yaml": "replicas: 3\ntag: v3\n" }),
    );
    expect(plan.workloads).toHaveLength(1);
    expect(plan.problems).toMatchObject([
      {
        code: "rendering",
        path: "web/Chart.yaml",
        message: 'the chart was rendered without its dependency "db", which is not in the repository',
      },
    ]);
  });

  test("of a chart that grows without an end is listed, and the rest of it is reviewed", async () => {
    const endless = {
      "templates/deployment.yaml":
        '{{- define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}\nkind: Deployment\n',
    };
    const plan = await reviewTrees(
      { ...webChart("web"), ...webChart("other") },
      { ...webChart("web", endless), ...webChart("other", { "values.yaml": "replicas: 2\ntag: v2\n" }) },
    );
    expect(plan.problems).toContainEqual(
      expect.objectContaining({ code: "rendering", path: "web/templates/deployment.yaml" }),
    );
    expect(plan.workloads.map(({ id }) => id)).toEqual(["other#apps/Deployment//release-name-web"]);
  });
});

describe("a chart that another one has in its charts/", () => {
  const values = (replicas: number) =>
    `replicas: 2\ntag: v1\nprobe: true\ndb: {replicas: ${replicas}, tag: v1, probe: false}\n`;
  const shop = (replicas: number) =>
    webChart("shop", {
      "Chart.yaml": chart("shop", "dependencies:\n  - name: db\n    version: 1.0.0\n"),
      "values.yaml": values(replicas),
    });
  const db = inFolder("db", {
    "Chart.yaml": chart("db"),
    "templates/deployment.yaml": DEPLOYMENT.replace('{{ include "web.name" . }}', "db"),
  });

  test("as an archive has no lines to show, and fails no check", async () => {
    const packed = { "shop/charts/db-1.0.0.tgz": archive(db) };
    const plan = await reviewTrees({ ...shop(1), ...packed }, { ...shop(3), ...packed });
    expect(plan.workloads.map(({ id, path, line }) => [id, path, line])).toEqual([
      ["shop#apps/Deployment//db", "shop/Chart.yaml", 1],
    ]);
    const added = await reviewTrees(null, { ...shop(3), ...packed });
    expect(added.findings).toMatchObject([
      { rule: "readiness-gate", severity: "warning", path: "shop/Chart.yaml", line: 1, isUnplaced: true },
    ]);
    expect([added.conclusion, added.comments]).toEqual(["success", []]);
  });

  test("as a folder has its lines, and fails no check either", async () => {
    const { findings, conclusion } = await reviewTrees(null, { ...shop(3), ...inFolder("shop/charts", db) });
    expect(conclusion).toBe("success");
    expect(findings).toMatchObject([
      { severity: "warning", path: "shop/charts/db/templates/deployment.yaml", line: 14 },
    ]);
  });
});

test("a chart with a template that is a symbolic link is not rendered, and says so", async () => {
  const files = webChart("web");
  const { changeSet, trees } = changeOf(null, files);
  const linked: Tree = {
    ...trees.head,
    async read(paths) {
      const found = await trees.head.read(paths);
      return new Map(
        [...found].map(([path, content]) => [
          path,
          path === "web/templates/service.yaml" ? { kind: "link" } : content,
        ]),
      );
    },
  };
  const renderings = await renderSources(changeSet, { base: null, head: linked });
  expect(renderings.map(({ after }) => after)).toMatchObject([
    { kind: "failed", failure: { reason: "not-loaded", path: "web/templates/service.yaml" } },
  ]);
});

describe("what a template prints", () => {
  test("leads to the template's lines, and through an include to those of the define", async () => {
    const container = DEPLOYMENT.slice(DEPLOYMENT.indexOf("        - name: web"));
    const define = `{{- define "web.container" -}}\n${container.replaceAll(/^ {8}/gm, "")}{{- end }}\n`;
    const files = webChart("web", {
      "templates/_container.tpl": define,
      "templates/deployment.yaml": DEPLOYMENT.replace(
        container,
        '        {{- include "web.container" . | nindent 8 }}\n',
      ),
    });
    const { findings } = await reviewTrees(null, files);
    expect(findings.map(({ rule, path, line, endLine }) => [rule, path, line, endLine])).toEqual([
      ["readiness-gate", "web/templates/_container.tpl", 2, 6],
    ]);
    const ports = '{{- define "web.ports" -}}\n- name: http\n  containerPort: 8080\n{{- end }}\n';
    const included = DEPLOYMENT.replace(
      / {12}- name: http\n.*\n/,
      '            {{- include "web.ports" . | nindent 12 }}\n',
    );
    const beside = await reviewTrees(
      null,
      webChart("web", { "templates/deployment.yaml": included + ports }),
    );
    expect(beside.findings.map(({ line, endLine }) => [line, endLine])).toEqual([[14, 16]]);
    const plain = await reviewTrees(null, webChart("web"));
    expect(plain.findings.map(({ path, line, endLine }) => [path, line, endLine])).toEqual([
      ["web/templates/deployment.yaml", 14, 18],
    ]);
  });

  test("is not applied where it is a hook of a test or of a deletion", async () => {
    const hook = (when: string) =>
      DEPLOYMENT.replace("spec:", `  annotations:\n    helm.sh/hook: ${when}\nspec:`).replace(
        'include "web.name" .',
        JSON.stringify(when.replace(/\W/g, "-")),
      );
    const { workloads } = await reviewTrees(
      null,
      webChart("web", {
        "templates/a.yaml": hook("test"),
        "templates/b.yaml": hook("pre-delete,post-delete"),
        "templates/c.yaml": hook("Pre-Install, test"),
        // Helm leaves out what has a hook that it does not know.
        "templates/d.yaml": hook("pre-install,crd-install"),
        "templates/e.yaml": hook("test-failure"),
      }),
    );
    expect(workloads.map(({ name }) => name)).toEqual(["Pre-Install--test", "release-name-web"]);
  });

  test("has a chart of definitions for its dependency, without the definitions", async () => {
    const takesIt = "dependencies:\n  - {name: crds, version: 1.0.0}\n";
    const { workloads, problems } = await reviewTrees(
      null,
      webChart("web", {
        "Chart.yaml": `apiVersion: v2\nname: web\nversion: 1.0.0\n${takesIt}`,
        "templates/_names.tpl": '{{- define "web.name" -}}\n{{ include "crds.name" . }}\n{{- end }}\n',
        "charts/crds/Chart.yaml": "apiVersion: v2\nname: crds\nversion: 1.0.0\n",
        "charts/crds/templates/_names.tpl": '{{- define "crds.name" -}}\nshop\n{{- end }}\n',
        "charts/crds/templates/shop.yaml": `{{ fail "a definition" }}\n`,
        "crds/shop.yaml": "kind: CustomResourceDefinition\n",
      }),
    );
    expect(problems).toEqual([]);
    expect(workloads.map(({ name }) => name)).toEqual(["shop"]);
  });

  test("is compared with what Helm 3 makes of it", async () => {
    const { problems } = await reviewTrees(
      null,
      webChart("web", {
        "values.yaml": "replicas: 2\ntag: v1\n---\nprobe: true\n",
        "templates/a.yaml": "{{ if .Values.probe }}a: {{ mustToYaml .Values.tag }}{{ end }}\n",
      }),
    );
    expect(problems.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([
      'web/templates/a.yaml:1 Helm 3 cannot render this chart: it does not have "mustToYaml"',
      "web/values.yaml:3 Helm 3 takes no more than the first YAML document of this file, and Helm 4 takes all of them",
    ]);
  });

  test("sees the Services of its own rendering, and of no other", async () => {
    const files = {
      ...webChart("one"),
      ...webChart("two", { "templates/service.yaml": "", "Chart.yaml": chart("two") }),
    };
    const { workloads } = await reviewTrees(null, files);
    expect(workloads.map(({ id, after }) => [id, after?.coverage.gate.total])).toEqual([
      ["one#apps/Deployment//release-name-web", 1],
      ["two#apps/Deployment//release-name-web", 1],
    ]);
    const idle = inFolder("two", {
      "templates/deployment.yaml": DEPLOYMENT.replace(/ {10}ports:\n.*\n.*\n/, ""),
    });
    const without = await reviewTrees(null, { ...files, ...idle });
    expect(without.workloads.map(({ id, after }) => [id, after?.serving])).toEqual([
      ["one#apps/Deployment//release-name-web", true],
      ["two#apps/Deployment//release-name-web", false],
    ]);
  });
});
