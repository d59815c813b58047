import type { GitHubClient } from "./github-client.js";
import { GitHubFailure } from "./github-failure.js";
import { postCheck } from "./post-check.js";
import { externalIdOf } from "./publish-review.js";
import { reconcileCheck } from "./reconcile-check.js";
import type { Progress } from "./review-pull-request.js";

/** Ends the check run of a review that could not finish, so that a required check never hangs. */
export async function reportFailure(
  octokit: GitHubClient,
  { target, loaded, onError }: Progress,
  error: unknown,
  reference: string,
): Promise<void> {
  if (target === null) return;
  const verdict = {
    headSha: target.headSha,
    externalId: externalIdOf(target),
    conclusion: onError,
    title: "Surefoot could not finish this review",
    summary: sentenceFor(error, reference),
    annotations: [],
  };
  const check = reconcileCheck(verdict, loaded?.checkRuns ?? []);
  if (check === null) return;
  try {
    await postCheck(octokit, target.repository, check);
  } catch (failure) {
    // Nobody waits for a merge group whose commit is no longer there.
    if (target.pullNumber !== null || !isGone(failure)) throw failure;
  }
}

// 422: "No commit found for SHA".
function isGone(error: unknown): boolean {
  return error instanceof GitHubFailure && (error.status === 404 || error.status === 422);
}

// What went wrong inside is for the operator's log: an error's own words could hold anything.
function sentenceFor(error: unknown, reference: string): string {
  const again = "Re-run this check to try again.";
  if (error instanceof GitHubFailure) return `A request to GitHub failed (${error.message}). ${again}`;
  return `An error in Surefoot stopped it. ${again} Surefoot's log names the reason under \`${reference}\`.`;
}
