import type { Problem } from "../manifest/problem.js";
import type { RolloutAnalysis } from "../rollout/rollout-analysis.js";
import type { Finding } from "./findings/finding.js";
import type { Together } from "./together/together.js";

export type Conclusion = "success" | "failure" | "neutral";

/** One workload of the review, as it is published in JSON. */
export interface WorkloadReport {
  /** `<path>#<group>/<kind>/<namespace or empty>/<name>`; a nameless object is `<path>#<n>` by its place */
  id: string;
  /** the base's id where the file was renamed or the object moved to another file */
  previousId?: string;
  kind: string;
  apiVersion: string;
  namespace: string | null;
  name: string | null;
  path: string;
  /** 1-based */
  line: number;
  change: "added" | "modified" | "removed" | "renamed" | "context";
  /** merging the change replaces pods, or would if nothing refused the object */
  rollsPods: boolean;
  /** every version that the cluster may have refuses the object at the head, so nothing rolls out; absent else */
  isRefused?: true;
  before: RolloutAnalysis | null;
  after: RolloutAnalysis | null;
  /** the numbers by set of values where a chart is rendered by several, the worst first, whose are those above */
  sets?: readonly SetReport[];
}

/** A workload's numbers with one set of values, at the head, or at the base where it is removed. */
export interface SetReport {
  /** the set's name; "" for the chart's own values alone */
  name: string;
  replicas: RolloutAnalysis["replicas"];
  worstCase: number | null;
}

/** A comment on lines of the diff. All lines lie in one hunk, on the side of the head. */
export interface PlannedComment {
  path: string;
  /** left out of a comment on one line: GitHub refuses a range of one */
  startLine?: number;
  line: number;
  side: "RIGHT";
  /** Markdown, with the suggestion block and the hidden marker */
  body: string;
  /** the text that replaces the lines startLine to line; null where the comment only speaks */
  suggestion: string | null;
  /** ids of the findings that it speaks of; the first names the comment */
  findings: string[];
  /** what the hidden marker holds: 16 hexadecimal digits from the first finding's id */
  fingerprint: string;
  state: "new" | "existing";
}

/** An annotation of the check run; lines 1-based and inclusive in the file at the head. */
export interface Annotation {
  path: string;
  startLine: number;
  endLine: number;
  level: "failure" | "warning" | "notice";
  title: string;
  /** plain text */
  message: string;
}

/**
 * The whole review as plain data. Its publisher decides nothing any more: it compares the plan with what
 * stands on the pull request and posts the difference.
 */
export interface ReviewPlan {
  base: string | null;
  head: string;
  conclusion: Conclusion;
  /** the verdict in one line of at most 255 characters, plain text */
  title: string;
  workloads: WorkloadReport[];
  /** objects in front of several workloads, by their places */
  together: Together[];
  findings: Finding[];
  comments: PlannedComment[];
  /** ids of the findings that the review speaks of, inline or in its body */
  spoken: string[];
  problems: Problem[];
  /** Markdown of the review's body; null where there is nothing that deserves a notification */
  reviewBody: string | null;
  check: {
    /** Markdown, at most 65,535 characters */
    summary: string;
    /** at most 50, so that one request carries them all */
    annotations: Annotation[];
    /** how many findings have a proven edit */
    fixable: number;
    /** the page that shows the worst hollow rollout; null where there is none, or no server has the page */
    rolloutUrl: string | null;
  };
}
