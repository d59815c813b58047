import type { Annotation, Conclusion, ReviewPlan } from "../../review/review-plan.js";

/** What a check run is to say. */
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
  /** the page of ours that its details are on; null leaves GitHub's own */
  detailsUrl: string | null;
  /** what the pull request's own review came to, where the verdict is that of several with one head */
  own?: OwnVerdict;
}

/** A button of a check run: at most 20, 40 and 20 characters. [GitHub REST: Create a check run] */
export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

/** What the review of one pull request came to, where its run says that of several. */
export interface OwnVerdict {
  conclusion: Conclusion;
  title: string;
  /** stands for the summary */
  digest: string;
}

/** What the check run of a plan says. */
export function checkContentOf(plan: ReviewPlan, externalId: string): CheckContent {
  const { head: headSha, conclusion, title, check } = plan;
  const { summary, annotations, rolloutUrl: detailsUrl } = check;
  return { headSha, externalId, conclusion, title, summary, annotations, actions: [], detailsUrl };
}
