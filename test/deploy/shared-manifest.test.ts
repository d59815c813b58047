import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readAsAdded } from "../../src/changeset/read-folders.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { readConfig } from "../../src/server/config.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { PRIVATE_KEY } from "../github/harness.js";

const PATH = "deploy/shared/surefoot.yaml";
const objects = parseAllDocuments(readFileSync(PATH, "utf8")).map((document) => document.toJS());
const deployments = objects.filter(({ kind }) => kind === "Deployment");

test("passes its own review without a finding, and loses no pod at the worst moment of a rollout", async () => {
  const plan = reviewChange(renderChange(await readAsAdded([PATH])), DEFAULT_POLICY, CIRCUMSTANCES);
  const { conclusion, findings, problems, comments, workloads } = plan;
  expect({ conclusion, findings, problems, comments }).toEqual({
    conclusion: "success",
    ...{ findings: [], problems: [], comments: [] },
  });
  expect(workloads.map(({ name, after }) => [name, after?.worstCase])).toEqual([
    ["surefoot-web", 0],
    ["surefoot-worker", 0],
  ]);
});

test("has both roles, with variables that the process reads and a Service that leads to the web pods alone", () => {
  for (const { metadata, spec } of deployments) {
    const [container] = spec.template.spec.containers;
    const variables = container.env.map(({ name, value }: { name: string; value?: string }) => [name, value]);
    const env = { ...Object.fromEntries(variables), APP_ID: "1", PRIVATE_KEY, WEBHOOK_SECRET: "hush" };
    const config = readConfig({ ...env, QUEUE_URL: "rediss://:pass@redis.example.com:6379" });
    expect(`surefoot-${config.role}`).toBe(metadata.name);
    expect(spec.template.spec.securityContext.runAsNonRoot).toBe(true);
  }
  const service = objects.find(({ kind }) => kind === "Service");
  expect(
    deployments.filter(({ spec }) => isSelected(service.spec.selector, spec.template.metadata.labels)),
  ).toEqual([deployments[0]]);
});

test("lets a drain take one pod of each at a time", () => {
  const budgets = objects.filter(({ kind }) => kind === "PodDisruptionBudget");
  expect(budgets.map(({ spec }) => spec.maxUnavailable)).toEqual([1, 1]);
  for (const [index, { spec }] of budgets.entries())
    expect(isSelected(spec.selector.matchLabels, deployments[index].spec.template.metadata.labels)).toBe(
      true,
    );
});

function isSelected(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
