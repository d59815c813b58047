/** All fixes at once where charts print what is to be mended: their edits are of templates and of values. */
import { describe, expect, test } from "vitest";
import { reviewChange } from "../../src/engine.js";
import { planFixes } from "../../src/fix/plan-fixes.js";
import { applyEdits } from "../../src/manifest/edit/apply-edits.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { DEPLOYMENT, webChart } from "../render/chart-files.js";
import { changeOf, provenRenderings, reviewTrees, type Texts } from "../render/review-trees.js";

const UNPROBED = DEPLOYMENT.replace(/ *\{\{- if .Values.probe[\s\S]*end \}\}\n/, "");

async function fixesOf(before: Texts, after: Texts) {
  const { changeSet } = changeOf(before, after);
  const renderings = structuredClone(await provenRenderings(before, after));
  const plan = reviewChange(renderChange(changeSet, { renderings }), DEFAULT_POLICY, CIRCUMSTANCES);
  const fixes = planFixes({
    ...{ changeSet, renderings, plan },
    ...{ policy: DEFAULT_POLICY, circumstances: CIRCUMSTANCES },
  });
  return { plan, ...fixes };
}

describe("all fixes of charts", () => {
  test("are in the template of one and in the values of another, and the whole renders as was told", async () => {
    const before = { ...webChart("a"), ...webChart("b", { "templates/deployment.yaml": UNPROBED }) };
    const after = {
      ...before,
      "a/values.yaml": "replicas: 3\ntag: v2\nprobe: false\n",
      "b/values.yaml": "replicas: 3\ntag: v2\n",
    };
    const { files, fixed, left, after: then } = await fixesOf(before, after);
    expect(left).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(["a/values.yaml", "b/templates/deployment.yaml"]);
    expect(files[0]?.text).toBe("replicas: 3\ntag: v2\nprobe: true\n");
    expect(fixed.map(({ path }) => path)).toEqual([
      "a/templates/deployment.yaml",
      "b/templates/deployment.yaml",
    ]);
    const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
    const real = await reviewTrees(before, { ...after, ...texts });
    const told = ({ findings }: typeof then) => findings.map(({ id, severity }) => `${severity} ${id}`);
    expect(told(then)).toEqual(told(real));
    expect(then.workloads.map(({ after: rollout }) => rollout?.worstCase)).toEqual(
      real.workloads.map(({ after: rollout }) => rollout?.worstCase),
    );
  });

  test("are made of a text that the change does not have", async () => {
    const before = webChart("a", { "templates/deployment.yaml": UNPROBED });
    const { plan, files } = await fixesOf(before, { ...before, "a/values.yaml": "replicas: 9\ntag: v2\n" });
    const [edit] = plan.findings.flatMap(({ fix }) => fix?.edits ?? []);
    expect(files).toEqual([
      { path: "a/templates/deployment.yaml", text: applyEdits(UNPROBED, edit === undefined ? [] : [edit]) },
    ]);
  });

  describe("of one chart", () => {
    const own = (text: string, name: string) =>
      text
        .replace('{{ include "web.name" . }}', `shop-${name}`)
        .replaceAll("app: web", `app: ${name}`)
        .replace(".Values.probe", `.Values.${name}Probe`);
    const shop = (more: Texts = {}) =>
      webChart("shop", {
        "templates/deployment.yaml": own(DEPLOYMENT, "web"),
        "templates/api.yaml": own(DEPLOYMENT, "api"),
        ...more,
      });
    const VALUES = "replicas: 3\ntag: v2\nwebProbe: false\n# ---\napiProbe: false\n";
    const SIZE = `{{- if and .Values.webProbe .Values.apiProbe }}
apiVersion: v1
kind: ConfigMap
metadata: {name: both}
{{- end }}
`;

    test("are made at once where the chart, rendered with all of them, differs in their probes alone", async () => {
      const { files, left, fixed } = await fixesOf(shop(), { ...shop(), "shop/values.yaml": VALUES });
      expect(left).toEqual([]);
      expect(files.map(({ text }) => text)).toEqual([VALUES.replaceAll("false", "true")]);
      expect(fixed).toHaveLength(2);
    });

    test("are made as far as they are proven together, and the others are named", async () => {
      const before = shop({ "templates/size.yaml": SIZE });
      const { files, left, fixed, plan } = await fixesOf(before, { ...before, "shop/values.yaml": VALUES });
      expect(plan.findings.map(({ fix }) => fix?.confidence)).toEqual(["one-click", "one-click"]);
      expect(left).toEqual([{ path: "shop/values.yaml", reason: "alone" }]);
      expect(files.map(({ text }) => text)).toEqual([VALUES.replace("apiProbe: false", "apiProbe: true")]);
      expect(fixed.map(({ path }) => path)).toEqual(["shop/templates/api.yaml"]);
    });
  });
});
