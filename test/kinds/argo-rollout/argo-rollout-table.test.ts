import { describe, expect, test } from "vitest";
import { argoRolloutRollout } from "../../../src/kinds/argo-rollout/argo-rollout-rollout.js";
import { lostToSteps, stableReplicasAt } from "../../../src/kinds/argo-rollout/canary-steps.js";
import { analyzeRollout } from "../../../src/rollout/analyze-rollout.js";
import { minorVersion } from "../../rollout/minor-version.js";
import { limitsByHand, worstCaseByHand } from "../../rollout/rollout-oracle.js";
import { canaryCounts } from "./argo-canary-controller.js";

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const LIMITS: (number | string)[] = [...upTo(5), "0%", "1", "25", "25%", "34%", "50", "99", "100%", "150"];
const TIMINGS = [true, false].flatMap((gated) =>
  [null, 0, 1, 10, 45].flatMap((startupSeconds) =>
    [0, 1, 10, 45, 60].map((minReadySeconds) => ({ gated, startupSeconds, minReadySeconds })),
  ),
);
const isZero = (limit: number | string) => Number.parseInt(`${limit}`, 10) === 0;
const inPercent = (limit: number | string) =>
  typeof limit === "string" && !limit.endsWith("%") ? `${limit}%` : limit;

function numbersOf(strategy: unknown, replicas: number, timing: (typeof TIMINGS)[number]) {
  const { minReadySeconds, ...conditions } = timing;
  const reading = argoRolloutRollout.read({
    apiVersion: "argoproj.io/v1alpha1",
    spec: { strategy, minReadySeconds },
    version: minorVersion(36),
    holdsHostPorts: false,
  });
  const range = { min: replicas, max: replicas, source: "manifest" as const };
  return analyzeRollout(reading, { replicas: range, recreated: false, ...conditions });
}

describe("a basic canary has the numbers of a Deployment, with percentages as Argo reads them", () => {
  for (const replicas of upTo(10)) {
    test(`${replicas} replicas`, () => {
      for (const maxSurge of LIMITS) {
        for (const maxUnavailable of LIMITS) {
          const limits = limitsByHand(inPercent(maxSurge), inPercent(maxUnavailable), replicas);
          const unavailable = Math.min(limits.unavailable, replicas);
          for (const timing of TIMINGS) {
            const numbers = numbersOf({ canary: { maxSurge, maxUnavailable } }, replicas, timing);
            const refused = isZero(maxSurge) && isZero(maxUnavailable);
            const expected = refused
              ? { maxSurge: null, maxUnavailable: null, budget: null, worstCase: null }
              : {
                  maxSurge: limits.surge,
                  maxUnavailable: unavailable,
                  budget: unavailable,
                  worstCase: worstCaseByHand(replicas, { surge: limits.surge, unavailable }, timing),
                };
            // One assertion a combination would take minutes; this one only speaks where they differ.
            const { worstCase, budget, maxSurge: surge } = numbers;
            const agrees = worstCase === expected.worstCase && budget === expected.budget;
            if (!agrees || surge !== expected.maxSurge)
              expect({ written: { maxSurge, maxUnavailable }, timing, ...numbers }).toMatchObject(expected);
          }
        }
      }
    });
  }
});

const ROUTED = { canary: { trafficRouting: { plugins: {} } } };
const BLUE_GREEN = { blueGreen: { activeService: "web" } };

describe.each([
  ["a canary with traffic routing", ROUTED, "canary"],
  ["blue-green", BLUE_GREEN, "blueGreen"],
])("%s", (_, strategy, word) => {
  test("keeps every pod, unless the new ones can be cold when the traffic moves", () => {
    for (const replicas of upTo(6)) {
      for (const timing of TIMINGS) {
        const { gated, startupSeconds, minReadySeconds } = timing;
        const cold =
          !gated && startupSeconds !== 0 && !(startupSeconds !== null && minReadySeconds > startupSeconds);
        expect(numbersOf(strategy, replicas, timing)).toMatchObject({
          strategy: word,
          budget: 0,
          worstCase: cold ? replicas : 0,
          atReplicas: replicas,
        });
      }
    }
  });
});

