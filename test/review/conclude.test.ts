import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type Policy } from "../../src/policy/policy.js";
import { conclude, titleOf } from "../../src/review/conclude.js";
import type { Finding } from "../../src/review/findings/finding.js";
import type { WorkloadReport } from "../../src/review/review-plan.js";
import { deployment, reviewFiles } from "../engine/review-files.js";

const finding = (parts: Partial<Finding>): Finding => ({
  id: "a",
  rule: "probe-target",
  severity: "error",
  state: "new",
  compared: true,
  workload: "w",
  container: null,
  path: "k8s/web.yaml",
  line: 1,
  endLine: 1,
  message: "It is wrong.",
  waived: null,
  fix: null,
  ...parts,
});

const workload = (parts: Partial<WorkloadReport>): WorkloadReport => ({
  id: "w",
  kind: "Deployment",
  apiVersion: "apps/v1",
  namespace: null,
  name: "web",
  path: "k8s/web.yaml",
  line: 1,
  change: "modified",
  rollsPods: true,
  before: null,
  after: null,
  ...parts,
});

const concludes = (block: Policy["block"], one: Partial<Finding>, on: Partial<WorkloadReport> = {}) =>
  conclude([finding(one)], [workload(on)], { ...DEFAULT_POLICY, block }, [], []);

describe("when the check fails", () => {
  it.each([
    // An error that the base did not have; everything on an added workload is such.
    ["regressions", { state: "new" }, {}, "failure"],
    ["regressions", { state: "existing" }, {}, "neutral"],
    ["regressions", { state: "existing" }, { change: "added" }, "neutral"],
    ["changed", { state: "new" }, {}, "failure"],
    ["changed", { state: "existing" }, { rollsPods: true }, "failure"],
    ["changed", { state: "existing" }, { rollsPods: false }, "neutral"],
    ["changed", { state: "existing" }, { change: "added", rollsPods: false }, "failure"],
    ["changed", { state: "existing" }, { change: "context", rollsPods: false }, "neutral"],
    ["never", { state: "new" }, {}, "neutral"],
    ["never", { state: "existing" }, {}, "neutral"],
    ["regressions", { severity: "warning", state: "new" }, {}, "success"],
    ["changed", { severity: "warning", state: "existing" }, {}, "success"],
    ["regressions", { waived: { reason: "later", until: "2027-01-31" } }, {}, "success"],
    ["changed", { waived: { reason: "later", until: "2027-01-31" } }, {}, "success"],
    // What could not be read has no workload.
    ["regressions", { workload: null, state: "new" }, {}, "failure"],
    ["changed", { workload: null, state: "existing" }, {}, "failure"],
    ["regressions", { workload: null, state: "existing" }, {}, "neutral"],
  ] as [Policy["block"], Partial<Finding>, Partial<WorkloadReport>, string][])(
    "block: %s, finding %j, workload %j: %s",
    (block, one, on, conclusion) => {
      expect(concludes(block, one, on)).toBe(conclusion);
    },
  );

  it("passes where there is nothing to say", () => {
    expect(conclude([], [], DEFAULT_POLICY, [], [])).toBe("success");
  });

  it("fails on a policy that the change itself breaks, and not on one that was broken before", () => {
    const fault = {
      code: "policy" as const,
      path: ".github/surefoot.yml",
      line: 2,
      column: 1,
      message: "no",
    };
    expect(conclude([], [], { ...DEFAULT_POLICY, block: "never" }, [fault], [])).toBe("failure");
    expect(conclude([], [], { ...DEFAULT_POLICY, problems: [fault] }, [], [])).toBe("success");
  });

  it("is not sure of a file that nobody can read", () => {
    const problem = { path: "a.yaml", line: 1, column: 1, message: "too large" };
    expect(conclude([], [], DEFAULT_POLICY, [], [{ code: "file-too-large", ...problem }])).toBe("neutral");
    expect(conclude([], [], DEFAULT_POLICY, [], [{ code: "template", ...problem }])).toBe("success");
  });
});

describe("the verdict in one line", () => {
  const probed = deployment({ container: "          readinessProbe: {tcpSocket: {port: 8000}}\n" });
  const title = (after: Record<string, string>, before: Record<string, string> = {}) =>
    reviewFiles(after, before).title;

  it.each([
    ["nothing of Kubernetes", { "a.yaml": "a: 1\n" }, {}, "No workload changed"],
    ["a good workload", { "a.yaml": probed }, {}, "1 workload within the budget"],
    ["two good workloads", { "a.yaml": probed, "b.yaml": probed }, {}, "2 workloads within the budget"],
    [
      "a hollow budget",
      { "a.yaml": deployment() },
      {},
      "web: 3 of 3 pods can be out of service at once, 0 allowed",
    ],
    [
      "the only pod",
      { "a.yaml": deployment({ replicas: "1" }) },
      {},
      "web: 1 of 1 pod can be out of service at once, 0 allowed",
    ],
    [
      "the worst of two",
      {
        "a.yaml": deployment({ name: "small", spec: "  minReadySeconds: 9\n" }),
        "b.yaml": deployment({ name: "big" }),
      },
      {},
      "small: 3 of 3 pods can be out of service at once, 0 allowed; 1 more error",
    ],
    [
      "old debt",
      { "a.yaml": deployment({ replicas: "4" }) },
      { "a.yaml": deployment() },
      "web: 4 of 4 pods can be out of service at once, 1 allowed (was there before)",
    ],
    [
      "an error of another kind",
      { "a.yaml": deployment({ replicas: "-1" }) },
      {},
      "1 error: The API server refuses this rollout: replicas is -1, but it cannot be negative: 0 or more is allowed",
    ],
  ])("tells %s", (_, after, before, expected) => {
    expect(title(after as Record<string, string>, before as Record<string, string>)).toBe(expected);
  });

  it("tells of more faults of one refused object where the number of errors does not", () => {
    const refused = finding({ rule: "refused-object", message: "It is refused." });
    const titled = (...found: Finding[]) => titleOf(found, [], [], [], { base: null });
    const other = finding({ workload: "other" });
    expect(titled(refused, refused)).toBe("2 errors: It is refused");
    expect(titled(refused, refused, other)).toBe("3 errors: It is refused, and 1 more fault");
    expect(titled(refused, { ...refused, workload: "other" }, other)).toBe("3 errors: It is refused");
  });

  it("fits into a check's title", () => {
    const long = titleOf([finding({ message: "x".repeat(1_000) })], [], [], [], { base: null });
    expect(long).toHaveLength(255);
    expect(long).toMatch(/x…$/);
  });
});
