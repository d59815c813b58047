import { describe, expect, it } from "vitest";
import { liveDefaults } from "../../../src/workload/change/live-defaults.js";
import type { Workload } from "../../../src/workload/workload.js";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const OLD = "extensions/v1beta1";
const written = (spec: string, apiVersion = "apps/v1") =>
  deploymentOf({ apiVersion, spec: `replicas: 1\n  ${spec}` });
const workloadOf = (yaml: string) => readYaml(yaml).workloads[0] as Workload;

/** The last keys of the defaults that stay under every apply, and under a server-side one alone. */
function keptOf(before: string, after: string): string[] {
  const pair = { before: workloadOf(written(before, OLD)), after: workloadOf(written(after)) };
  const { kept, keptServerSide } = liveDefaults(pair);
  return [kept, keptServerSide].map((defaults) => defaults.map(({ path }) => path.at(-1)).join(" "));
}

const LIMITS = "maxSurge maxUnavailable";
const DEADLINE = "progressDeadlineSeconds";

// Each row was run on kubectl's own code: CreateThreeWayMergePatch over a live object with all of the defaults, and
// StrategicMergePatch of what comes of it.
describe("defaults of an old apiVersion that a live object keeps", () => {
  it.each([
    ["nobody writes any", "", "", `${LIMITS} ${DEADLINE}`, ""],
    ["an empty strategy comes", "", "strategy: {}", `${LIMITS} ${DEADLINE}`, ""],
    ["an empty strategy stays", "strategy: {}", "strategy: {}", `${LIMITS} ${DEADLINE}`, ""],
    ["an empty strategy goes", "strategy: {}", "", DEADLINE, ""],
    ["a strategy without a value goes", "strategy:", "", DEADLINE, ""],
    ["an empty rollingUpdate goes", "strategy: {rollingUpdate: {}}", "strategy: {}", DEADLINE, ""],
    [
      "a type goes, and leaves its strategy",
      "strategy: {type: RollingUpdate}",
      "strategy: {}",
      `${LIMITS} ${DEADLINE}`,
      "",
    ],
    ["a null comes", "", "strategy: null", DEADLINE, LIMITS],
    ["a type alone comes", "", "strategy: {type: RollingUpdate}", DEADLINE, LIMITS],
    [
      "a type alone stays",
      "strategy: {type: RollingUpdate}",
      "strategy: {type: RollingUpdate}",
      DEADLINE,
      LIMITS,
    ],
    ["one limit comes", "", "strategy: {rollingUpdate: {maxSurge: 1}}", `maxUnavailable ${DEADLINE}`, ""],
    [
      "one limit comes with the type",
      "",
      "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}",
      `maxUnavailable ${DEADLINE}`,
      "",
    ],
    ["a deadline goes", `${DEADLINE}: 60`, "", LIMITS, ""],
    ["Recreate comes", "", "strategy: {type: Recreate}", DEADLINE, ""],
  ])("%s", (_, before, after, kept, serverSide) => {
    expect(keptOf(before, after)).toEqual([kept, serverSide]);
  });

  it("counts of a live object alone: one that is created again has the defaults of its own apiVersion", () => {
    const budgetOf = (before: string, after: string) => {
      const plan = reviewFiles({ "web.yaml": after }, { "web.yaml": before });
      return [plan.workloads[0]?.after?.budget, plan.problems.filter(({ code }) => code === "apply").length];
    };
    const after = written("");
    const others = after.replaceAll("app: web", "app: other");
    expect(budgetOf(written("", OLD), after)).toEqual([1, 1]);
    expect(budgetOf(written("", OLD), others)).toEqual([null, 0]);
    const told = reviewFiles({ "web.yaml": others }, { "web.yaml": written("", OLD) }).findings;
    const later = told.find(({ rule }) => rule === "readiness-gate");
    expect(later?.message).toContain("A later rollout of “web” can take the only pod out of service at once");
  });

  it("stay under every apiVersion that has today's, one that is gone too", () => {
    const budgetOf = (apiVersion: string) =>
      reviewFiles({ "web.yaml": written("", apiVersion) }, { "web.yaml": written("", OLD) }).workloads[0]
        ?.after?.budget;
    expect(["apps/v1", "apps/v1beta2", "apps/v1beta1"].map(budgetOf)).toEqual([1, 1, 1]);
    const pair = { before: workloadOf(written("", OLD)), after: workloadOf(written("", OLD)) };
    expect(liveDefaults(pair).kept).toEqual([]);
  });

  it("are none where the API server never took the object", () => {
    const refused = written("minReadySeconds: -1", OLD);
    const plan = reviewFiles({ "web.yaml": written("") }, { "web.yaml": refused });
    expect(plan.workloads[0]?.after?.budget).toBe(0);
  });
});
