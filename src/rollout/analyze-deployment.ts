/**
 * The numbers of one Deployment's next rollout. This folder is arithmetic: it knows what Kubernetes makes of a
 * strategy and how many pods that can cost, and nothing of manifests, containers, findings or GitHub.
 */
import { deploymentDefaults } from "./deployment-defaults.js";
import { MAX_INT32 } from "./int-or-percent.js";
import { readDeploymentStrategy, type StrategyReading } from "./read-deployment-strategy.js";
import type { ReplicaRange, RolloutAnalysis } from "./rollout-analysis.js";
import { readCount } from "./validate-deployment-strategy.js";
import {
  fencepostsAt,
  type RangeOfRollouts,
  type WorstCaseOverRange,
  worstOfRange,
} from "./worst-of-range.js";

/** What decides a Deployment's rollout; the raw values stand as they are written. */
export interface DeploymentRollout {
  apiVersion: string;
  /** null where the number is not readable */
  replicas: ReplicaRange | null;
  /** spec.strategy */
  strategy: unknown;
  /** spec.minReadySeconds */
  minReadySeconds: unknown;
  gated: boolean;
  /** from a container's start until it serves; null where nobody knows, 0 where it serves at once */
  startupSeconds: number | null;
  /** the selector changed, which is immutable: the object must be deleted and created again */
  recreated: boolean;
}

export type DeploymentNumbers = Pick<
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
>;

/** Budget and worst case of the next rollout, at the replicas where the largest share of them is lost. */
export function analyzeDeployment(input: DeploymentRollout): DeploymentNumbers {
  const reading = readDeploymentStrategy(input.apiVersion, input.strategy);
  const known = {
    replicas: input.replicas,
    strategy: reading.type,
    minReadySeconds: minReadySecondsOf(input),
  };
  const range = rangeOf(input, reading);
  const worst = range && worstOfRange(range);
  if (!range || !worst) return { ...known, ...NO_NUMBERS };
  return { ...known, ...numbersAt(range, worst.maxShare) };
}

/** The worst case over an autoscaler's whole range; null where `analyzeDeployment` has no numbers. */
export function worstCaseOverRange(input: DeploymentRollout): WorstCaseOverRange | null {
  const range = rangeOf(input, readDeploymentStrategy(input.apiVersion, input.strategy));
  return range && worstOfRange(range);
}

const NO_NUMBERS = {
  maxSurge: null,
  maxUnavailable: null,
  budget: null,
  worstCase: null,
  worstShare: null,
  atReplicas: null,
};

function rangeOf(input: DeploymentRollout, reading: StrategyReading): RangeOfRollouts | null {
  const { replicas, gated, startupSeconds, recreated } = input;
  const minReadySeconds = minReadySecondsOf(input);
  if (reading.strategy === null || minReadySeconds === null || !isReadable(replicas)) return null;
  const { min, max } = replicas;
  return { min, max, strategy: reading.strategy, recreated, gated, startupSeconds, minReadySeconds };
}

function numbersAt(range: RangeOfRollouts, at: WorstCaseOverRange["maxShare"]) {
  const { worstCase, replicas } = at;
  const fenceposts = fencepostsAt(range.strategy, replicas);
  return {
    maxSurge: fenceposts?.maxSurge ?? null,
    maxUnavailable: fenceposts?.maxUnavailable ?? null,
    // No rollout strategy holds anything back while the whole object is deleted.
    budget: fenceposts === null || range.recreated ? null : Math.min(fenceposts.maxUnavailable, replicas),
    worstCase,
    worstShare: replicas === 0 ? 0 : worstCase / replicas,
    atReplicas: replicas,
  };
}

function minReadySecondsOf(input: DeploymentRollout): number | null {
  return readCount(input.minReadySeconds, deploymentDefaults(input.apiVersion).minReadySeconds);
}

function isReadable(replicas: ReplicaRange | null): replicas is ReplicaRange {
  if (replicas === null) return false;
  const { min, max } = replicas;
  return Number.isInteger(min) && Number.isInteger(max) && 0 <= min && min <= max && max <= MAX_INT32;
}
