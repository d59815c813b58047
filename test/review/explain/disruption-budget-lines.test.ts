import { describe, expect, it } from "vitest";
import { judgeWorkload } from "../../../src/judge/judge-workload.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { disruptionBudgetLines } from "../../../src/review/explain/disruption-budget-lines.js";
import { NO_CHANGE } from "../../../src/workload/change/change-facts.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../../workload/read-yaml.js";

const PLAIN = "PodDisruptionBudget “web” does not limit rollouts, only evictions";

function budget(limit: string, name = "web"): string {
  const selector = "selector: {matchLabels: {app: web}}";
  return `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${name}}\nspec: {${limit}, ${selector}}\n`;
}

function linesFor(yaml: string): string[] {
  const { workloads, neighbours } = readYaml(yaml);
  const policy = { ...DEFAULT_POLICY, nodes: 3 };
  return disruptionBudgetLines(judgeWorkload(workloads[0] as Workload, neighbours, policy, NO_CHANGE));
}

describe("what the computation says of a PodDisruptionBudget", () => {
  it.each([
    ["that is stricter", "minAvailable: 2", "it lets 1 be evicted at once, and a rollout can take 3"],
    [
      "that lets nothing go",
      "minAvailable: 100%",
      "it lets none be evicted at once, and a rollout can take 3",
    ],
  ])("has both numbers for one %s", (_, limit, numbers) => {
    expect(linesFor(deploymentOf() + budget(limit))).toEqual([
      `${PLAIN}: of 3 pods, if it selects no others, ${numbers}`,
    ]);
  });

  it.each([
    ["as wide as the rollout", "maxUnavailable: 3"],
    ["that the API server refuses", 'maxUnavailable: "1"'],
  ])("is one sentence for one %s", (_, limit) => {
    expect(linesFor(deploymentOf() + budget(limit))).toEqual([PLAIN]);
  });

  it("has no numbers for a DaemonSet, whose pods are no replicas", () => {
    const agent = deploymentOf({ spec: "" }).replace("kind: Deployment", "kind: DaemonSet");
    expect(linesFor(agent + budget("maxUnavailable: 0"))).toEqual([PLAIN]);
  });

  it("names three of them and counts the others", () => {
    const all = ["a", "b", "c", "d"].map((name) => budget("maxUnavailable: 3", name)).join("");
    expect(linesFor(deploymentOf() + all)).toEqual([
      ...["a", "b", "c"].map((name) => PLAIN.replace("web", name)),
      "nor does any of 1 more",
    ]);
  });
});
