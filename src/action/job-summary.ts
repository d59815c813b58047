import { commentsMarkdown } from "../cli/formats/format-markdown.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { escapeText, folded, joinWithin } from "../review/write/markdown.js";

// GitHub takes 1 MiB of a step (actions/runner, FileCommandManager.cs); a UTF-16 unit has at most three bytes in UTF-8.
const MAX_LENGTH = 300_000;

/** Returns the text of the App's check, or of the review on the pull request where the comments stand nowhere else. */
export function jobSummary(plan: ReviewPlan, notes: readonly string[], withComments: boolean): string {
  const heading = `## Surefoot: ${escapeText(plan.title)}`;
  const review =
    withComments && plan.reviewBody !== null
      ? // The body leads to the check where it has no room, and no check may stand anywhere else.
        [plan.reviewBody, ...commentsMarkdown(plan), folded("The check", plan.check.summary)]
      : [plan.check.summary];
  const left = (count: number): string => `… and ${count} more; the command line shows them all.`;
  return `${joinWithin([heading, ...notes.map(escapeText), ...review], MAX_LENGTH, left)}\n`;
}
