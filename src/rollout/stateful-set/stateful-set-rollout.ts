import { get } from "../../manifest/json-value.js";
import type {
  IdleSetting,
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
  WrittenRollout,
} from "../kind-rollout.js";
import { readCount } from "../read-count.js";
import { readStatefulSetStrategy, type StatefulSetStrategy } from "./read-stateful-set-strategy.js";
import { statefulSetDefaults } from "./stateful-set-defaults.js";
import { statefulSetFeatures } from "./stateful-set-features.js";
import { podManagementPolicyOf, validateStatefulSet } from "./validate-stateful-set.js";
import {
  lossFactor,
  replacedPods,
  statefulSetMaxUnavailable,
  worstCaseOfStatefulSet,
} from "./worst-case-of-stateful-set.js";

/** The rollout of a StatefulSet: pkg/controller/statefulset. */
export const statefulSetRollout: KindRollout = {
  countedBy: "replicas",
  refusedBy: "The API server",
  read(written): RolloutReading {
    const { apiVersion, spec } = written;
    const { type, strategy } = readStatefulSetStrategy(apiVersion, spec.updateStrategy);
    const minReadySeconds = readCount(spec.minReadySeconds, statefulSetDefaults(apiVersion).minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    const waited = honouredMinReadySeconds(written);
    if (strategy === null || waited === null) return { ...known, outcomeAt: null };
    if (strategy.type === "OnDelete") return { ...known, outcomeAt: () => ON_DELETE };
    const honoured = honouredStrategy(strategy, written);
    return {
      ...known,
      outcomeAt: (replicas, timing) => outcomeOfStatefulSet(honoured, waited, replicas, timing),
      peaks: (timing) => peaksOf(honoured, waited, timing),
    };
  },
  validate: validateStatefulSet,
  idleSettings,
  defaultProgressDeadline: () => null,
};

/** Nobody but whoever deletes the pods replaces them. */
const ON_DELETE: RolloutOutcome = { maxSurge: null, maxUnavailable: null, budget: null, worstCase: 0 };

type RollingUpdate = Extract<StatefulSetStrategy, { type: "RollingUpdate" }>;

/** Limits, budget and worst case of one rolling update, in pods; null where a number leaves int32. */
export function outcomeOfStatefulSet(
  { partition, maxUnavailable: written }: Pick<RollingUpdate, "partition" | "maxUnavailable">,
  minReadySeconds: number,
  replicas: number,
  { gated, startupSeconds }: RolloutTiming,
): RolloutOutcome | null {
  const maxUnavailable = statefulSetMaxUnavailable(written, replicas);
  if (maxUnavailable === null) return null;
  const input = { replicas, partition, maxUnavailable, gated, startupSeconds, minReadySeconds };
  return {
    maxSurge: null,
    maxUnavailable,
    budget: Math.min(replacedPods(input), maxUnavailable),
    worstCase: worstCaseOfStatefulSet(input),
  };
}

/**
 * Where the largest share may be lost, with p = partition, c = lossFactor and M = maxUnavailable: the worst case is
 * min(N - p, c M), of which the first part is a share that grows with N. M in pods: the share grows up to N = p + c M
 * and falls from there. M in per cent, q: c M is at most N c q / 100, a share that is reached at multiples of 100 only,
 * so the share grows to the end, or stays once it has reached that bound, at N >= 100 p / (100 - c q).
 */
export function peaksOf(
  { partition, maxUnavailable }: Pick<RollingUpdate, "partition" | "maxUnavailable">,
  minReadySeconds: number,
  { gated, startupSeconds }: RolloutTiming,
): number[] {
  if (partition === 0) return [];
  const factor = lossFactor({ gated, startupSeconds, minReadySeconds });
  if (typeof maxUnavailable !== "string")
    return [partition + factor * (maxUnavailable ?? 1), Number.POSITIVE_INFINITY];
  const percent = factor * Number.parseInt(maxUnavailable, 10);
  const level = percent < 100 ? [Math.ceil((100 * partition) / (100 - percent))] : [];
  return [partition + factor, ...level, Number.POSITIVE_INFINITY];
}

function honouredStrategy(strategy: RollingUpdate, { kubernetesMinor }: WrittenRollout): RollingUpdate {
  return statefulSetFeatures(kubernetesMinor).maxUnavailable
    ? strategy
    : { ...strategy, maxUnavailable: null };
}

/** Seconds for which the controller waits; null where what is written is not a number of them. */
function honouredMinReadySeconds({ apiVersion, spec, kubernetesMinor }: WrittenRollout): number | null {
  const written = readCount(spec.minReadySeconds, statefulSetDefaults(apiVersion).minReadySeconds);
  const policy = podManagementPolicyOf(spec.podManagementPolicy);
  if (written === null || policy === null) return null;
  const honoured =
    policy === "OrderedReady" || statefulSetFeatures(kubernetesMinor).minReadySecondsInParallel;
  return honoured ? written : 0;
}

function idleSettings({ spec, kubernetesMinor }: WrittenRollout): IdleSetting[] {
  const features = statefulSetFeatures(kubernetesMinor);
  const idle: IdleSetting[] = [];
  if (get(spec, "updateStrategy", "rollingUpdate", "maxUnavailable") != null && !features.maxUnavailable) {
    const gate =
      "unless the feature gate MaxUnavailableStatefulSet is on, as it is by default only in 1.35.0 to 1.35.3";
    idle.push({
      field: "updateStrategy.rollingUpdate.maxUnavailable",
      message: `maxUnavailable of a StatefulSet has no effect: the API server drops it, ${gate}; one pod at a time is assumed`,
    });
  }
  if (
    typeof spec.minReadySeconds === "number" &&
    spec.minReadySeconds > 0 &&
    spec.podManagementPolicy === "Parallel" &&
    !features.minReadySecondsInParallel
  ) {
    idle.push({
      field: "minReadySeconds",
      message: `minReadySeconds has no effect on updates under podManagementPolicy Parallel before Kubernetes 1.34: 0 s are assumed for 1.${kubernetesMinor}`,
    });
  }
  return idle;
}
