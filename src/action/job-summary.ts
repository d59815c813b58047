import { commentsMarkdown } from "../cli/format-markdown.js";
import { escapeText, joinWithin } from "../review/markdown.js";
import type { ReviewPlan } from "../review/review-plan.js";

// GitHub takes 1 MiB of a step (actions/runner, FileCommandManager.cs); a character has at most three bytes here.
const MAX_CHARACTERS = 300_000;

/** The summary of the job: the verdict, the notes, and what the check would say, with the comments if they stand nowhere else. */
export function jobSummary(plan: ReviewPlan, notes: readonly string[], withComments: boolean): string {
  const heading = `## Surefoot: ${escapeText(plan.title)}`;
  const review =
    withComments && plan.reviewBody !== null
      ? [plan.reviewBody, ...commentsMarkdown(plan)]
      : [plan.check.summary];
  const left = (count: number): string => `… and ${count} more; the command line shows them all.`;
  return `${joinWithin([heading, ...notes.map(escapeText), ...review], MAX_CHARACTERS, left)}\n`;
}
