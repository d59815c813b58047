import { describe, expect, test } from "vitest";
import {
  outcomeOfStatefulSet,
  statefulSetRollout,
} from "../../../src/kinds/stateful-set/stateful-set-rollout.js";
import { kubernetesVersions } from "../../../src/policy/kubernetes-version.js";
import { analyzeRollout } from "../../../src/rollout/analyze-rollout.js";
import { minorVersion } from "../../rollout/minor-version.js";
import { lostByHand, togetherByHand } from "./stateful-set-oracle.js";

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const LIMITS: (number | string)[] = [
  1,
  2,
  3,
  5,
  13,
  ...upTo(100)
    .slice(1)
    .map((amount) => `${amount}%`),
];
const TIMINGS = [true, false].flatMap((gated) =>
  [null, 0, 1, 10, 45].flatMap((startupSeconds) =>
    [0, 1, 7, 10, 45, 60].map((minReadySeconds) => ({ gated, startupSeconds, minReadySeconds })),
  ),
);

const POLICIES = ["OrderedReady", "Parallel"] as const;

const together = (limit: number | string, replicas: number) =>
  typeof limit === "number" ? limit : togetherByHand(Number.parseInt(limit, 10), replicas);

describe("budget and worst case of every partition, maxUnavailable, probe and timing", () => {
  for (const replicas of upTo(12)) {
    test(`${replicas} replicas`, () => {
      let combinations = 0;
      for (const partition of upTo(replicas + 1)) {
        for (const maxUnavailable of LIMITS) {
          const pods = together(maxUnavailable, replicas);
          for (const timing of TIMINGS) {
            for (const parallel of [false, true]) {
              const { minReadySeconds } = timing;
              const update = { partition, maxUnavailable, parallel, minReadySeconds };
              const outcome = outcomeOfStatefulSet(update, replicas, timing);
              const byHand = { replicas, partition, together: pods, parallel, ...timing };
              const worstCase = lostByHand(byHand);
              const budget = lostByHand({ ...byHand, gated: true });
              // One assertion a combination would take minutes; this one only speaks where they differ.
              if (outcome?.worstCase !== worstCase || outcome.budget !== budget)
                expect({ replicas, ...update, ...timing, outcome }).toEqual({ worstCase, budget });
              combinations++;
            }
          }
        }
      }
      expect(combinations).toBe((replicas + 2) * LIMITS.length * TIMINGS.length * 2);
    });
  }
});

describe("a StatefulSet as it is written", () => {
  /** [version, whether maxUnavailable counts, whether minReadySeconds does under Parallel] */
  const VERSIONS = [
    ["1.27", false, false],
    ["1.33", false, false],
    ["1.34", false, true],
    ["1.35.0", true, true],
    ["1.35.3", true, true],
    ["1.35.4", false, true],
    ["1.36", false, true],
    ["1.37", true, true],
  ] as const;
  for (const [kubernetes, together, waitsInParallel] of VERSIONS) {
    const version = kubernetesVersions({ kubernetes })[0]!;
    test(`in Kubernetes ${kubernetes}: every partition, policy and timing`, () => {
      for (const replicas of upTo(5)) {
        for (const partition of upTo(replicas + 1)) {
          for (const podManagementPolicy of POLICIES) {
            for (const { minReadySeconds, ...timing } of TIMINGS) {
              const updateStrategy = { rollingUpdate: { partition, maxUnavailable: 3 } };
              const spec = { podManagementPolicy, minReadySeconds, updateStrategy };
              const range = { min: replicas, max: replicas, source: "manifest" as const };
              const numbers = analyzeRollout(
                statefulSetRollout.read({
                  apiVersion: "apps/v1",
                  spec,
                  version,
                  holdsHostPorts: false,
                }),
                { replicas: range, ...timing, recreated: false },
              );
              const parallel = podManagementPolicy === "Parallel";
              const waited = !parallel || waitsInParallel ? minReadySeconds : 0;
              const pods = together ? 3 : 1;
              const set = { replicas, partition, together: pods, parallel };
              const byHand = { ...set, ...timing, minReadySeconds: waited };
              expect(numbers).toMatchObject({
                strategy: "RollingUpdate",
                maxSurge: null,
                maxUnavailable: pods,
                minReadySeconds,
                budget: lostByHand({ ...byHand, gated: true }),
                worstCase: lostByHand(byHand),
                atReplicas: replicas,
              });
            }
          }
        }
      }
    });
  }

  test.each(["apps/v1beta1", "apps/v1"])("loses nothing under OnDelete, in %s", (apiVersion) => {
    const spec = { updateStrategy: apiVersion === "apps/v1" ? { type: "OnDelete" } : undefined };
    const reading = statefulSetRollout.read({
      apiVersion,
      spec,
      version: minorVersion(36),
      holdsHostPorts: false,
    });
    const replicas = { min: 3, max: 3, source: "manifest" as const };
    const conditions = { replicas, gated: false, startupSeconds: null, recreated: false };
    const none = { strategy: "OnDelete", maxSurge: null, maxUnavailable: null, budget: null };
    expect(analyzeRollout(reading, conditions)).toMatchObject({ ...none, worstCase: 0, worstShare: 0 });
    expect(analyzeRollout(reading, { ...conditions, recreated: true })).toMatchObject({
      ...none,
      worstCase: 3,
      worstShare: 1,
    });
  });
});
