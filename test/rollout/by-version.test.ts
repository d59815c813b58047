import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";

interface Written {
  replicas?: number;
  policy?: string;
  minReadySeconds?: number;
  probe?: boolean;
}

const sts = (
  maxUnavailable: string | null,
  { replicas = 10, policy = "OrderedReady", minReadySeconds = 0, probe = true }: Written = {},
) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ledger}
spec:
  replicas: ${replicas}
  podManagementPolicy: ${policy}
  minReadySeconds: ${minReadySeconds}
  ${maxUnavailable === null ? "" : `updateStrategy: {rollingUpdate: {maxUnavailable: ${maxUnavailable}}}`}
  selector: {matchLabels: {app: ledger}}
  template:
    metadata: {labels: {app: ledger}}
    spec:
      containers:
        - {name: ledger, image: ledger, ports: [{containerPort: 80}]${probe ? ", readinessProbe: {tcpSocket: {port: 80}}" : ""}}
`;

function numbersOf(text: string, policy: { kubernetes?: string; startupSeconds?: number } = {}) {
  const plan = reviewFiles({ "db.yaml": text }, {}, policy);
  const { worstCase, worstCaseBy, budget, budgetBy } = plan.workloads[0]!.after!;
  return { worstCase, worstCaseBy, budget, budgetBy };
}

const ON = ["1.35.0 to 1.35.3", "1.37"];
const OFF = ["1.27 to 1.34", "1.35.4 to 1.36"];

describe("a StatefulSet's maxUnavailable", () => {
  it.each([
    ["1.34", 1],
    ["1.35.3", 10],
    ["1.35.4", 1],
    ["1.36", 1],
    ["1.37", 10],
  ])("of 100%% loses, on Kubernetes %s, %i of 10 pods", (kubernetes, lost) => {
    const numbers = { worstCase: lost, worstCaseBy: null, budget: lost, budgetBy: null };
    expect(numbersOf(sts('"100%"'), { kubernetes })).toEqual(numbers);
  });

  it("gives the larger number where the policy names no version, and says which has which", () => {
    expect(numbersOf(sts("34%"))).toEqual({
      worstCase: 3,
      worstCaseBy: [
        { versions: OFF, worstCase: 1 },
        { versions: ON, worstCase: 3 },
      ],
      budget: 3,
      budgetBy: [
        { versions: OFF, budget: 1 },
        { versions: ON, budget: 3 },
      ],
    });
  });

  it.each([null, "1", "5%"])("of %s is 1 everywhere, and nothing is said of versions", (maxUnavailable) => {
    expect(numbersOf(sts(maxUnavailable))).toMatchObject({ worstCase: 1, worstCaseBy: null, budgetBy: null });
  });

  it("tells the halves of 1.35 apart", () => {
    expect(numbersOf(sts("2"), { kubernetes: "1.35" }).worstCaseBy).toEqual([
      { versions: ["1.35.0 to 1.35.3"], worstCase: 2 },
      { versions: ["1.35.4 and later of 1.35"], worstCase: 1 },
    ]);
  });

  it("promises, of versions that lose as much, no more than the least", () => {
    const ungated = numbersOf(sts("50%", { probe: false }));
    expect(ungated).toMatchObject({ worstCase: 10, worstCaseBy: null, budget: 1 });
    expect(ungated.budgetBy).toEqual([
      { versions: OFF, budget: 1 },
      { versions: ON, budget: 5 },
    ]);
  });

  it("has no number where the API server refuses it, and the others where it drops it", () => {
    expect(numbersOf(sts("0"))).toMatchObject({
      worstCase: 1,
      worstCaseBy: [
        { versions: OFF, worstCase: 1 },
        { versions: ON, worstCase: null },
      ],
    });
    expect(numbersOf(sts("0"), { kubernetes: "1.37" })).toMatchObject({ worstCase: null, worstCaseBy: null });
  });
});

it("waits for minReadySeconds under Parallel from 1.34 on alone", () => {
  const text = sts(null, { policy: "Parallel", minReadySeconds: 8, probe: false });
  expect(numbersOf(text, { startupSeconds: 6 })).toMatchObject({
    worstCase: 10,
    worstCaseBy: [
      { versions: ["1.27 to 1.33"], worstCase: 10 },
      { versions: ["1.34 to 1.37"], worstCase: 1 },
    ],
    budgetBy: null,
  });
});
