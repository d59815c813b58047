/** The report of a run, as text for each place where it is shown. */
import { formatText } from "../cli/formats/format-text.js";
import { plain } from "../cli/plain-text.js";
import { type Terminal, wantsColour } from "../cli/terminal.js";
import { GitHubFailure } from "../github/client/github-failure.js";
import type { Conclusion } from "../review/review-plan.js";
import { escapeText } from "../review/write/markdown.js";
import { annotate, remark } from "./annotate.js";
import { jobSummary } from "./job-summary.js";
import type { WorkflowRun } from "./read-workflow.js";
import type { ReviewedRun, UnfinishedRun } from "./review-run.js";
import { isUnposted, SILENCE } from "./silence.js";
import { workflowCommand } from "./workflow-command.js";

export interface Report {
  conclusion: Conclusion;
  title: string;
  /** for the step's log; no line of it is an order but Surefoot's own */
  log: string;
  /** Markdown for the job's summary */
  summary: string;
  /** why the run fails without a verdict; null where it has one, or where the policy lets it pass */
  unfinished: string | null;
}

/** Writes the report of a run. */
export function reportRun(
  outcome: ReviewedRun | UnfinishedRun,
  run: Pick<WorkflowRun, "token">,
  terminal: Terminal,
): Report {
  return outcome.kind === "reviewed" ? reportReviewed(outcome, terminal) : reportUnfinished(outcome, run);
}

function reportReviewed({ plan, changeSet, silence }: ReviewedRun, terminal: Terminal): Report {
  // A review with nothing to say need not tell why it stays silent.
  const notes = silence === null || plan.reviewBody === null ? [] : [SILENCE[silence]];
  const text = formatText(plan, changeSet, { colour: wantsColour(terminal), width: null });
  const lines = [
    workflowCommand("group", {}, "The review"),
    text.trimEnd(),
    workflowCommand("endgroup", {}, ""),
    ...annotate(plan, notes),
  ];
  return {
    conclusion: plan.conclusion,
    title: plan.title,
    log: `${lines.join("\n")}\n`,
    summary: jobSummary(plan, notes, isUnposted(silence)),
    unfinished: null,
  };
}

const UNFINISHED = "Surefoot could not finish this review";

function reportUnfinished(
  { conclusion, error }: UnfinishedRun,
  { token }: Pick<WorkflowRun, "token">,
): Report {
  const reason = plain(reasonOf(error).replaceAll(token, "***"));
  const sentence = `${UNFINISHED}: ${reason}`;
  const fails = conclusion === "failure";
  return {
    conclusion,
    title: UNFINISHED,
    log: `${remark(fails ? "error" : "warning", sentence)}\n`,
    summary: `## ${UNFINISHED}\n\n${escapeText(reason)}\n`,
    unfinished: fails ? sentence : null,
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof GitHubFailure)) {
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return `an error in Surefoot itself stopped it; please report it (${words.slice(0, 300)})`;
  }
  const { status, retryable, message } = error;
  return `a request to GitHub failed (${message}); ${retryable ? "run the job again later" : (ADVICE[status ?? 0] ?? "run the job again")}`;
}

const ADVICE: Record<number, string> = {
  401: "the token is not one that GitHub takes, or its time is over",
  403: "the token may not read this: give the job the permissions contents: read and pull-requests: write",
  404: "the token does not see the repository or the commit: give the job the permission contents: read",
};
