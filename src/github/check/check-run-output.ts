import { MAX_ANNOTATIONS } from "../../review/build-plan.js";
import { MAX_TITLE_LENGTH } from "../../review/conclude.js";
import { shortened } from "../../words/quote.js";
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

/** Returns what a check run shows of a verdict, within GitHub's limits. */
export function outputOf(verdict: Pick<CheckContent, "title" | "summary" | "annotations">): CheckRunOutput {
  const title = shortened(verdict.title, MAX_TITLE_LENGTH);
  return {
    title,
    summary: shortened(verdict.summary === "" ? title : verdict.summary, MAX_SUMMARY),
    annotations: verdict.annotations.slice(0, MAX_ANNOTATIONS).map((annotation) => ({
      path: annotation.path,
      start_line: annotation.startLine,
      end_line: Math.max(annotation.startLine, annotation.endLine),
      annotation_level: annotation.level,
      title: shortened(annotation.title, MAX_TITLE_LENGTH),
      message: shortened(annotation.message, MAX_MESSAGE),
    })),
  };
}