describe("steps", () => {
  test("of a basic canary leave as many old pods as Argo does", () => {
    for (const replicas of upTo(12)) {
      for (const weight of upTo(100)) {
        for (const surge of [0, 1, 3]) {
          const limits = { replicas, surge, unavailable: replicas };
          // All the old pods may go and all the new ones are there: what is left is what the step wants.
          const there = { spec: replicas, available: replicas };
          const { stable } = canaryCounts(limits, weight, there, { spec: 0, available: 0 });
          const found = stableReplicasAt(weight, replicas, surge);
          expect({ replicas, weight, surge, found }).toEqual({ replicas, weight, surge, found: stable });
        }
      }
    }
  });

  const routing = { dynamicStableScale: true, maxTrafficWeight: 100, minPodsPerReplicaSet: 0 };
  const weight = (setWeight: number) => ({ setWeight });
  const scale = (setCanaryScale: object) => ({ setCanaryScale });
  test.each([
    ["weights alone", [weight(20), weight(50)], routing, 10, 0],
    ["weights that do not divide", [weight(33)], routing, 10, 0],
    ["one new pod for half of the traffic", [scale({ replicas: 1 }), weight(50)], routing, 10, 4],
    ["a tenth of the pods for half of the traffic", [scale({ weight: 10 }), weight(50)], routing, 10, 4],
    [
      "a scale that follows the traffic again",
      [scale({ weight: 10 }), scale({ matchTrafficWeight: true }), weight(50)],
      routing,
      10,
      0,
    ],
    [
      "no fewer than two pods each",
      [scale({ weight: 10 }), weight(90)],
      { ...routing, minPodsPerReplicaSet: 2 },
      10,
      6,
    ],
    [
      "weights out of 1000",
      [scale({ replicas: 1 }), weight(500)],
      { ...routing, maxTrafficWeight: 1000 },
      10,
      4,
    ],
    ["more new pods than their weight", [scale({ replicas: 10 }), weight(10)], routing, 10, 0],
    ["no pods", [scale({ replicas: 0 }), weight(50)], routing, 0, 0],
  ])("under dynamicStableScale with %s", (_, steps, own, replicas, lost) => {
    expect(lostToSteps(steps, own, replicas)).toBe(lost);
    const { maxTrafficWeight, minPodsPerReplicaSet } = own;
    const strategy = {
      canary: {
        dynamicStableScale: true,
        minPodsPerReplicaSet,
        trafficRouting: { plugins: {}, maxTrafficWeight },
        steps,
      },
    };
    const timing = { gated: true, startupSeconds: null, minReadySeconds: 0 };
    expect(numbersOf(strategy, replicas, timing)).toMatchObject({ budget: lost, worstCase: lost });
  });

  test("are not followed without end", () => {
    expect(lostToSteps(Array(1000).fill(weight(50)), routing, 10)).toBe(0);
    expect(lostToSteps(Array(1001).fill(weight(50)), routing, 10)).toBe(10);
  });

  test("under an autoscaler lose the largest share where there are most pods", () => {
    const steps = [scale({ replicas: 1 }), weight(50)];
    const canary = { dynamicStableScale: true, trafficRouting: { plugins: {} }, steps };
    const reading = argoRolloutRollout.read({
      apiVersion: "argoproj.io/v1alpha1",
      spec: { strategy: { canary } },
      version: minorVersion(36),
      holdsHostPorts: false,
    });
    const replicas = { min: 2, max: 2000, source: "autoscaler" as const };
    const numbers = analyzeRollout(reading, {
      replicas,
      gated: true,
      startupSeconds: null,
      recreated: false,
    });
    expect(numbers).toMatchObject({ worstCase: 999, atReplicas: 2000 });
  });
});
