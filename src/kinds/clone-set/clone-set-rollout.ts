import { coldPodsPerSlot } from "../../rollout/cold-pods.js";
import { type IntOrString, intOrPercentToPods, MAX_INT32 } from "../../rollout/int-or-percent.js";
import { countFaults, readCount } from "../../rollout/read-count.js";
import type {
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
  VersionedSpec,
} from "../../rollout/rollout-reading.js";
import type { StrategyFault } from "../../rollout/strategy-fault.js";
import { CLONE_SET_DEFAULTS } from "./clone-set-defaults.js";
import { type CloneSetStrategy, readCloneSetStrategy } from "./read-clone-set-strategy.js";

/** The rollout of OpenKruise's CloneSet: github.com/openkruise/kruise, pkg/controller/cloneset/sync. */
export const cloneSetRollout: KindRollout = {
  countedBy: "replicas",
  defaultReplicas: CLONE_SET_DEFAULTS.replicas,
  refusedBy: "OpenKruise",
  features: () => ({}),
  boundsOldPods: false,
  read(written): RolloutReading {
    const { type, strategy } = readCloneSetStrategy(written);
    const minReadySeconds = readCount(written.spec.minReadySeconds, CLONE_SET_DEFAULTS.minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    if (strategy === null || minReadySeconds === null) return { ...known, outcomeAt: null };
    return {
      ...known,
      outcomeAt: (replicas, timing) => outcomeOfCloneSet(strategy, minReadySeconds, replicas, timing),
      peaks: (timing) => peaksOf(strategy, minReadySeconds, timing),
    };
  },
  validate: validateCloneSet,
  idleSettings: () => [],
  defaultProgressDeadline: () => null,
};

/**
 * A partition in pods lets a growing share be replaced, while the limits let a falling one go: most is lost where the two
 * meet, give or take what is rounded, or at the end where they never do. Without a partition there is nothing to meet.
 */
function peaksOf(strategy: CloneSetStrategy, minReadySeconds: number, timing: RolloutTiming): number[] {
  if (Number.parseInt(`${strategy.partition}`, 10) === 0) return [];
  const isMet = (replicas: number) => {
    const limits = resolveCloneSetLimits(strategy, replicas);
    if (limits === null) return true;
    const { replaced, ...others } = limits;
    const free = worstCaseOfCloneSet({ ...others, ...timing, minReadySeconds, replaced: MAX_INT32 });
    return replaced > free;
  };
  let [low, high] = [0, MAX_INT32];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isMet(middle)) high = middle;
    else low = middle;
  }
  return [...AROUND.map((offset) => Math.max(1, high + offset)), Number.POSITIVE_INFINITY];
}

/** Percentages are whole, so the two come together by a hundredth of a pod a replica at the least. */
const AROUND = [-400, -300, -200, -100, 0, 100, 200, 300];

/** validateCloneSetSpec in pkg/webhook/cloneset/validating/validation.go, and what cannot be decoded before it. */
export function validateCloneSet(written: VersionedSpec): StrategyFault[] {
  return [
    ...countFaults("replicas", written.spec.replicas),
    ...readCloneSetStrategy(written).faults,
    ...countFaults("minReadySeconds", written.spec.minReadySeconds),
  ];
}

export interface CloneSetLimits {
  /** pods that a rollout replaces */
  replaced: number;
  maxSurge: number;
  /** not capped at the replicas */
  maxUnavailable: number;
}

/**
 * All in pods: calculateDiffsWithExpectation in cloneset_sync_utils.go rounds maxSurge up, and maxUnavailable up where
 * there is no surge and else down; CalculatePartitionReplicas in pkg/util/tools.go rounds up, and keeps a share below
 * "100%" from holding every pod. Null beyond int32.
 */
export function resolveCloneSetLimits(
  {
    partition,
    maxSurge,
    maxUnavailable,
  }: Pick<CloneSetStrategy, "partition" | "maxSurge" | "maxUnavailable">,
  replicas: number,
): CloneSetLimits | null {
  const surge = intOrPercentToPods(maxSurge, replicas, "up");
  const unavailable = intOrPercentToPods(maxUnavailable, replicas, surge === 0 ? "up" : "down");
  const kept = keptPods(partition, replicas);
  if (typeof surge !== "number" || typeof unavailable !== "number" || kept === null) return null;
  return { replaced: replicas - kept, maxSurge: surge, maxUnavailable: unavailable };
}

/** Returns the pods that a partition keeps as they are; null beyond int32, and where it is no number of pods. */
export function keptPods(partition: IntOrString, replicas: number): number | null {
  const pods = intOrPercentToPods(partition, replicas, "up");
  if (typeof pods !== "number") return null;
  const isShare = typeof partition === "string" && partition !== "100%";
  return isShare && replicas > 1 && pods === replicas ? replicas - 1 : Math.min(pods, replicas);
}

/** Returns limits, budget and worst case of one rollout, in pods; null where a number leaves int32. */
export function outcomeOfCloneSet(
  strategy: Pick<CloneSetStrategy, "partition" | "maxSurge" | "maxUnavailable">,
  minReadySeconds: number,
  replicas: number,
  timing: RolloutTiming,
): RolloutOutcome | null {
  const limits = resolveCloneSetLimits(strategy, replicas);
  if (limits === null) return null;
  const { maxSurge, maxUnavailable } = limits;
  return {
    maxSurge,
    maxUnavailable,
    budget: Math.min(limits.replaced, maxUnavailable),
    worstCase: worstCaseOfCloneSet({ ...limits, ...timing, minReadySeconds }),
  };
}

/**
 * Returns the pods that may not be serving at the worst moment of a rollout from settled pods. A pod goes, or is
 * updated where it is, while replicas - maxUnavailable others are available (deleteReadyLimit and limitUpdateIndexes),
 * and up to maxSurge come before: as in a rolling update of a Deployment, but for the pods that the partition keeps. An
 * upper bound: near its end a rollout surges no further than to the pods that are left.
 */
export function worstCaseOfCloneSet({
  replaced,
  maxSurge,
  maxUnavailable,
  gated,
  startupSeconds,
  minReadySeconds,
}: CloneSetLimits & RolloutTiming & { minReadySeconds: number }): number {
  const budget = Math.min(replaced, maxUnavailable);
  if (gated || startupSeconds === 0) return budget;
  // A new pod counts as soon as it runs: every old one can be gone before one serves.
  if (startupSeconds === null || minReadySeconds === 0) return replaced;
  const cold = coldPodsPerSlot(startupSeconds, minReadySeconds) * (maxSurge + maxUnavailable);
  return Math.min(replaced, budget + cold);
}
