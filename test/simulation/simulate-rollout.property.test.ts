import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";
import {
  type PodCourse,
  type ProbeCourse,
  type RolloutScenario,
  type RolloutTimeline,
  servingAt,
  worstCaseOfRollingUpdate,
} from "../../src/simulation/index.js";
import { podOf, timelineOf } from "./scenarios.js";

const limit = fc.oneof(
  fc.nat(4),
  fc.nat(100).map((percent) => `${percent}%`),
);
const strategies = fc
  .record({ maxSurge: limit, maxUnavailable: limit })
  .filter(({ maxSurge, maxUnavailable }) => Number.parseInt(`${maxSurge}${maxUnavailable}`, 10) > 0)
  .map((limits) => ({ type: "RollingUpdate" as const, ...limits }));
const seconds = (most: number) => fc.nat(most * 1000).map((milliseconds) => milliseconds / 1000);
const probes: fc.Arbitrary<ProbeCourse> = fc.record({
  initialDelaySeconds: fc.nat(40),
  periodSeconds: fc.integer({ min: 1, max: 12 }),
  timeoutSeconds: fc.integer({ min: 1, max: 15 }),
  successThreshold: fc.integer({ min: 1, max: 3 }),
  failureThreshold: fc.constant(100),
  hangs: fc.boolean(),
  offsetSeconds: seconds(10),
});
const podsOf = (container: fc.Arbitrary<PodCourse["containers"][number]>): fc.Arbitrary<PodCourse> =>
  fc.record({
    schedulingSeconds: seconds(2),
    pullSeconds: seconds(20),
    startSeconds: seconds(3),
    containers: container.map((one) => [one]),
  });
const ungated = podsOf(fc.record({ startupSeconds: seconds(60) }));
const gated = podsOf(
  fc.record(
    { startupSeconds: seconds(60), readinessProbe: probes, startupProbe: probes },
    { requiredKeys: ["startupSeconds", "readinessProbe"] },
  ),
);
const rollouts = (pods: fc.Arbitrary<PodCourse>): fc.Arbitrary<RolloutScenario> =>
  fc.record({
    replicas: fc.nat(12),
    strategy: strategies,
    minReadySeconds: fc.nat(30),
    newPods: fc.array(pods, { minLength: 1, maxLength: 12 }),
  });

function worstCaseOf(scenario: RolloutScenario, isGated: boolean): number {
  const { replicas, strategy, minReadySeconds, newPods } = scenario;
  if (strategy.type === "Recreate") return replicas;
  const limits = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  if ("error" in limits) expect.fail(limits.error);
  const startups = newPods.flatMap(({ containers }) =>
    containers.map(({ startupSeconds }) => startupSeconds ?? 0),
  );
  const startupSeconds = Math.max(...startups);
  return worstCaseOfRollingUpdate({ replicas, ...limits, gated: isGated, startupSeconds, minReadySeconds });
}

const lost = (scenario: RolloutScenario) => scenario.replicas - timelineOf(scenario).lowest.serving;

