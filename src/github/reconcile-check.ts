import type { Annotation, Conclusion, ReviewPlan } from "../review/review-plan.js";
import { CHECK_NAME } from "./github-client.js";
import type { PostedCheckRun } from "./read-posted.js";

/** What a check run is to say. */
export interface Verdict {
  headSha: string;
  /** the pull request's number, or what names a merge queue's group */
  externalId: string;
  conclusion: Conclusion;
  title: string;
  summary: string;
  annotations: readonly Annotation[];
  /** the buttons that it shows */
  actions: readonly CheckAction[];
}

/** A button of a check run: at most 20, 40 and 20 characters. [GitHub REST: Create a check run] */
export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

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

/** The request that makes the check run say it; null where it says so already. */
export type CheckRequest =
  | {
      kind: "create";
      body: {
        name: string;
        head_sha: string;
        external_id: string;
        status: "completed";
        conclusion: Conclusion;
        output: CheckRunOutput;
        actions: CheckAction[];
      };
    }
  | {
      kind: "update";
      id: number;
      body: { status: "completed"; conclusion: Conclusion; output: CheckRunOutput; actions: CheckAction[] };
    };

// GitHub's limits. [GitHub REST: Create a check run]
const MAX_TITLE = 255;
const MAX_SUMMARY = 65_535;
const MAX_ANNOTATIONS = 50;
const MAX_MESSAGE = 64_000;

/** The verdict of a plan. */
export function verdictOf(plan: ReviewPlan, externalId: string): Verdict {
  const { head: headSha, conclusion, title, check } = plan;
  const { summary, annotations } = check;
  return { headSha, externalId, conclusion, title, summary, annotations, actions: [] };
}

/**
 * Compares a verdict with the runs on its commit. A run can be updated, but annotations are only ever added to it:
 * a run that has some and is to say something else is left behind, and GitHub shows the newer one.
 */
export function reconcileCheck(
  verdict: Verdict,
  runs: readonly PostedCheckRun[],
  askedAgain = false,
): CheckRequest | null {
  const output = outputOf(verdict);
  const run = runs.find((each) => each.externalId === verdict.externalId);
  // A run keeps the buttons that it has unless it is told which.
  const { conclusion, actions } = verdict;
  const complete = { status: "completed" as const, conclusion, actions: [...actions] };
  if (run?.completed) {
    const same = run.conclusion === verdict.conclusion && run.title === output.title;
    if (same && run.summary === output.summary && !askedAgain) return null;
    if (same)
      return { kind: "update", id: run.id, body: { ...complete, output: withoutAnnotations(output, run) } };
  }
  if (run !== undefined && !run.hasAnnotations) {
    return { kind: "update", id: run.id, body: { ...complete, output } };
  }
  const { headSha, externalId } = verdict;
  return {
    kind: "create",
    body: { name: CHECK_NAME, head_sha: headSha, external_id: externalId, ...complete, output },
  };
}

function withoutAnnotations(output: CheckRunOutput, run: PostedCheckRun): CheckRunOutput {
  return run.hasAnnotations ? { title: output.title, summary: output.summary } : output;
}

function outputOf(verdict: Verdict): CheckRunOutput {
  const title = shorten(verdict.title, MAX_TITLE);
  return {
    title,
    summary: shorten(verdict.summary === "" ? title : verdict.summary, MAX_SUMMARY),
    annotations: verdict.annotations.slice(0, MAX_ANNOTATIONS).map((annotation) => ({
      path: annotation.path,
      start_line: annotation.startLine,
      end_line: Math.max(annotation.startLine, annotation.endLine),
      annotation_level: annotation.level,
      title: shorten(annotation.title, MAX_TITLE),
      message: shorten(annotation.message, MAX_MESSAGE),
    })),
  };
}

// The plan keeps within the limits; this is for the day it does not. Half a surrogate pair would be no UTF-8.
function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
