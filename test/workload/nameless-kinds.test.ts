import { describe, expect, it } from "vitest";
import type { ChangeSet, FileContent } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { planOf } from "../cli/plan-of.js";

const objectOf = (kind: string) =>
  `apiVersion: apps/v1\n${kind}metadata: {name: web}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - {name: web, image: web, ports: [{containerPort: 80}]}\n`;
const DEPLOYMENT = objectOf("kind: Deployment\n");
const NAMELESS = ["", `kind: \${KIND}\n`, "kind: Deployment-x\n"];

describe("an object that does not say its kind in plain words", () => {
  it.each(NAMELESS)("hides a workload of the base, which is not removed: %j", (kind) => {
    const { plan } = planOf({ "a.yaml": DEPLOYMENT }, { "a.yaml": objectOf(kind) });
    expect([plan.workloads, plan.title]).toEqual([[], "No workload judged (1 not read, or only in part)"]);
  });

  it.each(NAMELESS)("may have been a workload of the head: %j", (kind) => {
    const { findings } = planOf({ "a.yaml": objectOf(kind) }, { "a.yaml": DEPLOYMENT }).plan;
    expect(findings.map(({ rule, state, compared }) => [rule, state, compared])).toEqual([
      ["readiness-gate", "existing", false],
    ]);
  });

  it("hides none where the base had it as well", () => {
    const other = objectOf("").replace("name: web", "name: other");
    const { workloads } = planOf({ "a.yaml": `${other}---\n${DEPLOYMENT}` }, { "a.yaml": other }).plan;
    expect(workloads.map(({ change, name }) => [change, name])).toEqual([["removed", "web"]]);
  });

  it("was none of the head's where it still stands there", () => {
    const other = objectOf("").replace("name: web", "name: other");
    const { findings } = planOf({ "a.yaml": other }, { "a.yaml": `${other}---\n${DEPLOYMENT}` }).plan;
    expect(findings.map(({ state }) => state)).toEqual(["new"]);
  });
});

describe("a file that is no text any more", () => {
  it.each<FileContent>([{ kind: "binary" }, { kind: "too-large", bytes: 4e6, limit: 3e6 }, { kind: "link" }])(
    "hides the workloads of the base: %j",
    (after) => {
      const { changeSet } = planOf({ "a.yaml": DEPLOYMENT }, { "a.yaml": `${DEPLOYMENT}# words\n` });
      const changed: ChangeSet = { ...changeSet, files: changeSet.files.map((file) => ({ ...file, after })) };
      expect(reviewChange(renderChange(changed), DEFAULT_POLICY, CIRCUMSTANCES).workloads).toEqual([]);
    },
  );
});
