/** All fixes at once where kustomizations build what is to be mended: their edits are of the files that they take in. */
import { describe, expect, test } from "vitest";
import { reviewChange } from "../../src/engine.js";
import { planFixes } from "../../src/fix/plan-fixes.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { deploymentYaml } from "../render/kustomized.js";
import { changeOf, provenRenderings, reviewTrees } from "../render/review-trees.js";

describe("all fixes of kustomizations", () => {
  test("are in the base of two overlays, and the whole is built as was told", async () => {
    const overlay = (name: string) => `resources: [../base]\nnamePrefix: ${name}-\n`;
    const before = {
      "base/web.yaml": deploymentYaml("web", "          readinessProbe: {tcpSocket: {port: 8080}}\n"),
      "base/kustomization.yaml": "resources: [web.yaml]\n",
      "dev/kustomization.yaml": overlay("dev"),
      "prod/kustomization.yaml": overlay("prod"),
    };
    const after = { ...before, "base/web.yaml": deploymentYaml("web") };
    const { changeSet } = changeOf(before, after);
    const renderings = structuredClone(await provenRenderings(before, after));
    const circumstances = CIRCUMSTANCES;
    const plan = reviewChange(renderChange(changeSet, { renderings }), DEFAULT_POLICY, circumstances);
    expect(plan.findings.map(({ fix }) => fix?.confidence)).toEqual(["one-click"]);
    const fixes = planFixes({ changeSet, renderings, plan, policy: DEFAULT_POLICY, circumstances });
    expect(fixes.left).toEqual([]);
    expect(fixes.files.map(({ path }) => path)).toEqual(["base/web.yaml"]);
    const real = await reviewTrees(before, { ...after, "base/web.yaml": fixes.files[0]?.text ?? "" });
    expect(fixes.after.findings.map(({ id }) => id)).toEqual(real.findings.map(({ id }) => id));
  });
});
