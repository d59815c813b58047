/**
 * The contract by which each kind of workload tells its rollouts. The kinds themselves stand in `kinds/`: everything in
 * this folder is the same for all of them.
 */
import type { JsonObject } from "../manifest/json-value.js";
import type { KubernetesVersion } from "../policy/kubernetes-version.js";
import type { StrategyFault } from "./strategy-fault.js";

/** A workload's spec as it is written, in the version whose defaults and rules it gets. */
export interface VersionedSpec {
  apiVersion: string;
  spec: JsonObject;
}

/** The settings that decide how a workload's pods are replaced. */
export interface WrittenRollout extends VersionedSpec {
  /** the cluster's, or one of several that count alike */
  version: KubernetesVersion;
  /** the pods take ports of their node, so that no two of them fit on one */
  holdsHostPorts: boolean;
}

/** The facts that decide when a new pod counts, and when it serves. */
export interface RolloutTiming {
  /** Kubernetes waits for a probe of every serving container before it counts a pod */
  gated: boolean;
  /** from a container's start until it serves; null where that is not known, 0 where it serves at once */
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
  /** why pods of settings without a fault cannot be counted, as the end of a sentence; nothing where they are */
  unknown?: string;
  /** what the budget is at, as it is written: "10%"; only for what is counted by nodes */
  limit?: string;
  /**
   * Numbers of replicas from which the next hundred have to be looked at too, where the largest share may be lost
   * beyond the first hundred of a range (worst-of-range.ts); Infinity stands for the end of the range.
   */
  peaks?: (timing: RolloutTiming) => number[];
  /**
   * Up to how many replicas every number has to be looked at, as the share goes up and down; nothing where it does not.
   */
  unevenUpTo?: (timing: RolloutTiming) => number;
}

/** A setting that is written and that Kubernetes does not act on. */
export interface IdleSetting {
  /** dot path below `spec` */
  field: string;
  /** the subject of a sentence that goes on with "has no effect" */
  subject: string;
  /** the end of that sentence: why, and what is assumed instead */
  reason: string;
}

export interface KindRollout {
  /** who says how many pods there are: the spec and its autoscaler, or the cluster */
  countedBy: "replicas" | "nodes";
  /** the pods of a new object that says nothing; null where there are none, so that only the cluster knows */
  defaultReplicas: number | null;
  /** who checks the settings, as the beginning of a sentence */
  refusedBy: string;
  /** Returns the ways in which a version's controller and API server differ; versions with equal features count alike. */
  features(version: KubernetesVersion): Readonly<Record<string, boolean>>;
  /**
   * A rolling update that comes together with more replicas takes no more of the pods from before than the worst case:
   * said only where the real controllers, or a search of every schedule, have shown it.
   */
  boundsOldPods: boolean;
  read(written: WrittenRollout): RolloutReading;
  /** Returns the faults for which the rollout's settings are refused, with their places; empty where there are none. */
  validate(written: WrittenRollout): StrategyFault[];
  /** Settings that are written and have no effect. */
  idleSettings(written: WrittenRollout): IdleSetting[];
  /** Seconds after which a rollout without progress is reported, where none are written; null for never. */
  defaultProgressDeadline(apiVersion: string): number | null;
}
