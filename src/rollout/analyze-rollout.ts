/**
 * The numbers of one workload's next rollout. This folder is arithmetic: it knows what Kubernetes makes of a
 * strategy and how many pods that can cost, and nothing of manifests, containers, findings or GitHub.
 */
import { MAX_INT32 } from "./int-or-percent.js";
import type { ReplicaRange, RolloutAnalysis, UnknownNodes } from "./rollout-analysis.js";
import type { RolloutOutcome, RolloutReading, RolloutTiming } from "./rollout-reading.js";
import { onAnyNodes } from "./unknown-nodes.js";
import { type WorstCaseOverRange, worstOfRange } from "./worst-of-range.js";

/** Facts about a rollout besides its settings. */
export interface RolloutConditions extends RolloutTiming {
  /** null where the number is not readable, "unknown" for nodes whose number is not known */
  replicas: ReplicaRange | "unknown" | null;
  /** something immutable changed: the object must be deleted and created again */
  recreated: boolean;
  /** the pods of before are let go of, and run on whatever the new ones do */
  letsGoOfPods?: boolean;
  /** the pods are there and no traffic reaches them, which no budget counts (endpointslice/utils.go) */
  unreached?: boolean;
}

export type RolloutNumbers = Pick<
  RolloutAnalysis,
  | "replicas"
  | "strategy"
  | "maxSurge"
  | "maxUnavailable"
  | "minReadySeconds"
  | "budget"
  | "worstCase"
  | "worstShare"
  | "atReplicas"
  | "unknownNodes"
>;

/** Budget and worst case of the next rollout, at the replicas where the largest share of them is lost. */
export function analyzeRollout(reading: RolloutReading, conditions: RolloutConditions): RolloutNumbers {
  const replicas = conditions.replicas === "unknown" ? null : conditions.replicas;
  const { strategy, minReadySeconds } = reading;
  const known = { replicas, strategy, minReadySeconds, unknownNodes: null };
  const none = { ...NO_LIMITS, worstCase: null, worstShare: null, atReplicas: null };
  if (conditions.replicas === "unknown") return { ...known, ...none, ...onUnknownNodes(reading, conditions) };
  const worst = worstCaseOverRange(reading, conditions);
  if (worst === null) return { ...known, ...none };
  const at = worst.maxShare.replicas;
  const { worstCase, ...limits } = outcome(reading, conditions, at) ?? { ...NO_LIMITS, worstCase: null };
  return {
    ...known,
    ...limits,
    worstCase,
    worstShare: at === 0 ? 0 : worst.maxShare.worstCase / at,
    atReplicas: at,
  };
}

function onUnknownNodes(
  reading: RolloutReading,
  { recreated, letsGoOfPods, unreached, ...timing }: RolloutConditions,
) {
  const found = onAnyNodes(reading, timing);
  if (found === null) return {};
  const { gateHelps, mostPods, ...numbers } = found;
  const unknownNodes: UnknownNodes = {
    limit: recreated ? null : (reading.limit ?? null),
    mostPods: recreated || unreached ? null : mostPods,
    hollow: gateHelps || unreached === true,
  };
  const outage = {
    ...(recreated ? { budget: null } : {}),
    ...(letsGoOfPods ? { worstCase: 0, worstShare: 0 } : {}),
    ...(recreated || unreached ? { worstCase: null, worstShare: 1 } : {}),
  };
  return { ...numbers, ...outage, unknownNodes };
}

/** Returns the worst case over an autoscaler's whole range; null where `analyzeRollout` has no numbers. */
export function worstCaseOverRange(
  reading: RolloutReading,
  conditions: RolloutConditions,
): WorstCaseOverRange | null {
  const { replicas } = conditions;
  if (reading.outcomeAt === null || !isReadable(replicas)) return null;
  const [peaks, unevenUpTo] = [reading.peaks?.(conditions), reading.unevenUpTo?.(conditions)];
  return worstOfRange(replicas, (count) => outcome(reading, conditions, count), {
    ...(peaks === undefined ? {} : { peaks }),
    ...(unevenUpTo === undefined ? {} : { unevenUpTo }),
  });
}

const NO_LIMITS = { maxSurge: null, maxUnavailable: null, budget: null };

function outcome(
  { outcomeAt }: RolloutReading,
  conditions: RolloutConditions,
  replicas: number,
): RolloutOutcome | null {
  const settled = outcomeAt?.(replicas, conditions) ?? null;
  // No rollout strategy holds anything back while the whole object is deleted.
  if (conditions.recreated) return { ...(settled ?? NO_LIMITS), budget: null, worstCase: replicas };
  if (settled === null) return null;
  if (conditions.unreached) return { ...settled, worstCase: replicas };
  return conditions.letsGoOfPods ? { ...settled, worstCase: 0 } : settled;
}

function isReadable(replicas: RolloutConditions["replicas"]): replicas is ReplicaRange {
  if (replicas === null || replicas === "unknown") return false;
  const { min, max } = replicas;
  return Number.isInteger(min) && Number.isInteger(max) && 0 <= min && min <= max && max <= MAX_INT32;
}
