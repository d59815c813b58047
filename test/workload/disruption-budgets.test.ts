import { describe, expect, it } from "vitest";
import { disruptionBudgetsOf } from "../../src/workload/disruption-budgets.js";
import type { Workload } from "../../src/workload/workload.js";
import { deploymentOf, readYaml } from "./read-yaml.js";

function selects(spec: string, { apiVersion = "policy/v1", namespace = "" } = {}): boolean {
  const metadata = `{name: web${namespace === "" ? "" : `, namespace: ${namespace}`}}`;
  const web = deploymentOf({ labels: "app: web, tier: front" }).replace(
    "{name: web}",
    "{name: web, namespace: shop}",
  );
  const { workloads, neighbours } = readYaml(
    `${web}---\napiVersion: ${apiVersion}\nkind: PodDisruptionBudget\nmetadata: ${metadata}\nspec: {${spec}}\n`,
  );
  return disruptionBudgetsOf(workloads[0] as Workload, neighbours).length > 0;
}

const expression = (entry: string) => `selector: {matchExpressions: [{${entry}}]}`;

describe("a PodDisruptionBudget selects pods", () => {
  it.each([
    ["by a label", "selector: {matchLabels: {app: web}}", true],
    ["by all labels", "selector: {matchLabels: {app: web, tier: front}}", true],
    ["not where one differs", "selector: {matchLabels: {app: web, tier: back}}", false],
    ["by one of several values", expression("key: app, operator: In, values: [api, web]"), true],
    ["not by other values", expression("key: app, operator: In, values: [api]"), false],
    [
      "not by values of a label that is not there",
      expression("key: part, operator: In, values: [web]"),
      false,
    ],
    ["by what a value is not", expression("key: app, operator: NotIn, values: [api]"), true],
    [
      "by what a label that is not there is not",
      expression("key: part, operator: NotIn, values: [web]"),
      true,
    ],
    ["not by what the value is", expression("key: app, operator: NotIn, values: [web]"), false],
    ["by a key", expression("key: app, operator: Exists"), true],
    ["not by a key that is not there", expression("key: part, operator: Exists"), false],
    ["by a missing key", expression("key: part, operator: DoesNotExist"), true],
    ["not by a key that is missed in vain", expression("key: app, operator: DoesNotExist"), false],
    ["not by an operator that is none", expression("key: app, operator: Like"), false],
    ["not without a selector", "minAvailable: 1", false],
    ["all by an empty one", "selector: {}", true],
  ])("%s", (_, spec, selected) => {
    expect(selects(spec)).toBe(selected);
  });

  it("none by an empty selector of the first version", () => {
    expect(selects("selector: {}", { apiVersion: "policy/v1beta1" })).toBe(false);
    expect(selects("selector: {matchLabels: {app: web}}", { apiVersion: "policy/v1beta1" })).toBe(true);
  });

  it("in its own namespace", () => {
    const spec = "selector: {matchLabels: {app: web}}";
    expect(selects(spec, { namespace: "shop" })).toBe(true);
    expect(selects(spec, { namespace: "other" })).toBe(false);
  });

  it("only where it is one of Kubernetes' own", () => {
    expect(selects("selector: {matchLabels: {app: web}}", { apiVersion: "example.com/v1" })).toBe(false);
  });
});
