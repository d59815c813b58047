import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_STEPS, type WorstCaseCurve, worstCaseCurve } from "../../src/rollout/worst-case-curve.js";
import { worstCaseOfRollingUpdate } from "../../src/rollout/worst-case-of-rolling-update.js";

type Row = [
  what: string,
  deployment: [replicas: number, maxSurge: number, maxUnavailable: number, minReadySeconds: number],
  steps: [fromSeconds: number, worstCase: number][],
  breakEvenSeconds: number | null,
];

const ROWS: Row[] = [
  [
    "34% of 3 without a wait: any start-up loses them all",
    [3, 2, 1, 0],
    [
      [0, 1],
      [1, 3],
    ],
    null,
  ],
  [
    "a wait of 10 s holds up to 9 s of start-up",
    [3, 2, 1, 10],
    [
      [0, 1],
      [10, 3],
    ],
    9,
  ],
  [
    "a pod more is lost with every wait",
    [4, 1, 0, 10],
    [
      [0, 0],
      [10, 1],
      [20, 2],
      [30, 3],
      [40, 4],
    ],
    9,
  ],
  [
    "the last step is cut at the replicas",
    [5, 1, 1, 7],
    [
      [0, 1],
      [7, 3],
      [14, 5],
    ],
    6,
  ],
  [
    "a wait of a second holds no whole second",
    [2, 1, 0, 1],
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
    null,
  ],
  ["a budget of every pod cannot be broken", [2, 1, 2, 10], [[0, 2]], null],
  ["nor can one of no pods", [0, 1, 1, 10], [[0, 0]], null],
];

const curveOf = (
  [replicas, maxSurge, maxUnavailable, minReadySeconds]: Row[1],
  gated = false,
): WorstCaseCurve => worstCaseCurve({ replicas, maxSurge, maxUnavailable, minReadySeconds, gated });

describe("the worst case by start-up time", () => {
  test.each(ROWS)("%s", (_, deployment, steps, breakEvenSeconds) => {
    const curve = curveOf(deployment);
    expect(curve.steps.map(({ fromSeconds, worstCase }) => [fromSeconds, worstCase])).toEqual(steps);
    expect([curve.breakEvenSeconds, curve.last]).toEqual([breakEvenSeconds, curve.steps.at(-1)]);
  });

  test("is flat with a gate", () => {
    const flat = { fromSeconds: 0, worstCase: 1 };
    const curve = curveOf([3, 2, 1, 10], true);
    expect(curve).toEqual({ steps: [flat], last: flat, breakEvenSeconds: null });
  });

  test("of a Deployment of any size takes no longer, and its last step is exact", () => {
    const curve = curveOf([2_000_000_000, 1, 0, 1]);
    expect([curve.steps.length, curve.steps.at(-1)]).toEqual([
      MAX_STEPS,
      { fromSeconds: MAX_STEPS - 1, worstCase: MAX_STEPS - 1 },
    ]);
    expect(curve.last).toEqual({ fromSeconds: 2_000_000_000, worstCase: 2_000_000_000 });
  });

  test("ends with the longest start-up that Kubernetes could be told", () => {
    const curve = curveOf([10, 1, 0, 1_000_000_000]);
    expect(curve.last).toEqual({ fromSeconds: 2_000_000_000, worstCase: 2 });
  });

  test("says at every start-up time what the formula says", () => {
    const deployments = fc.record({
      replicas: fc.nat(20),
      maxSurge: fc.nat(6),
      maxUnavailable: fc.integer({ min: 1, max: 6 }),
      minReadySeconds: fc.nat(20),
      gated: fc.boolean(),
    });
    fc.assert(
      fc.property(deployments, fc.nat(450), (deployment, halfSeconds) => {
        const { steps, last, breakEvenSeconds } = worstCaseCurve(deployment);
        const worstCaseAt = (startupSeconds: number) =>
          worstCaseOfRollingUpdate({ ...deployment, startupSeconds });
        const startupSeconds = halfSeconds / 2;
        const step = steps.findLast(({ fromSeconds }) => fromSeconds <= Math.ceil(startupSeconds));
        expect(step?.worstCase).toBe(worstCaseAt(startupSeconds));
        expect(last).toEqual(steps.at(-1));
        const budget = worstCaseAt(0);
        const holds = worstCaseAt(startupSeconds) === budget;
        if (breakEvenSeconds !== null) expect(holds).toBe(startupSeconds <= breakEvenSeconds);
        else expect(holds).toBe(startupSeconds === 0 || last.fromSeconds === 0);
      }),
      { numRuns: 3000 },
    );
  });
});
