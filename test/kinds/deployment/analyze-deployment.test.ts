import { describe, expect, test } from "vitest";
import type { ReplicaRange } from "../../../src/rollout/rollout-analysis.js";
import { analyzeDeployment, type DeploymentRollout, worstCaseOverRange } from "./written-deployment.js";

const exactly = (count: number): ReplicaRange => ({ min: count, max: count, source: "manifest" });
const autoscaled = (min: number, max: number): ReplicaRange => ({ min, max, source: "autoscaler" });

const THREE: DeploymentRollout = {
  apiVersion: "apps/v1",
  replicas: exactly(3),
  strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "34%", maxUnavailable: "34%" } },
  minReadySeconds: undefined,
  gated: false,
  startupSeconds: null,
  recreated: false,
};
const NONE = {
  maxSurge: null,
  maxUnavailable: null,
  budget: null,
  worstCase: null,
  worstShare: null,
  atReplicas: null,
  unknownNodes: null,
};
const analyze = (change: Partial<DeploymentRollout>) => analyzeDeployment({ ...THREE, ...change });

describe("analyzeDeployment", () => {
  test("34% of 3 without a probe promises 1 and loses all 3", () => {
    expect(analyzeDeployment(THREE)).toEqual({
      replicas: exactly(3),
      strategy: "RollingUpdate",
      maxSurge: 2,
      maxUnavailable: 1,
      minReadySeconds: 0,
      budget: 1,
      worstCase: 3,
      worstShare: 1,
      atReplicas: 3,
      unknownNodes: null,
    });
  });

  test("the same with a probe loses 1 of 3", () => {
    expect(analyze({ gated: true })).toMatchObject({
      budget: 1,
      worstCase: 1,
      worstShare: 1 / 3,
      atReplicas: 3,
    });
  });

  test("an absent strategy is a quarter up and down", () => {
    const numbers = analyze({ strategy: undefined, replicas: exactly(4), gated: true });
    expect(numbers).toMatchObject({
      strategy: "RollingUpdate",
      maxSurge: 1,
      maxUnavailable: 1,
      worstCase: 1,
    });
  });

  test("the same manifest in extensions/v1beta1 is one pod up and down", () => {
    const ten = { strategy: {}, replicas: exactly(10), gated: true };
    expect(analyze(ten)).toMatchObject({ maxSurge: 3, maxUnavailable: 2, worstCase: 2 });
    const old = analyze({ ...ten, apiVersion: "extensions/v1beta1" });
    expect(old).toMatchObject({ maxSurge: 1, maxUnavailable: 1, worstCase: 1 });
  });

  test("Recreate promises nothing and loses every pod, gated or not", () => {
    const lost = {
      strategy: "Recreate",
      maxSurge: null,
      maxUnavailable: null,
      budget: null,
      worstCase: 3,
      worstShare: 1,
    };
    expect(analyze({ strategy: { type: "Recreate" } })).toMatchObject(lost);
    expect(analyze({ strategy: { type: "Recreate" }, gated: true, startupSeconds: 0 })).toMatchObject(lost);
  });

  test("an object that must be created again loses every pod, gated or not", () => {
    const numbers = analyze({ recreated: true, gated: true });
    expect(numbers).toMatchObject({
      strategy: "RollingUpdate",
      budget: null,
      worstCase: 3,
      worstShare: 1,
      atReplicas: 3,
    });
  });

  test("no replicas lose nothing under any strategy", () => {
    const nothing = { worstCase: 0, worstShare: 0, atReplicas: 0 };
    expect(analyze({ replicas: exactly(0) })).toMatchObject({ ...nothing, budget: 0 });
    expect(analyze({ replicas: exactly(0), strategy: { type: "Recreate" } })).toMatchObject({
      ...nothing,
      budget: null,
    });
    expect(analyze({ replicas: exactly(0), recreated: true })).toMatchObject({ ...nothing, budget: null });
  });

  test("the budget is at most the replicas, maxUnavailable stays as resolved", () => {
    const numbers = analyze({ strategy: { rollingUpdate: { maxUnavailable: 7 } }, gated: true });
    expect(numbers).toMatchObject({ maxUnavailable: 7, budget: 3, worstCase: 3 });
  });

  test("a wait above the known start-up time holds the budget without a probe", () => {
    expect(analyze({ startupSeconds: 45, minReadySeconds: 46 })).toMatchObject({
      minReadySeconds: 46,
      worstCase: 1,
    });
    expect(analyze({ startupSeconds: 45, minReadySeconds: 45 })).toMatchObject({
      minReadySeconds: 45,
      worstCase: 3,
    });
  });

  test("a strategy that the API server refuses has no numbers", () => {
    const zeros = { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } };
    expect(analyze({ strategy: zeros })).toEqual({
      replicas: exactly(3),
      strategy: "RollingUpdate",
      minReadySeconds: 0,
      ...NONE,
    });
    expect(analyze({ strategy: { type: "Canary" } })).toMatchObject({ strategy: null, ...NONE });
    expect(analyze({ strategy: { type: "Recreate", rollingUpdate: {} } })).toMatchObject({
      strategy: "Recreate",
      ...NONE,
    });
    expect(analyze({ strategy: zeros, recreated: true })).toMatchObject(NONE);
  });

  test("a wait or a number of replicas that cannot be read has no numbers", () => {
    expect(analyze({ minReadySeconds: "10" })).toMatchObject({ minReadySeconds: null, ...NONE });
    expect(analyze({ replicas: null })).toMatchObject({ replicas: null, strategy: "RollingUpdate", ...NONE });
    for (const replicas of [exactly(-1), exactly(1.5), exactly(2 ** 31), autoscaled(5, 2)]) {
      expect(analyze({ replicas })).toMatchObject(NONE);
    }
  });

  test("limits beyond int32 have no numbers", () => {
    const numbers = analyze({
      replicas: exactly(1000),
      strategy: { rollingUpdate: { maxSurge: "2147483647%" } },
    });
    expect(numbers).toMatchObject(NONE);
  });
});

