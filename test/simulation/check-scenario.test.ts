import { describe, expect, test } from "vitest";
import { type RolloutScenario, simulateRollout } from "../../src/simulation/index.js";
import { podOf, SEED_PROBE, seed } from "./scenarios.js";

const withProbe = (rest: object) => [
  podOf({ startupSeconds: 1, readinessProbe: { ...SEED_PROBE, ...rest } }),
];

/** [a scenario that cannot be simulated, its fault] */
const ROWS: [Partial<RolloutScenario>, string][] = [
  [{ replicas: -1 }, "replicas is -1, but a whole number from 0 to 5000 is expected"],
  [{ replicas: 2.5 }, "replicas is 2.5, but a whole number from 0 to 5000 is expected"],
  [{ replicas: 5001 }, "replicas is 5001, but a whole number from 0 to 5000 is expected"],
  [{ replicas: Number.NaN }, "replicas is NaN, but a whole number from 0 to 5000 is expected"],
  [{ minReadySeconds: 0.5 }, "minReadySeconds is 0.5, but a whole number from 0 to 2147483647 is expected"],
  [{ newPods: [] }, "newPods is empty, but at least one pod is expected"],
  [
    { newPods: [podOf({ startupSeconds: -1 })] },
    "newPods[0].containers[0].startupSeconds is -1, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { newPods: [podOf({ startupSeconds: 1 }, { pullSeconds: Number.POSITIVE_INFINITY })] },
    "newPods[0].pullSeconds is Infinity, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { oldPods: podOf({ startupSeconds: Number.NaN }) },
    "oldPods.containers[0].startupSeconds is NaN, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { newPods: withProbe({ periodSeconds: 0 }) },
    "newPods[0].containers[0].readinessProbe.periodSeconds is 0, but a whole number from 1 to 2147483647 is expected",
  ],
  [
    { newPods: withProbe({ initialDelaySeconds: 1.5 }) },
    "newPods[0].containers[0].readinessProbe.initialDelaySeconds is 1.5, but a whole number from 0 to 2147483647 is expected",
  ],
  [
    { newPods: withProbe({ answersSeconds: -3 }) },
    "newPods[0].containers[0].readinessProbe.answersSeconds is -3, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { termination: { terminationGracePeriodSeconds: -1, preStopSeconds: 0, stopSeconds: null } },
    "termination.terminationGracePeriodSeconds is -1, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { endpointLagSeconds: -1 },
    "endpointLagSeconds is -1, but a number of seconds from 0 to 2147483647 is expected",
  ],
  [
    { resizes: [{ atSeconds: 1, replicas: 6000 }] },
    "resizes[0].replicas is 6000, but a whole number from 0 to 5000 is expected",
  ],
  [
    { resizes: Array.from({ length: 241 }, () => ({ atSeconds: 0, replicas: 1 })) },
    "resizes has 241 entries, but at most 240 are followed",
  ],
  [
    { strategy: { type: "RollingUpdate", maxSurge: "1", maxUnavailable: 0 } },
    'maxSurge is the text "1", but Kubernetes takes text only as digits followed by %: write 1 without quotes to mean pods',
  ],
];

describe("a scenario that cannot be simulated", () => {
  test.each(ROWS)("%j", (rest, message) => {
    const result = simulateRollout(seed(rest));
    if (result.ok) expect.fail("it was simulated");
    expect(result.faults.map((fault) => fault.message)).toEqual([message]);
    expect(
      message.startsWith(result.faults[0]?.field as string) || result.faults[0]?.field === "strategy",
    ).toBe(true);
  });

  test("has all its faults told at once", () => {
    const result = simulateRollout(seed({ replicas: -1, minReadySeconds: -1, newPods: [] }));
    expect(result.ok ? [] : result.faults.map(({ field }) => field)).toEqual([
      "replicas",
      "minReadySeconds",
      "newPods",
    ]);
  });
});

test("the largest that is simulated takes moments, one pod after the other", () => {
  const strategy = { type: "RollingUpdate" as const, maxSurge: 1, maxUnavailable: 0 };
  const newPods = [
    podOf({ startupSeconds: 2147483647, readinessProbe: { ...SEED_PROBE, periodSeconds: 1 } }),
  ];
  const result = simulateRollout(seed({ replicas: 5000, strategy, newPods }));
  if (!result.ok) expect.fail("it was refused");
  expect(result.timeline.lowest.serving).toBe(5000);
  expect(result.timeline.completeSeconds).toBe(5000 * 2147483647);
});
