import { MAX_TITLE_LENGTH } from "../../review/conclude.js";
import { MAX_ANNOTATIONS } from "../../review/plan-review.js";
import type { CheckContent } from "./check-content.js";

export interface CheckRunOutput {
  title: string;
  summary: string;
  annotations?: {
    path: string;
    start_line: number;
    end_line: number;
    annotation_level: "failure" | "warning" | "notice";
    title: string;
    message: string;
  }[];
}

/** Characters of a check run's summary. [GitHub REST: Create a check run] */
export const MAX_SUMMARY = 65_535;
const MAX_MESSAGE = 64_000;

/** What a check run shows of a verdict, within GitHub's limits. */
export function outputOf(verdict: Pick<CheckContent, "title" | "summary" | "annotations">): CheckRunOutput {
  const title = shorten(verdict.title, MAX_TITLE_LENGTH);
  return {
    title,
    summary: shorten(verdict.summary === "" ? title : verdict.summary, MAX_SUMMARY),
    annotations: verdict.annotations.slice(0, MAX_ANNOTATIONS).map((annotation) => ({
      path: annotation.path,
      start_line: annotation.startLine,
      end_line: Math.max(annotation.startLine, annotation.endLine),
      annotation_level: annotation.level,
      title: shorten(annotation.title, MAX_TITLE_LENGTH),
      message: shorten(annotation.message, MAX_MESSAGE),
    })),
  };
}

/**
 * At most so many characters (UTF-16 units), the last an ellipsis where some are left out. The plan keeps within the
 * limits; this is for the day it does not. Half a surrogate pair would be no UTF-8.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
