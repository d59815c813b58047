import { MISSING_MARKER, unreadableSentence } from "../check/missing-permissions.js";
import { publishCheck } from "../check/publish-check.js";
import type { Verdict } from "../check/verdict.js";
import { withUnposted } from "../check/with-unposted.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import { allows, type Permissions } from "../client/permissions.js";
import { externalIdOf } from "../load/external-id.js";
import type { Progress } from "../load/load-newest.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { SharedHeads } from "../memory/shared-heads.js";

/**
 * Ends the check run of a review that could not finish, so that a required check never hangs. A verdict that the run has
 * already stands: what could not be posted beside it makes no failing check a passing one, nor the other way round.
 */
export async function reportFailure(
  octokit: GitHubClient,
  { target, loaded, onError, checked }: Progress,
  error: unknown,
  { reference, granted, heads }: { reference: string; granted: Permissions; heads: SharedHeads },
): Promise<void> {
  // A closed pull request waits for nothing.
  if (target === null || loaded?.pullRequest?.open === false) return;
  if (!allows(granted, "checks", "write")) return;
  const { checkRuns: runs, repositoryUrl } = loaded ?? { checkRuns: [], repositoryUrl: "" };
  const verdict =
    checked?.headSha === target.headSha
      ? withUnposted(checked, error, reference)
      : unfinished(target, error, { onError, granted, reference });
  try {
    await publishCheck(octokit, { target, verdict, runs, repositoryUrl, askedAgain: false }, heads);
  } catch (failure) {
    // Nobody waits for a merge group whose commit is no longer there.
    if (target.pullNumber !== null || !isGone(failure)) throw failure;
  }
}

function unfinished(
  target: ReviewTarget,
  error: unknown,
  { onError, granted, reference }: { onError: Progress["onError"]; granted: Permissions; reference: string },
): Verdict {
  const unreadable = isRefusal(error) ? unreadableSentence(granted) : null;
  return {
    headSha: target.headSha,
    externalId: externalIdOf(target),
    conclusion: onError,
    title:
      unreadable === null ? "Surefoot could not finish this review" : "Surefoot may not read this change",
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

// What went wrong inside is for the operator's log: an error's own words could hold anything.
function sentenceFor(error: unknown, reference: string): string {
  const again = "Re-run this check to try again.";
  if (error instanceof GitHubFailure) return `A request to GitHub failed (${error.message}). ${again}`;
  return `An error in Surefoot stopped it. ${again} Surefoot's log names the reason under \`${reference}\`.`;
}
