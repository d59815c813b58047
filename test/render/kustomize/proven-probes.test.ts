/** Which file of a kustomization a probe is written into, and what every other kustomization has to say to that. */
import { describe, expect, it } from "vitest";
import { reviewChange } from "../../../src/engine.js";
import { applyEdits } from "../../../src/manifest/edit/apply-edits.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { renderChange } from "../../../src/render/render-change.js";
import type { Fix } from "../../../src/review/findings/finding.js";
import { CIRCUMSTANCES } from "../../circumstances.js";
import { deploymentYaml } from "../kustomized.js";
import { changeOf, provenRenderings, type Texts } from "../review-trees.js";

const BASE: Texts = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": deploymentYaml("web"),
  "prod/kustomization.yaml": "resources: [../base]\n",
};

/** A patch of the container of `deploymentYaml`. */
function patchYaml(more: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
${more}`;
}

function jsonPatched(operations: string): string {
  return `resources: [../base]\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n${operations}`;
}

const PATCHED = "resources: [../base]\npatches: [{path: web.yaml}]\n";
const NEW_TAG = "          image: web:2\n";

async function fixesOf(before: Texts, changed: Texts): Promise<(Fix | null)[]> {
  const after = { ...before, ...changed };
  const { changeSet } = changeOf(before, after);
  const renderings = structuredClone(await provenRenderings(before, after));
  const plan = reviewChange(renderChange(changeSet, { renderings }), DEFAULT_POLICY, CIRCUMSTANCES);
  return plan.findings.map(({ fix }) => fix);
}

/** The edited files, or the reasons why there are none. */
async function outcomes(before: Texts, changed: Texts): Promise<(string | null)[]> {
  const fixes = await fixesOf(before, changed);
  return fixes.map((fix) => fix?.edits.map(({ path }) => path).join() || (fix?.reason ?? null));
}

const newTag: Texts = { "base/web.yaml": deploymentYaml("web").replace("web:1", "web:2") };

describe("a probe for what a kustomization builds", () => {
  it("is written into the base under what changes names, labels, images and replicas", async () => {
    const overlay =
      "resources: [../base]\nnamePrefix: a-\nlabels: [{pairs: {a: b}}]\nreplicas: [{name: web, count: 2}]\n";
    expect(await outcomes({ ...BASE, "prod/kustomization.yaml": overlay }, newTag)).toEqual([
      "base/web.yaml",
    ]);
  });

  it("is not written into the base where an overlay's own probe would get more by it", async () => {
    const dev = patchYaml("          readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 7}\n");
    const files = { ...BASE, "dev/kustomization.yaml": PATCHED, "dev/web.yaml": dev };
    expect(await outcomes(files, newTag)).toEqual(["not-with-every-root"]);
  });

  it("is written into the base where an overlay puts one in its place", async () => {
    const dev = jsonPatched(`      - op: add
        path: /spec/template/spec/containers/0/readinessProbe
        value: {tcpSocket: {port: 8080}}
`);
    expect(await outcomes({ ...BASE, "dev/kustomization.yaml": dev }, newTag)).toEqual(["base/web.yaml"]);
  });

  it("is written into the base where replacements do not take it away", async () => {
    const source = "{kind: Deployment, fieldPath: metadata.name}";
    const target = "{select: {kind: Deployment}, fieldPaths: [spec.template.metadata.labels.app]}";
    const dev = `resources: [../base]\nreplacements: [{source: ${source}, targets: [${target}]}]\n`;
    expect(await outcomes({ ...BASE, "dev/kustomization.yaml": dev }, newTag)).toEqual(["base/web.yaml"]);
  });

  it("is written into the patch that the diff shows, and else into the base", async () => {
    const files = { ...BASE, "prod/kustomization.yaml": PATCHED, "prod/web.yaml": patchYaml(NEW_TAG) };
    const changed = { "prod/web.yaml": patchYaml(NEW_TAG.replace("2", "3")) };
    expect(await outcomes(files, changed)).toEqual(["prod/web.yaml"]);
    const more = { "prod/kustomization.yaml": `${PATCHED}images: [{name: web, newTag: '4'}]\n` };
    expect(await outcomes(files, more)).toEqual(["base/web.yaml"]);
  });

  it("is written into a patch where another kustomization has its own, and the base cannot be edited", async () => {
    const own = patchYaml("          readinessProbe: {exec: {command: [ask]}}\n");
    const files = {
      ...BASE,
      ...{ "prod/kustomization.yaml": PATCHED, "prod/web.yaml": patchYaml(NEW_TAG) },
      ...{ "dev/kustomization.yaml": PATCHED, "dev/web.yaml": own },
    };
    const more = { "prod/kustomization.yaml": `${PATCHED}images: [{name: web, newTag: '4'}]\n` };
    expect(await outcomes(files, more)).toEqual(["prod/web.yaml"]);
  });

  it("is judged in kustomizations that the change does not reach", async () => {
    const ports = patchYaml(
      "          ports:\n            - $patch: replace\n            - containerPort: 9090\n",
    );
    const files = { ...BASE, "dev/kustomization.yaml": PATCHED, "dev/web.yaml": ports };
    const more = { "prod/kustomization.yaml": "resources: [../base]\nimages: [{name: web, newTag: '4'}]\n" };
    expect(await outcomes(files, more)).toEqual(["not-with-every-root"]);
    const { "dev/web.yaml": _, ...alike } = { ...files, "dev/kustomization.yaml": "resources: [../base]\n" };
    expect(await outcomes(alike, more)).toEqual(["base/web.yaml"]);
  });

  it("is nowhere where another kustomization of the file cannot be built", async () => {
    const files = { ...BASE, "dev/kustomization.yaml": "resources: [../base, gone.yaml]\n" };
    const more = { "prod/kustomization.yaml": "resources: [../base]\nimages: [{name: web, newTag: '4'}]\n" };
    expect(await outcomes(files, more)).toEqual(["not-with-every-root"]);
  });

  it("has words of its own where a JSON patch puts the container there, or a tool wrote the file", async () => {
    const changed = {
      "prod/kustomization.yaml": jsonPatched(`      - op: replace
        path: /spec/template/spec/containers
        value: [{name: web, image: "web:2", ports: [{containerPort: 8080}]}]
`),
    };
    expect(await outcomes(BASE, changed)).toEqual(["json-patch"]);
    const written = {
      ...BASE,
      "base/web.yaml": `# Code generated by mill. DO NOT EDIT.\n${deploymentYaml("web")}`,
    };
    const more = { "prod/kustomization.yaml": "resources: [../base]\nimages: [{name: web, newTag: '4'}]\n" };
    expect(await outcomes(written, more)).toEqual(["not-editable"]);
  });

  it("keeps the rest of a patch within a kustomization as it is", async () => {
    const inline = (tag: number) =>
      `resources: [../base]\npatches:\n  - patch: |-\n${patchYaml(`          image: web:${tag} # the tag\n`)
        .replace(/^/gm, "      ")
        .trimEnd()}\n# the end\n`;
    const files = { ...BASE, "prod/kustomization.yaml": inline(2) };
    const [fix] = await fixesOf(files, { "prod/kustomization.yaml": inline(3) });
    const edited = applyEdits(inline(3), fix?.edits ?? []);
    expect(edited.split("\n").filter((line) => !inline(3).split("\n").includes(line))).toHaveLength(8);
    expect(edited).toContain(
      "web:3 # the tag\n                readinessProbe:\n                  tcpSocket:\n",
    );
    expect(edited.endsWith("\n# the end\n")).toBe(true);
  });

  it("is proven for several containers at once, each with its own edit", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [web.yaml, api.yaml]\n",
      ...{ "base/web.yaml": deploymentYaml("web"), "base/api.yaml": deploymentYaml("api") },
    };
    const changed = {
      "base/web.yaml": deploymentYaml("web").replace("web:1", "web:2"),
      "base/api.yaml": deploymentYaml("api").replace("api:1", "api:2"),
    };
    expect((await outcomes(files, changed)).toSorted()).toEqual(["base/api.yaml", "base/web.yaml"]);
  });
});