describe("a course", () => {
  test.each([
    ["without a probe", false, ungated],
    ["with a probe", true, gated],
  ] as const)("%s never loses more than the worst case", (_, isGated, pods) => {
    fc.assert(
      fc.property(rollouts(pods), (scenario) => {
        expect(lost(scenario)).toBeLessThanOrEqual(worstCaseOf(scenario, isGated));
      }),
      { numRuns: 1500 },
    );
  });

  test("in which every pod starts late in a second loses exactly the worst case", () => {
    const wholeSeconds = podsOf(fc.record({ startupSeconds: fc.nat(60) })).map(({ containers }) => ({
      startSeconds: 0.9,
      containers,
    }));
    fc.assert(
      fc.property(rollouts(wholeSeconds), (scenario) => {
        // Without a wait it is the starts that keep the pods apart, and these take their time.
        const minReadySeconds = Math.max(1, scenario.minReadySeconds);
        const alike = { ...scenario, minReadySeconds, newPods: scenario.newPods.slice(0, 1) };
        expect(lost(alike)).toBe(worstCaseOf(alike, false));
      }),
      { numRuns: 1500 },
    );
  });

  test("in which every pod starts on a whole second loses what an exact clock would allow", () => {
    fc.assert(
      fc.property(
        fc.record({
          replicas: fc.nat(12),
          maxSurge: fc.nat(4),
          maxUnavailable: fc.integer({ min: 1, max: 4 }),
        }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        ({ replicas, maxSurge, maxUnavailable }, startupSeconds, minReadySeconds) => {
          const strategy = { type: "RollingUpdate" as const, maxSurge, maxUnavailable };
          const scenario = { replicas, strategy, minReadySeconds, newPods: [podOf({ startupSeconds })] };
          const budget = Math.min(maxUnavailable, replicas);
          const waits = Math.max(0, Math.ceil(startupSeconds / minReadySeconds) - 1);
          expect(lost(scenario)).toBe(Math.min(replicas, budget + waits * (maxSurge + budget)));
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe("whatever the scenario", () => {
  const any: fc.Arbitrary<RolloutScenario> = fc
    .record({
      rollout: rollouts(fc.oneof(ungated, gated)),
      recreate: fc.boolean(),
      resizes: fc.array(fc.record({ atSeconds: seconds(90), replicas: fc.nat(12) }), { maxLength: 3 }),
      termination: fc.record({
        terminationGracePeriodSeconds: fc.nat(40),
        preStopSeconds: fc.nat(20),
        stopSeconds: fc.option(fc.nat(20)),
      }),
      endpointLagSeconds: seconds(5),
    })
    .map(({ rollout, recreate, ...rest }) => ({
      ...rollout,
      ...(recreate ? { strategy: { type: "Recreate" as const } } : {}),
      ...rest,
    }));

  test("the counts make sense at every point, and the rollout ends with all the pods asked for", () => {
    fc.assert(
      fc.property(any, (scenario) => {
        const timeline = timelineOf(scenario);
        expectSensible(timeline);
        const asked = scenario.resizes?.toSorted((left, right) => left.atSeconds - right.atSeconds).at(-1);
        const last = timeline.points.at(-1);
        const replicas = asked?.replicas ?? scenario.replicas;
        expect(last?.new).toEqual({ ...all(replicas), terminating: 0 });
        expect(last?.old).toEqual({ ...all(0), terminating: 0 });
        expect(timeline.completeSeconds).not.toBeNull();
      }),
      { numRuns: 1500 },
    );
  });
});

const all = (count: number) => ({ pods: count, ready: count, available: count, serving: count });

function expectSensible({ points, lowest }: RolloutTimeline): void {
  expect(points[0]?.seconds).toBe(0);
  for (const [index, { seconds: at, old, new: fresh }] of points.entries()) {
    if (index > 0) expect(at).toBeGreaterThan(points[index - 1]?.seconds as number);
    for (const { pods, ready, available, serving, terminating } of [old, fresh]) {
      expect(pods >= ready && ready >= available && available >= 0 && terminating >= 0).toBe(true);
      expect(serving >= 0 && serving <= ready).toBe(true);
    }
  }
  expect(lowest.serving).toBe(Math.min(...points.map(servingAt)));
  expect(lowest.spans.length).toBeGreaterThan(0);
}

test("no course in which the replicas are raised as well leaves fewer pods than the ones before it less the worst case", () => {
  const raised = fc.record({
    scenario: rollouts(ungated),
    more: fc.integer({ min: 1, max: 6 }),
    oldPods: ungated,
  });
  fc.assert(
    fc.property(raised, ({ scenario, more, oldPods }) => {
      const { replicas: from } = scenario;
      const replicas = from + more;
      const newPods = [...scenario.newPods, oldPods];
      const worstCase = worstCaseOf({ ...scenario, replicas, newPods }, false);
      const { lowest } = timelineOf({ ...scenario, oldPods, resizes: [{ atSeconds: 0, replicas }] });
      expect(lowest.serving).toBeGreaterThanOrEqual(from - worstCase);
    }),
  );
});
