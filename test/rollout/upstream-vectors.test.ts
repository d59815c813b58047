/**
 * Kubernetes' own table tests. Those of the arithmetic run against it, those of the controllers and of the kubelet
 * against the simulation, whose functions the search of all schedules walks too: so it walks Kubernetes' rules, and
 * not our idea of them.
 *
 * Left for what does not exist here: probes and lifecycle, which are not arithmetic; intOrStringParse (texts of
 * command-line flags, nothing of a manifest); of validateDeployment the pod template's cases.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type IntOrString, intOrPercentToPods } from "../../src/rollout/int-or-percent.js";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";
import { analyzeDeployment, faultsOf } from "../kinds/deployment/written-deployment.js";
import { SIMULATION_RUNNERS } from "../simulation/upstream-runners.js";
import { KIND_RUNNERS, NOT_RUN } from "./kind-runners.js";

interface Vector {
  id: string;
  kind: string;
  source: { file: string; test: string; case: number | string };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has a shape of its own, told by the runner below
  input: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  expect: any;
}

const FIXTURE = new URL("../fixtures/upstream-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(FIXTURE, "utf8")) as { vectors: Vector[] };

function analysisOf(input: Vector["input"]) {
  const { strategy: type, maxSurge, maxUnavailable } = input;
  const replicas = input.replicas ?? 1;
  return analyzeDeployment({
    apiVersion: "apps/v1",
    replicas: { min: replicas, max: replicas, source: "manifest" },
    strategy: type === "Recreate" ? { type } : { type, rollingUpdate: { maxSurge, maxUnavailable } },
    minReadySeconds: undefined,
    gated: true,
    startupSeconds: null,
    recreated: false,
  });
}

/** Where upstream's first error points to, told by its words. */
const FIELD_OF_ERROR = {
  'supported values: "Recreate", "RollingUpdate"': "strategy.type",
  "may not be specified when strategy `type` is 'Recreate'": "strategy.rollingUpdate",
  "must not be greater than 100%": "strategy.rollingUpdate.maxUnavailable",
};

const RUNNERS: Record<string, (input: Vector["input"], expected: Vector["expect"]) => void> = {
  ...SIMULATION_RUNNERS,
  ...KIND_RUNNERS,
  resolveFenceposts(input, expected) {
    const resolved = resolveFenceposts(input.maxSurge, input.maxUnavailable, input.desired);
    if (expected.error) expect(resolved).toHaveProperty("error");
    else expect(resolved).toEqual({ maxSurge: expected.surge, maxUnavailable: expected.unavailable });
  },
  intOrPercentParse(input, expected) {
    expect(expected.error).toBe(true);
    expect(intOrPercentToPods(input.value as IntOrString, 100, "up")).toHaveProperty("error");
  },
  intOrPercentScale(input, expected) {
    const pods = intOrPercentToPods(input.value as IntOrString, input.total, input.roundUp ? "up" : "down");
    if (expected.error) expect(pods).toHaveProperty("error");
    else expect(pods).toBe(expected.value);
  },
  maxUnavailable(input, expected) {
    SIMULATION_RUNNERS.maxUnavailable?.(input, expected);
    // Upstream answers 0 under Recreate, which promises nothing: here the budget does not exist.
    expect(analysisOf(input).budget).toBe(input.strategy === "Recreate" ? null : expected.maxUnavailable);
  },
  minAvailable(input, expected) {
    SIMULATION_RUNNERS.minAvailable?.(input, expected);
    const { budget } = analysisOf(input);
    if (input.strategy === "Recreate") expect([budget, expected.minAvailable]).toEqual([null, 0]);
    else expect(input.replicas - budget!).toBe(expected.minAvailable);
  },
  validateDeployment(input, expected) {
    const { strategy } = input;
    const absent = { replicas: undefined, minReadySeconds: undefined, progressDeadlineSeconds: undefined };
    const faults = faultsOf({ apiVersion: "apps/v1", strategy, ...absent });
    const field = FIELD_OF_ERROR[expected.firstErrorContains as keyof typeof FIELD_OF_ERROR];
    expect(faults.map((fault) => fault.field)).toEqual([field]);
  },
};

/** How many vectors there are of each kind that the simulation answers to. Each of them runs; none had to be left out. */
const SIMULATION_VECTORS = {
  resolveFenceposts: 5,
  resolveFencepostsSequence: 2,
  newRSNewReplicas: 1,
  reconcileNewReplicaSet: 1,
  reconcileOldReplicaSets: 3,
  cleanupUnhealthyReplicas: 4,
  scaleDownOldReplicaSets: 2,
  proportionalScale: 10,
  maxUnavailable: 5,
  minAvailable: 7,
  podAvailable: 5,
  containerReady: 4,
  initContainerReady: 6,
  containersReadyCondition: 8,
  podReadyCondition: 8,
  endpointConditions: 4,
  killGracePeriod: 3,
};

describe("Kubernetes' own tables", () => {
  for (const { id, kind, source, input, expect: expected } of vectors.filter(({ id }) => !(id in NOT_RUN))) {
    test(`${id}: ${source.file} ${source.test}, case ${source.case}`, () => {
      const run = RUNNERS[kind];
      if (run === undefined) expect.fail(`no runner for ${kind}`);
      run(input, expected);
    });
  }

  test("none of the controllers' and the kubelet's is missing", () => {
    const counts = Object.keys(SIMULATION_VECTORS).map((kind) => [
      kind,
      vectors.filter((vector) => vector.kind === kind).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual(SIMULATION_VECTORS);
    expect(Object.keys(SIMULATION_VECTORS).filter((kind) => !(kind in RUNNERS))).toEqual([]);
  });

  test("those that are not run are known, each with its reason", () => {
    const left = vectors.filter(({ id }) => id in NOT_RUN).map(({ id }) => id);
    expect(left).toEqual(Object.keys(NOT_RUN));
    for (const reason of Object.values(NOT_RUN)) expect(reason).not.toBe("");
  });

  test("no vector of the kinds beside the Deployment is missing", () => {
    const counts = Object.keys(KIND_RUNNERS).map((kind) => [
      kind,
      vectors.filter((vector) => vector.kind === kind).length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      validateStatefulSet: 16,
      validateRollingUpdateDaemonSet: 14,
      defaultStatefulSet: 4,
      defaultDaemonSet: 2,
      statefulSetMaxUnavailable: 9,
      statefulSetMaxUnavailableBudget: 5,
      statefulSetRollingSequence: 1,
      daemonSetCounts: 5,
      daemonSetRollingSequence: 1,
      argoBasicCanaryCounts: 21,
      argoMaxSurge: 1,
      argoMaxUnavailable: 4,
    });
  });

  test("every runner has a vector", () => {
    expect(new Set(vectors.map((vector) => vector.kind))).toEqual(new Set(Object.keys(RUNNERS)));
  });
});
