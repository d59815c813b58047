/** The case that started it all: 3 pods, 34 %, no probe. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaceLines } from "../plan-invariants.js";
import { reviewFiles } from "./review-files.js";

const seed = (name: string) => readFileSync(join(import.meta.dirname, "../fixtures/seed", name), "utf8");
const PATH = "k8s/web.yaml";

describe("the first case", () => {
  it("loses 3 of 3 pods where Kubernetes promises 1", () => {
    const plan = reviewFiles({ [PATH]: seed("as-is.yaml") });
    expect(plan.conclusion).toBe("failure");
    expect(plan.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["readiness-gate", "error"],
    ]);
    expect(plan.workloads[0]?.after).toMatchObject({
      budget: 1,
      worstCase: 3,
      worstShare: 1,
      maxSurge: 2,
      maxUnavailable: 1,
      gated: false,
      coverage: { gate: { covered: 0, total: 1 } },
    });
  });

  it("is mended to the byte by the edit that is suggested", () => {
    const before = seed("as-is.yaml");
    const [finding] = reviewFiles({ [PATH]: before }).findings;
    expect(replaceLines(before, finding?.fix?.edits ?? [])).toBe(seed("to-be.yaml"));
    const after = reviewFiles({ [PATH]: seed("to-be.yaml") }, { [PATH]: before });
    expect([after.conclusion, after.findings, after.comments]).toEqual(["success", [], []]);
    expect(after.workloads[0]?.after).toMatchObject({
      worstCase: 1,
      coverage: { gate: { covered: 1, total: 1 } },
    });
  });

  it("is no Deployment at all where the template slipped under the strategy", () => {
    const plan = reviewFiles({ [PATH]: seed("as-is-literal.yaml") });
    expect(plan.conclusion).toBe("failure");
    expect(plan.findings).toMatchObject([{ rule: "manifest-shape", line: 8 }]);
    expect(plan.findings[0]?.message).toContain("spec.strategy.template");
    expect(plan.workloads[0]?.after).toMatchObject({ budget: null, worstCase: null });
  });
});
