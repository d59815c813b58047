/** Each folder of pull-requests/ is a pull request: before/, after/, maybe policy.yml, and the whole review of it. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { reviewChange } from "../src/engine.js";
import { DEFAULT_POLICY, POLICY_PATH, type Policy } from "../src/policy/policy.js";
import { policySchema } from "../src/policy/policy-schema.js";
import { readPolicy } from "../src/policy/read-policy.js";
import { RULE_NAMES } from "../src/policy/rule-names.js";
import { renderChange } from "../src/render/render-change.js";
import type { ReviewPlan } from "../src/review/review-plan.js";
import { CIRCUMSTANCES } from "./circumstances.js";
import { GOLDEN_CASES, loadGoldenCase, renderGoldenCase } from "./golden-cases.js";
import { writeGolden } from "./golden-review.js";
import { checkInvariants, checkRenderedInvariants } from "./plan-invariants.js";

const names = readdirSync(GOLDEN_CASES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
/** What only GitHub can show: a review that cannot finish, a policy in another repository. */
const POLICY_CASES = join(import.meta.dirname, "github", "policy-cases");
const rulesSeen = new Set<string>();

describe("a review of a pull request", () => {
  it.each(names)("%s", async (name) => {
    const changeSet = frozen(await loadGoldenCase(name));
    const policy = policyOf(name);
    const renderings = frozen(await renderGoldenCase(name, changeSet, policy));
    const plan = reviewChange(renderChange(changeSet, { renderings }), policy, CIRCUMSTANCES);
    for (const { rule } of plan.findings) rulesSeen.add(rule);
    if (renderings.length === 0) checkInvariants(changeSet, policy, plan);
    else
      await checkRenderedInvariants(changeSet, policy, plan, (edits) =>
        renderGoldenCase(name, changeSet, policy, edits),
      );
    if (name.startsWith("quiet-")) expectQuiet(plan);
    compareWithGolden(join(GOLDEN_CASES, name, "review.md"), writeGolden(plan));
  });

  it("shows every rule in at least one case, and sixty cases that expect nothing", () => {
    expect([...rulesSeen].sort()).toEqual([...RULE_NAMES].sort());
    expect(names.filter((name) => name.startsWith("quiet-")).length).toBeGreaterThanOrEqual(60);
  });

  it("has every key of the policy in at least one case", () => {
    const atGitHub = readdirSync(POLICY_CASES).map((name) => join(POLICY_CASES, name, "base", POLICY_PATH));
    const files = [...names.map((name) => join(GOLDEN_CASES, name, "policy.yml")), ...atGitHub];
    const written = files
      .filter((file) => existsSync(file))
      .flatMap((file) => Object.keys(parse(readFileSync(file, "utf8")) ?? {}));
    expect(new Set(written)).toEqual(new Set(Object.keys(policySchema.shape)));
  });
});

function policyOf(name: string): Policy {
  const file = join(GOLDEN_CASES, name, "policy.yml");
  return existsSync(file) ? readPolicy(readFileSync(file, "utf8"), "policy.yml") : DEFAULT_POLICY;
}

function expectQuiet(plan: ReviewPlan): void {
  expect(plan.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(plan.comments).toEqual([]);
  expect([plan.conclusion, plan.reviewBody]).toEqual(["success", null]);
}

function compareWithGolden(file: string, review: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, review);
  expect(review).toBe(readFileSync(file, "utf8"));
}

/** A rule that changed what it checks would throw here. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) frozen(item);
  }
  return value;
}