describe("an autoscaler's range", () => {
  test("a limit in pods weighs most at the fewest replicas", () => {
    const input = { ...THREE, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 2 } }, gated: true };
    const numbers = analyzeDeployment({ ...input, replicas: autoscaled(4, 50) });
    expect(numbers).toMatchObject({ budget: 2, worstCase: 2, worstShare: 0.5, atReplicas: 4 });
  });

  test("a percentage weighs most where it does not round, the smallest such number", () => {
    const input = { ...THREE, strategy: undefined, gated: true };
    const numbers = analyzeDeployment({ ...input, replicas: autoscaled(2, 100) });
    expect(numbers).toMatchObject({
      maxSurge: 1,
      maxUnavailable: 1,
      budget: 1,
      worstCase: 1,
      worstShare: 0.25,
      atReplicas: 4,
    });
    expect(worstCaseOverRange({ ...input, replicas: autoscaled(2, 100) })).toEqual({
      maxPods: 25,
      maxShare: { worstCase: 1, replicas: 4 },
    });
  });

  test("a percentage that rounds to nothing without a surge costs the only pod", () => {
    const strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: "10%" } };
    expect(analyze({ strategy, gated: true, replicas: autoscaled(1, 30) })).toMatchObject({
      worstShare: 1,
      atReplicas: 1,
    });
  });

  test("where every pod can go, the fewest replicas are named", () => {
    expect(analyze({ replicas: autoscaled(2, 9) })).toMatchObject({
      worstCase: 2,
      worstShare: 1,
      atReplicas: 2,
    });
    expect(analyze({ replicas: autoscaled(0, 9) })).toMatchObject({
      worstCase: 1,
      worstShare: 1,
      atReplicas: 1,
    });
    const recreate = analyze({ replicas: autoscaled(3, 9), strategy: { type: "Recreate" } });
    expect(recreate).toMatchObject({ worstCase: 3, budget: null, atReplicas: 3 });
  });

  test("where nothing is lost, the fewest pods are named", () => {
    const strategy = { rollingUpdate: { maxUnavailable: 0 } };
    expect(analyze({ strategy, gated: true, replicas: autoscaled(2, 9) })).toMatchObject({
      worstShare: 0,
      atReplicas: 2,
    });
    expect(analyze({ strategy, gated: true, replicas: autoscaled(0, 9) })).toMatchObject({
      worstShare: 0,
      atReplicas: 1,
    });
  });

  test("the widest range there is takes no longer than a narrow one", () => {
    const input = { ...THREE, gated: true, replicas: autoscaled(1, 2147483647) };
    expect(worstCaseOverRange(input)).toEqual({
      maxPods: 730144439,
      maxShare: { worstCase: 17, replicas: 50 },
    });
  });

  test("there is no worst case where there are no numbers", () => {
    expect(worstCaseOverRange({ ...THREE, strategy: "x" })).toBeNull();
    expect(worstCaseOverRange({ ...THREE, replicas: null })).toBeNull();
  });
});
