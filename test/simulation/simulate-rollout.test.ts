import { describe, expect, test } from "vitest";
import type { RolloutScenario } from "../../src/simulation/index.js";
import { podOf, SEED_PROBE, seed, servingSteps, timelineOf } from "./scenarios.js";

const gated = podOf({ startupSeconds: 30, readinessProbe: SEED_PROBE });
const slowPull = { schedulingSeconds: 0.1, pullSeconds: 2, startSeconds: 0.5 };

describe("the seed's rollout", () => {
  test("leaves 0 of 3 pods serving for as long as the app needs to start", () => {
    const { lowest, completeSeconds, recoveredSeconds } = timelineOf(seed());
    expect(lowest).toEqual({ serving: 0, spans: [{ fromSeconds: 0, untilSeconds: 30 }], seconds: 30 });
    // Kubernetes calls it complete at once, half a minute before any pod serves.
    expect([completeSeconds, recoveredSeconds]).toEqual([0, 30]);
  });

  test.each([1, 7.5, 45, 600])("with an app that needs %d s is down as long", (startupSeconds) => {
    const { lowest } = timelineOf(seed({ newPods: [podOf({ startupSeconds }, slowPull)] }));
    expect([lowest.serving, lowest.seconds]).toEqual([0, startupSeconds]);
  });

  test("with the suggested probe never has less than 2 of 3", () => {
    const timeline = timelineOf(seed({ newPods: [gated] }));
    expect(timeline.lowest.serving).toBe(2);
    expect(servingSteps(timeline)).toEqual([
      [0, 2],
      [30, 3],
    ]);
    expect([timeline.completeSeconds, timeline.recoveredSeconds]).toEqual([30, 30]);
  });

  test("with the probe and pods that come up one after the other keeps 2, too", () => {
    const newPods = [0, 12, 47].map((startSeconds) => ({ ...gated, startSeconds }));
    const timeline = timelineOf(seed({ newPods }));
    expect([timeline.lowest.serving, timeline.completeSeconds]).toEqual([2, 77]);
  });

  test("shows each step of it", () => {
    const counts = (
      pods: number,
      ready: number,
      available: number,
      serving: number,
      terminating: number,
    ) => ({
      pods,
      ready,
      available,
      serving,
      terminating,
    });
    const termination = { terminationGracePeriodSeconds: 30, preStopSeconds: 5, stopSeconds: 1 };
    const { points } = timelineOf(seed({ newPods: [podOf({ startupSeconds: 30 }, slowPull)], termination }));
    expect(points).toEqual([
      { seconds: 0, old: counts(2, 2, 2, 2, 1), new: counts(3, 0, 0, 0, 0) },
      { seconds: 2.6, old: counts(0, 0, 0, 0, 3), new: counts(3, 3, 3, 0, 0) },
      { seconds: 6, old: counts(0, 0, 0, 0, 2), new: counts(3, 3, 3, 0, 0) },
      { seconds: 8.6, old: counts(0, 0, 0, 0, 0), new: counts(3, 3, 3, 0, 0) },
      { seconds: 32.6, old: counts(0, 0, 0, 0, 0), new: counts(3, 3, 3, 3, 0) },
    ]);
  });
});

