import type { Annotation, Conclusion, ReviewPlan } from "../../review/review-plan.js";

/** The content that a check run is to have. */
export interface CheckContent {
  headSha: string;
  /** the pull request's number, or what names a merge queue's group */
  externalId: string;
  conclusion: Conclusion;
  title: string;
  summary: string;
  annotations: readonly Annotation[];
  /** the buttons that it shows */
  actions: readonly CheckAction[];
  /** Surefoot's page with its details; null leaves GitHub's own */
  detailsUrl: string | null;
  /** the outcome of the pull request's own review, where the verdict is that of several with one head */
  own?: OwnVerdict;
}

/** A button of a check run: at most 20, 40 and 20 characters. [GitHub REST: Create a check run] */
export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

/** The outcome of one pull request's review, where its run says that of several. */
export interface OwnVerdict {
  conclusion: Conclusion;
  title: string;
  /** stands for the summary */
  digest: string;
}

/** Returns the content of a plan's check run. */
export function checkContentOf(plan: ReviewPlan, externalId: string): CheckContent {
  const { head: headSha, conclusion, title, check } = plan;
  const { summary, annotations, rolloutUrl: detailsUrl } = check;
  return { headSha, externalId, conclusion, title, summary, annotations, actions: [], detailsUrl };
}
