import type { PlannedComment, ReviewPlan } from "../../review/review-plan.js";
import { code } from "../../review/write/markdown.js";

/** Returns what the pull request would show: the review and its inline comments, or the check where there is no review. */
export function formatMarkdown(plan: ReviewPlan): string {
  if (plan.reviewBody === null) return `${plan.check.summary}\n`;
  return `${[plan.reviewBody, ...commentsMarkdown(plan)].join("\n\n")}\n`;
}

/** The inline comments, each with its place above it. */
export function commentsMarkdown({ comments }: ReviewPlan): string[] {
  return comments.map(inlineComment);
}

function inlineComment({ path, startLine, line, body }: PlannedComment): string {
  const lines = startLine === undefined ? `${line}` : `${startLine}-${line}`;
  // Only the publisher needs the marker.
  const visible = body.replace(/\n*<!-- surefoot:comment:[^>]*-->\s*$/, "");
  return `---\n\n### ${code(`${path}:${lines}`)}\n\n${visible}`;
}