describe("a rollout", () => {
  test("whose new pods never get ready stalls and keeps its budget away for good", () => {
    const { lowest, completeSeconds, recoveredSeconds } = timelineOf(
      seed({ newPods: [podOf({ startupSeconds: null, readinessProbe: SEED_PROBE })] }),
    );
    expect(lowest).toEqual({ serving: 2, spans: [{ fromSeconds: 0, untilSeconds: null }], seconds: null });
    expect([completeSeconds, recoveredSeconds]).toEqual([null, null]);
  });

  test("without a probe of an app that never serves is complete, and down for good", () => {
    const { lowest, completeSeconds } = timelineOf(seed({ newPods: [podOf({ startupSeconds: null })] }));
    expect([lowest.serving, lowest.seconds, completeSeconds]).toEqual([0, null, 0]);
  });

  test("under Recreate waits until the last old pod is gone", () => {
    const termination = { terminationGracePeriodSeconds: 30, preStopSeconds: 0, stopSeconds: 4 };
    const timeline = timelineOf(seed({ strategy: { type: "Recreate" }, termination }));
    expect(servingSteps(timeline)).toEqual([
      [0, 0],
      [34, 3],
    ]);
    expect(timeline.completeSeconds).toBe(4);
  });

  test("one pod at a time goes in steps of the wait", () => {
    const timeline = timelineOf({
      replicas: 4,
      strategy: { type: "RollingUpdate", maxSurge: 1, maxUnavailable: 0 },
      minReadySeconds: 10,
      newPods: [podOf({ startupSeconds: 25 })],
    });
    // Each pod counts 10 s after its start and serves 25 s after it: three are out at the same time.
    expect(servingSteps(timeline)).toEqual([
      [0, 4],
      [10, 3],
      [20, 2],
      [25, 3],
      [30, 2],
      [35, 3],
      [40, 2],
      [45, 3],
      [55, 4],
    ]);
  });

  test("of nothing is complete at once", () => {
    const { points, completeSeconds, recoveredSeconds } = timelineOf(seed({ replicas: 0 }));
    expect([points.length, completeSeconds, recoveredSeconds]).toEqual([1, 0, 0]);
  });

  test("of a pod that is ready before every proxy knows it loses more than its budget", () => {
    const lowest = (minReadySeconds: number) =>
      timelineOf(seed({ newPods: [gated], endpointLagSeconds: 3, minReadySeconds })).lowest.serving;
    expect([lowest(0), lowest(3)]).toEqual([0, 2]);
  });

  test("behind a Service that sends traffic to pods that are not ready serves before its probe says so", () => {
    const late = podOf({ startupSeconds: 10, readinessProbe: SEED_PROBE });
    const recovered = (publishNotReadyAddresses: boolean) =>
      timelineOf(seed({ newPods: [late], publishNotReadyAddresses })).recoveredSeconds;
    expect([recovered(false), recovered(true)]).toEqual([30, 10]);
  });

  test("gives each new pod its own course, and the last one's to all that follow", () => {
    const newPods = [podOf({ startupSeconds: 5 }), podOf({ startupSeconds: 20 })];
    expect(servingSteps(timelineOf(seed({ newPods })))).toEqual([
      [0, 0],
      [5, 1],
      [20, 3],
    ]);
  });

  test("gives the same timeline for the same scenario", () => {
    const scenario = seed({ newPods: [gated, podOf({ startupSeconds: 7 }, slowPull)] });
    expect(timelineOf(scenario)).toEqual(timelineOf(structuredClone(scenario)));
  });
});

describe("a rollout that is resized", () => {
  const scenario = (rest: Partial<RolloutScenario>): RolloutScenario => ({
    replicas: 4,
    strategy: { type: "RollingUpdate", maxSurge: 1, maxUnavailable: 1 },
    minReadySeconds: 0,
    newPods: [podOf({ startupSeconds: 10, readinessProbe: { ...SEED_PROBE, initialDelaySeconds: 10 } })],
    ...rest,
  });

  test("in the same change first gets its old pods, and they go last in, first out", () => {
    const timeline = timelineOf(scenario({ resizes: [{ atSeconds: 0, replicas: 6 }] }));
    expect(timeline.points[0]?.old).toMatchObject({ pods: 5, serving: 4 });
    expect(timeline.lowest.serving).toBe(4);
    expect([timeline.completeSeconds, timeline.points.at(-1)?.new.serving]).toEqual([30, 6]);
  });

  test("by an autoscaler in the middle shares the pods out and rolls on", () => {
    const timeline = timelineOf(scenario({ resizes: [{ atSeconds: 5, replicas: 8 }] }));
    const [, second] = timeline.points;
    expect([second?.seconds, second?.old.pods, second?.new.pods]).toEqual([5, 5, 4]);
    expect(timeline.points.at(-1)?.new).toMatchObject({ pods: 8, serving: 8 });
  });

  test("to nothing ends it", () => {
    const timeline = timelineOf(scenario({ resizes: [{ atSeconds: 5, replicas: 0 }] }));
    expect(timeline.points.at(-1)).toMatchObject({ seconds: 5, old: { pods: 0 }, new: { pods: 0 } });
    expect(timeline.completeSeconds).toBe(5);
  });

  test("after it was complete is complete again only with the pods that it adds", () => {
    const timeline = timelineOf(scenario({ resizes: [{ atSeconds: 100, replicas: 6 }] }));
    expect(timeline.completeSeconds).toBe(110);
  });

  test("twice at one moment leaves what was asked for last", () => {
    const twice = (first: number, last: number) =>
      timelineOf(
        scenario({
          resizes: [
            { atSeconds: 90, replicas: first },
            { atSeconds: 5, replicas: 4 },
            { atSeconds: 90, replicas: last },
          ],
        }),
      ).points.at(-1)?.new.pods;
    expect([twice(0, 6), twice(6, 0)]).toEqual([6, 0]);
  });

  test("gives pods that are added to the old template their own course", () => {
    const resizes = [{ atSeconds: 0, replicas: 6 }];
    const serving = (oldPods?: RolloutScenario["oldPods"]) =>
      timelineOf(scenario({ resizes, ...(oldPods && { oldPods }) })).points[0]?.old.serving;
    expect([serving(), serving(podOf({ startupSeconds: 0 }))]).toEqual([4, 5]);
  });
});
