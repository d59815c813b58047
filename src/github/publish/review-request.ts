import type { PlannedComment, ReviewPlan } from "../../review/review-plan.js";
import { code } from "../../review/write/markdown.js";
import { reviewMarkers } from "../load/posted/markers.js";
import type { Reconciled } from "./reconcile.js";

/** Body of `POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews`. */
export interface ReviewRequest {
  commit_id: string;
  event: "COMMENT";
  body: string;
  comments: {
    path: string;
    line: number;
    side: "RIGHT";
    start_line?: number;
    start_side?: "RIGHT";
    body: string;
  }[];
}

/** GitHub takes 65,536 characters; what counts as one is not said, so some are left. */
const MAX_BODY = 65_000;

/** The review that posts a plan with those comments that are not posted yet. */
export function reviewRequest(plan: ReviewPlan, review: NonNullable<Reconciled["review"]>): ReviewRequest {
  const fitting = review.comments.filter((comment) => comment.body.length <= MAX_BODY);
  const tooLong = review.comments.filter((comment) => comment.body.length > MAX_BODY);
  return {
    commit_id: plan.head,
    event: "COMMENT",
    body: bodyOf(plan, review.told, tooLong),
    comments: fitting.map(({ path, line, side, startLine, body }) => ({
      path,
      line,
      side,
      // A range of one line is refused.
      ...(startLine === undefined || startLine >= line ? {} : { start_line: startLine, start_side: side }),
      body,
    })),
  };
}

/** The same review without inline comments: GitHub loses all of a review for one place that it does not accept. */
export function reviewRequestInBody(
  plan: ReviewPlan,
  review: NonNullable<Reconciled["review"]>,
): ReviewRequest {
  return {
    commit_id: plan.head,
    event: "COMMENT",
    body: bodyOf(plan, review.told, review.comments),
    comments: [],
  };
}

function bodyOf(plan: ReviewPlan, told: readonly string[], listed: readonly PlannedComment[]): string {
  const markers = reviewMarkers(plan, told);
  let body = plan.reviewBody ?? "";
  for (const comment of listed) {
    const next = `${body}\n\n---\n${code(`${comment.path}:${comment.line}`)}\n\n${withoutSuggestion(comment.body)}`;
    const tooLong = next.length + markers.length + 2 > MAX_BODY;
    body = tooLong ? `${body}\n\n---\n${code(`${comment.path}:${comment.line}`)}` : next;
  }
  return `${fitBody(body, MAX_BODY - markers.length - 2)}\n\n${markers}`;
}

function fitBody(body: string, max: number): string {
  return body.length <= max ? body : body.slice(0, max).replace(/[\uD800-\uDBFF]$/, "");
}

// A suggestion can be applied at a line only; in the body it is plain YAML.
function withoutSuggestion(body: string): string {
  return body
    .replace(/^(`{3,})suggestion[^\n`]*$/gm, "$1yaml")
    .replace(/<!-- surefoot:[^>]*-->/g, "")
    .trimEnd();
}
