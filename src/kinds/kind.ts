/**
 * The contract of a kind of workload: everything about it stands in one folder, which gives one of these, and kinds.ts
 * has the only table of them. Nothing below this folder knows the table: reading and comparing ask the traits that a
 * workload carries. The words of a kind take a workload and its numbers, and know no finding.
 */

import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import type { Policy } from "../policy/policy.js";
import type { RollingStrategy } from "../rollout/rolling-strategy.js";
import type { RolloutAnalysis } from "../rollout/rollout-analysis.js";
import type { KindRollout, VersionedSpec } from "../rollout/rollout-reading.js";
import type { WorkloadAnalysis } from "../rollout/workload-analysis.js";
import type { ChangeFacts } from "../workload/change/change-facts.js";
import type { KindTraits, Workload } from "../workload/workload.js";

export interface Kind {
  /** how its objects are read and compared */
  traits: KindTraits;
  /** where its numbers come from, alone */
  rollout: KindRollout;
  words: KindWords;
  explanation: Explanation;
  risks: KindRisks;
  /**
   * The mapping of maxSurge and maxUnavailable, as keys below the spec; null where other numbers decide. Absent where the
   * kind makes no pod beforehand.
   */
  limitsAt?(workload: Workload): KeyPath | null;
  /** What else of the strategy its owners may not expect, at a rollout of this change; absent where there is nothing. */
  notes?(input: AnalyzedWorkload): StrategyWords[];
  /** a strategy that stops every old pod first has this type; absent where there is none */
  recreateType?: string;
  /**
   * The command that follows a rollout to its end, up to the workload's name, which comes right behind it; null where
   * there is none, or where it refuses this workload.
   */
  statusCommand(workload: Workload): string | null;
  /**
   * The strategy as the simulation follows it, second by second; null where it has a fault. Absent where no simulation of
   * the kind exists.
   */
  simulated?(workload: VersionedSpec): RollingStrategy | null;
}

/** A workload with its numbers, and the settings that hold for it. */
interface AnalyzedWorkload {
  workload: Workload;
  analysis: WorkloadAnalysis;
  policy: Policy;
}

/** The pods that a strategy takes out. */
export interface OutagePods {
  /** their name: "all 3 pods", "the only pod" */
  all: string;
  /** why no new one can come beside an old one, in words that go behind "as"; null where nothing says so */
  heldAlone: string | null;
  /** the strategy that this change replaces avoids it, so that no other needs to be named */
  isBrought: boolean;
}

/** Another strategy, as the entries of one mapping: scalars, a mapping that is not there yet, or null for one that goes. */
export interface StrategyCure {
  /** the mapping, as keys below the object */
  path: KeyPath;
  entries: Readonly<Record<string, string | number | JsonObject | null>>;
}

/** A sentence about the strategy, and where it stands, as keys below the object. */
export interface StrategyWords {
  path: KeyPath;
  message: string;
  /** the strategy that the message names; absent where it names none by its numbers */
  cure?: StrategyCure | undefined;
}

/** Sentences of the rules about one kind's strategy. */
export interface KindWords {
  /** Why the strategy itself takes every pod out. Null where it does not. */
  outage(input: AnalyzedWorkload, pods: OutagePods): StrategyWords | null;
  /** Why a gate would not lower the worst case, where that lies in the strategy; null where it does not. */
  idleGate(input: AnalyzedWorkload): string | null;
  /**
   * A type that allows no rollingUpdate, and how a client-side apply takes away the one that the defaults have filled in
   * beside this strategy; null where there is no such type, or the applied strategy had a rollingUpdate of its own.
   */
  leftBehind(strategy: unknown): { type: string; clientSide: string } | null;
  /**
   * A way to soften the outage of deleting and creating the object again, as its field `recreated` takes, as a sentence
   * after a space; may be empty.
   */
  recreation(change: Pick<ChangeFacts, "selectsOldPods" | "hasNewClaims">): string;
}

/** A rollout whose numbers are known, at the replicas where the largest share is lost. */
export interface SettledRollout extends AnalyzedWorkload {
  rollout: RolloutAnalysis;
  /** the worst case: a number, or words where the nodes are unknown */
  worst: string;
  /** the worst case beside the number of pods: "3 of 4 pods" */
  lost: string;
}

/** How one kind's numbers come about, in lines of plain text. */
export interface Explanation {
  /** The whole reason where the strategy alone decides, whatever the containers are; null where it does not. */
  outright(settled: SettledRollout): string | null;
  /** Returns the lines of what the settings resolve to, up to the budget. */
  limits(settled: SettledRollout): string[];
  /** Returns the line from the budget to the worst case, where pods are ungated. */
  ungated(settled: SettledRollout): string;
}

/** How the pods of a kind wait for one another, as far as a suggested probe can make them wait for ever. */
interface KindRisks {
  /** a pod comes after the one that it replaces, and all others stay until it is ready */
  replacesInPlace: boolean;
  /** Returns the demand on a suggested probe where a pod is created only once the one before is ready; null elsewhere. */
  startsInOrder(workload: Workload): string | null;
}

/** Pods come and go in any order, and a new one beside the old. */
export const NO_RISKS: KindRisks = { replacesInPlace: false, startsInOrder: () => null };
