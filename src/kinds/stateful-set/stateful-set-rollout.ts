import { get } from "../../manifest/json-value.js";
import { readCount } from "../../rollout/read-count.js";
import type {
  IdleSetting,
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
  WrittenRollout,
} from "../../rollout/rollout-reading.js";
import { readStatefulSetStrategy, type StatefulSetStrategy } from "./read-stateful-set-strategy.js";
import { statefulSetDefaults } from "./stateful-set-defaults.js";
import { statefulSetFeatures } from "./stateful-set-features.js";
import { podManagementPolicyOf, validateStatefulSet } from "./validate-stateful-set.js";
import {
  coldPods,
  EXACT_UP_TO,
  replacedPods,
  statefulSetMaxUnavailable,
  worstCaseOfStatefulSet,
} from "./worst-case-of-stateful-set.js";

/** The rollout of a StatefulSet: pkg/controller/statefulset. */
export const statefulSetRollout: KindRollout = {
  countedBy: "replicas",
  defaultReplicas: statefulSetDefaults("apps/v1").replicas,
  refusedBy: "The API server",
  features: (version) => ({ ...statefulSetFeatures(version) }),
  boundsOldPods: true,
  read(written): RolloutReading {
    const { apiVersion, spec } = written;
    const features = statefulSetFeatures(written.version);
    const { type, strategy } = readStatefulSetStrategy(apiVersion, spec.updateStrategy, features);
    const minReadySeconds = readCount(spec.minReadySeconds, statefulSetDefaults(apiVersion).minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    const policy = podManagementPolicyOf(spec.podManagementPolicy);
    if (strategy === null || minReadySeconds === null || policy === null)
      return { ...known, outcomeAt: null };
    if (strategy.type === "OnDelete") return { ...known, outcomeAt: () => ON_DELETE };
    const parallel = policy === "Parallel";
    const update = {
      ...strategy,
      parallel,
      minReadySeconds: parallel && !features.minReadySecondsInParallel ? 0 : minReadySeconds,
    };
    return {
      ...known,
      outcomeAt: (replicas, timing) => outcomeOfStatefulSet(update, replicas, timing),
      peaks: (timing) => peaksOf(update, timing),
      unevenUpTo: (timing) => unevenUpTo(update, timing),
    };
  },
  validate: validateStatefulSet,
  idleSettings,
  defaultProgressDeadline: () => null,
};

/** The controller replaces a pod only after a person deletes it. */
const ON_DELETE: RolloutOutcome = { maxSurge: null, maxUnavailable: null, budget: null, worstCase: 0 };

/** A rolling update as the controller goes by it. */
interface StatefulSetUpdate
  extends Pick<Extract<StatefulSetStrategy, { type: "RollingUpdate" }>, "partition" | "maxUnavailable"> {
  parallel: boolean;
  /** seconds for which the controller waits, 0 where its version does not */
  minReadySeconds: number;
}

/** Returns limits, budget and worst case of one rolling update, in pods; null where a number leaves int32. */
export function outcomeOfStatefulSet(
  { maxUnavailable: written, ...update }: StatefulSetUpdate,
  replicas: number,
  { gated, startupSeconds }: RolloutTiming,
): RolloutOutcome | null {
  const maxUnavailable = statefulSetMaxUnavailable(written, replicas);
  if (maxUnavailable === null) return null;
  const input = { ...update, replicas, maxUnavailable, gated, startupSeconds };
  return {
    maxSurge: null,
    maxUnavailable,
    budget: Math.min(replacedPods(input), maxUnavailable),
    worstCase: worstCaseOfStatefulSet(input),
  };
}

/**
 * Returns where the largest share may be lost, with p = partition, c = cold pods + 1 and M = maxUnavailable: the worst
 * case is min(N - p, c M), of which the first part is a share that grows with N. M in pods: the share grows up to
 * N = p + c M and falls from there. M in per cent, q: c M is at most N c q / 100, a share that is reached at multiples
 * of 100 only, so the share grows to the end, or stays once it has reached that bound, at N >= 100 p / (100 - c q).
 */
export function peaksOf(
  { partition, maxUnavailable, minReadySeconds }: StatefulSetUpdate,
  { gated, startupSeconds }: RolloutTiming,
): number[] {
  if (partition === 0) return [];
  const factor = coldPods({ gated, startupSeconds, minReadySeconds }) + 1;
  if (typeof maxUnavailable !== "string")
    return [partition + factor * (maxUnavailable ?? 1), Number.POSITIVE_INFINITY];
  const percent = factor * Number.parseInt(maxUnavailable, 10);
  const level = percent < 100 ? [Math.ceil((100 * partition) / (100 - percent))] : [];
  return [partition + factor, ...level, Number.POSITIVE_INFINITY];
}

/**
 * Where batches come back one by one, the worst case goes up and down with the rest that the last batch leaves; up to
 * EXACT_UP_TO every number is looked at, and above it the bound holds that `peaksOf` speaks of.
 */
export function unevenUpTo(
  { parallel, maxUnavailable, minReadySeconds }: StatefulSetUpdate,
  timing: RolloutTiming,
) {
  const cold = coldPods({ ...timing, minReadySeconds });
  const even = parallel || (maxUnavailable ?? 1) === 1 || cold === 0 || cold === Number.POSITIVE_INFINITY;
  return even ? 0 : EXACT_UP_TO;
}

function idleSettings({ spec, version }: WrittenRollout): IdleSetting[] {
  const features = statefulSetFeatures(version);
  const idle: IdleSetting[] = [];
  if (get(spec, "updateStrategy", "rollingUpdate", "maxUnavailable") != null && !features.maxUnavailable) {
    const gate =
      "unless the feature gate MaxUnavailableStatefulSet is on, as it is by default in 1.35.0 to 1.35.3 and from 1.37 on";
    idle.push({
      field: "updateStrategy.rollingUpdate.maxUnavailable",
      subject: "maxUnavailable of a StatefulSet",
      reason: `the API server drops it, ${gate}; one pod at a time is assumed`,
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
      subject: "minReadySeconds",
      reason:
        "before Kubernetes 1.34 an update under podManagementPolicy Parallel does not wait for it; 0 s are assumed",
    });
  }
  return idle;
}
