/**
 * The last word on a review that could not finish: its check run ends, so that a required check never hangs. A verdict that
 * the run has already stands: what could not be posted beside it makes no failing check a passing one, nor the other way
 * round.
 */

import { AnalysisFailure, tooMuchSentence } from "../../analysis/analysis-failure.js";
import type { CheckContent } from "../check/check-content.js";
import { MISSING_MARKER, unreadableSentence } from "../check/missing-permissions.js";
import { isNoVerdict, UNFINISHED, UNREADABLE } from "../check/no-verdict.js";
import { noteUnposted } from "../check/note-unposted.js";
import { ownVerdictOf } from "../check/own-verdict.js";
import { publishCheck } from "../check/publish-check.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import { allows, type Permissions } from "../client/permissions.js";
import { externalIdOf } from "../load/external-id.js";
import { loadStanding, type Standing } from "../load/load-standing.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { PostedCheckRun } from "../posted.js";

interface FailureTools {
  granted: Permissions;
  heads: SharedHeads;
  policies: PolicyCache;
}

interface FailedReview {
  /** where its check belongs */
  target: ReviewTarget;
  /** a verdict from before this moment is another review's, as GitHub writes it; null where any on the commit counts */
  since: string | null;
  /** names the fault in the log */
  reference: string;
}

/** Ends the check run of a review that failed for good. */
export async function reportFailure(
  octokit: GitHubClient,
  { target, since, reference }: FailedReview,
  error: unknown,
  tools: FailureTools,
): Promise<void> {
  const { granted, heads } = tools;
  if (!allows(granted, "checks", "write")) return;
  const standing = await loadStanding(octokit, target, tools);
  const runs = await heads.complete(target, standing.checkRuns);
  const judged = runs.find((run) => run.externalId === externalIdOf(target) && holds(run, since));
  if (target.pullNumber !== null && judged !== undefined)
    return noteUnposted(octokit, target, judged, { error, reference }, heads);
  const verdict = unfinished(target, error, { standing, granted, reference });
  const check = { target, verdict, runs, repositoryUrl: standing.repositoryUrl, askedAgain: false };
  try {
    await publishCheck(octokit, check, heads);
  } catch (failure) {
    // A merge group whose commit is gone needs no check.
    if (target.pullNumber !== null || !isGone(failure)) throw failure;
  }
}

// GitHub writes moments in UTC, to the second.
function holds(run: PostedCheckRun, since: string | null): boolean {
  const own = ownVerdictOf(run);
  if (own === null || isNoVerdict(own.title)) return false;
  return run.completed && (since === null || (run.completedAt ?? "") > since);
}

function unfinished(
  target: ReviewTarget,
  error: unknown,
  { standing, granted, reference }: { standing: Standing; granted: Permissions; reference: string },
): CheckContent {
  const unreadable = isRefusal(error) ? unreadableSentence(granted) : null;
  return {
    headSha: target.headSha,
    externalId: externalIdOf(target),
    conclusion: standing.onError,
    title: unreadable === null ? UNFINISHED : UNREADABLE,
    summary: unreadable === null ? sentenceFor(error, reference) : `${unreadable}\n\n${MISSING_MARKER}`,
    annotations: [],
    actions: [],
    detailsUrl: null,
  };
}

// 422: "No commit found for SHA".
function isGone(error: unknown): boolean {
  return error instanceof GitHubFailure && (error.status === 404 || error.status === 422);
}

// GitHub says "not found" of what a token may not see.
function isRefusal(error: unknown): boolean {
  return error instanceof GitHubFailure && (error.status === 403 || error.status === 404);
}

// The operator's log gets what went wrong inside: an error's own words could hold anything.
function sentenceFor(error: unknown, reference: string): string {
  const again = "Re-run this check to try again.";
  if (error instanceof GitHubFailure) return `A request to GitHub failed (${error.message}). ${again}`;
  if (error instanceof AnalysisFailure) return `${tooMuchSentence(error)} ${again}`;
  return `An error in Surefoot stopped it. ${again} Surefoot's log names the reason under \`${reference}\`.`;
}
