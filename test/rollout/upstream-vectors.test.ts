/**
 * Kubernetes' own table tests. Those of the arithmetic run against our functions, those of the controllers against
 * the model that the search of all schedules uses, so that the search walks Kubernetes' rules and not our idea of
 * them.
 *
 * Left for what does not exist here yet: proportionalScale (a resize in the middle of a rollout); probes, lifecycle, readiness and endpoints, which are not arithmetic; intOrStringParse
 * (texts of command-line flags, nothing of a manifest); of validateDeployment the pod template's cases; of
 * podAvailable the one without a transition time.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type IntOrString, intOrPercentToPods } from "../../src/rollout/int-or-percent.js";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";
import { analyzeDeployment, faultsOf } from "./deployment/written-deployment.js";
import {
  cleanUpUnhealthy,
  newReplicas,
  type RollingLimits,
  reconcileNew,
  reconcileOld,
  scaleDownOld,
} from "./deployment-controller.js";
import { KIND_RUNNERS, NOT_RUN } from "./kind-runners.js";
import { isPodAvailable } from "./rollout-search.js";

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

function limitsOf(input: Vector["input"]): RollingLimits {
  const resolved = resolveFenceposts(input.maxSurge, input.maxUnavailable, input.deploymentReplicas);
  if ("error" in resolved) throw new Error(resolved.error);
  const { maxSurge: surge, maxUnavailable } = resolved;
  const replicas = input.deploymentReplicas;
  return { replicas, surge, unavailable: Math.min(maxUnavailable, replicas) };
}

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

/** Sizes after each sync while every pod becomes available at once. */
function stepsOf(limits: RollingLimits): string[] {
  const steps: string[] = [];
  let [oldSpec, newSpec] = [limits.replicas, 0];
  while (oldSpec > 0 || newSpec < limits.replicas) {
    const grown = reconcileNew(limits, newSpec, oldSpec + newSpec);
    const [old, fresh] = [
      { spec: oldSpec, available: oldSpec },
      { spec: newSpec, available: newSpec },
    ];
    const left = grown === newSpec ? reconcileOld(limits, old, fresh) : oldSpec;
    if (grown === newSpec && left === oldSpec) throw new Error("the rollout stands still");
    steps.push(grown > newSpec ? `new+${grown - newSpec}` : `old-${oldSpec - left}`);
    [oldSpec, newSpec] = [left, grown];
  }
  return steps;
}

const RUNNERS: Record<string, (input: Vector["input"], expected: Vector["expect"]) => void> = {
  ...KIND_RUNNERS,
  resolveFenceposts(input, expected) {
    const resolved = resolveFenceposts(input.maxSurge, input.maxUnavailable, input.desired);
    if (expected.error) expect(resolved).toHaveProperty("error");
    else expect(resolved).toEqual({ maxSurge: expected.surge, maxUnavailable: expected.unavailable });
  },
  resolveFencepostsSequence(input, expected) {
    expect(stepsOf(limitsOf({ ...input, deploymentReplicas: input.desired }))).toEqual(expected.steps);
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
    // Upstream answers 0 under Recreate, which promises nothing: here the budget does not exist.
    expect(analysisOf(input).budget).toBe(input.strategy === "Recreate" ? null : expected.maxUnavailable);
  },
  minAvailable(input, expected) {
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
  newRSNewReplicas(input, expected) {
    const all = input.allReplicaSetsReplicas.reduce((sum: number, spec: number) => sum + spec, 0);
    expect(newReplicas(limitsOf(input), input.newRSReplicas, all)).toBe(expected.newReplicas);
  },
  reconcileNewReplicaSet(input, expected) {
    const grown = reconcileNew(limitsOf(input), input.newReplicas, input.oldReplicas + input.newReplicas);
    expect({ scaled: grown !== input.newReplicas, newReplicas: grown }).toEqual(expected);
  },
  reconcileOldReplicaSets(input, expected) {
    const old = { spec: input.oldReplicas, available: input.oldAvailable };
    const fresh = { spec: input.newReplicas, available: input.newAvailable };
    const left = reconcileOld(limitsOf(input), old, fresh);
    expect({ scaled: left !== input.oldReplicas, oldReplicas: left }).toEqual(expected);
  },
  cleanupUnhealthyReplicas(input, expected) {
    const old = { spec: input.oldReplicas, available: input.oldAvailable };
    expect(cleanUpUnhealthy(old, input.maxCleanupCount)).toBe(expected.cleanedUp);
  },
  scaleDownOldReplicaSets(input, expected) {
    const left = input.oldReplicas - scaleDownOld(limitsOf(input), input.oldReplicas, input.available);
    expect({ scaled: left !== input.oldReplicas, oldReplicas: left }).toEqual(expected);
  },
  podAvailable(input, expected) {
    const age = input.ready ? 2 * input.readyForSeconds : -1;
    expect(isPodAvailable(age, 0, input.minReadySeconds)).toBe(expected.available);
  },
};

describe("Kubernetes' own tables", () => {
  for (const { id, kind, source, input, expect: expected } of vectors.filter(({ id }) => !(id in NOT_RUN))) {
    test(`${id}: ${source.file} ${source.test}, case ${source.case}`, () => {
      const run = RUNNERS[kind];
      if (run === undefined) expect.fail(`no runner for ${kind}`);
      run(input, expected);
    });
  }

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
