import type { Judgement } from "../../judge/judge-workload.js";
import type { RolloutAnalysis } from "../../rollout/rollout-analysis.js";
import type { Finding } from "../findings/finding.js";

/** A rollout whose numbers are known, at the replicas where the largest share is lost. */
export interface SettledRollout extends Judgement {
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
  /** What the settings resolve to, up to the budget. */
  limits(settled: SettledRollout): string[];
  /** What an ungated pod makes of the budget. */
  ungated(settled: SettledRollout): string;
  /** How one rollout with a hollow budget goes, as written and with what the review's findings suggest; empty where nothing simulates the kind. */
  overTime(judgement: Judgement, findings: readonly Finding[]): string[];
  /** The same as the fragment of a link to the page that shows it; null where the page cannot. */
  fragment(judgement: Judgement, findings: readonly Finding[]): string | null;
}
