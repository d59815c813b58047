/**
 * What each kind of workload says of its rollouts. A kind stands in a folder of its own and is found through
 * rollout-kinds.ts; everything else in this folder is the same for all of them.
 */
import type { JsonObject } from "../manifest/json-value.js";
import type { StrategyFault } from "./strategy-fault.js";

/** What decides how a workload's pods are replaced, as it is written. */
export interface WrittenRollout {
  apiVersion: string;
  spec: JsonObject;
}

/** What decides when a new pod counts, and when it serves. */
export interface RolloutTiming {
  /** Kubernetes waits for a probe of every serving container before it counts a pod */
  gated: boolean;
  /** from a container's start until it serves; null where nobody knows, 0 where it serves at once */
  startupSeconds: number | null;
}

/** One rollout at one number of replicas, in pods; null where the strategy has no such limit. */
export interface RolloutOutcome {
  maxSurge: number | null;
  maxUnavailable: number | null;
  budget: number | null;
  worstCase: number;
}

/** A rollout's settings after decoding, defaulting and validation. */
export interface RolloutReading {
  /** the word for the strategy, as Kubernetes has it; null where it is none */
  strategy: string | null;
  /** seconds; null where the value is not a number of them */
  minReadySeconds: number | null;
  /** null where the settings have a fault; gives null where a number leaves int32 */
  outcomeAt: ((replicas: number, timing: RolloutTiming) => RolloutOutcome | null) | null;
}

export interface KindRollout {
  read(written: WrittenRollout): RolloutReading;
  /** What is refused in the rollout's settings, with its place; empty where nothing is. */
  validate(written: WrittenRollout): StrategyFault[];
  /** Seconds after which a rollout without progress is reported, where none are written; null for never. */
  defaultProgressDeadline(apiVersion: string): number | null;
}
