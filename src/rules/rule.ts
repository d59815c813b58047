/**
 * The contract of a rule: a pure function from one workload, its numbers and what the change did to it to verdicts. A rule
 * never changes what it checks. It may say that the base had the matter already, and that little hangs on it; it compares no
 * verdicts of the base with those of the head, decides no comment and knows nothing of GitHub.
 */

import type { StrategyCure } from "../kinds/kind.js";
import type { ManifestObject } from "../manifest/manifest.js";
import type { Policy } from "../policy/policy.js";
import type { RuleName, Severity } from "../policy/rule-names.js";
import type { WorkloadAnalysis } from "../rollout/workload-analysis.js";
import type { ChangeFacts } from "../workload/change/change-facts.js";
import type { Neighbours } from "../workload/neighbours.js";
import type { ServingContainers } from "../workload/serving/serving-containers.js";
import type { Sight } from "../workload/sight/sight.js";
import type { Container, KeyPath, Workload } from "../workload/workload.js";

export interface RuleInput {
  workload: Workload;
  neighbours: Neighbours;
  serving: ServingContainers;
  analysis: WorkloadAnalysis;
  /** what the change did; nothing where the base itself is judged */
  change: ChangeFacts;
  policy: Policy;
}

/** A rule's judgement of one place. */
export interface Verdict {
  severity: Severity;
  container: Container | null;
  /** tells verdicts of one rule on one container apart, such as the probe's type; empty where there is only one */
  subject: string;
  /** where the place is in another object than the workload, such as a Service */
  object?: ManifestObject | undefined;
  /** the place, as keys below the object */
  path: KeyPath;
  /** the manifest asks for it in writing, or it costs little: nothing to repeat once a change has brought it */
  isChosen?: boolean;
  /** little hangs on it, whatever comes of that: review/ decides where it is told */
  isSlight?: boolean;
  /** the base had it, although its verdicts may have kept silent about it */
  wasThere?: boolean;
  /** plain text; names from the manifest stand in “ ” */
  message: string;
  /** the strategy that the message names, which mends it */
  cure?: StrategyCure | undefined;
}

/** A rule's subject, for readers that have only the report. */
export interface RuleText {
  /** as severe as it gets */
  severity: Severity;
  title: string;
  help: string;
}

export interface Rule {
  name: RuleName;
  text: RuleText;
  /**
   * "validity": whether what is written can work at all, which holds for a patch and for a workload at 0 replicas too.
   * "cost": what a rollout costs, which needs the whole workload and pods.
   */
  judges: "validity" | "cost";
  check(input: RuleInput): Verdict[];
}

/** Facts about an object that is no workload. */
export interface ObjectSurroundings {
  /** its namesake at the base; the object itself where the change leaves it as it is */
  before: ManifestObject | null;
  /** it is no patch, and no kustomization adds to it */
  isWhole: boolean;
  /** all that stands around it; null where that is not seen in full */
  sight: Sight | null;
  /** all that stood around its namesake; null where there was none, or that is not seen in full */
  sightBefore: Sight | null;
  /** tells what validation would refuse of an object that cannot even be decoded, too */
  everyStage?: boolean;
}

/** A rule of objects beside workloads. */
export interface ObjectRule {
  name: RuleName;
  check(object: ManifestObject, around: ObjectSurroundings, policy: Policy): Verdict[];
}

/** One that judges no workload. */
export interface OwnObjectRule extends ObjectRule {
  text: RuleText;
}
