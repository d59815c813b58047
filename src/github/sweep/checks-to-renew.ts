import { MISSING_MARKER } from "../check/missing-permissions.js";
import type { GitHubClient } from "../client/github-client.js";
import type { Log } from "../client/log.js";
import type { RenewChecks, ReviewPullRequest } from "../task.js";
import { isChecked, reviewOfMissed } from "./missed-reviews.js";
import { type OpenPull, openPulls } from "./open-pulls.js";

/** The others are renewed by their next push. */
const MAX_RENEWED = 200;

/**
 * Reviews that had to do without what an installation's owner has granted since. Nothing else is done at an installation:
 * a review of every open pull request would be a storm that no person asked for.
 */
export async function checksToRenew(
  octokit: GitHubClient,
  { installationId }: RenewChecks,
  { appId, log, stopped }: { appId: number; log: Log; stopped: AbortSignal },
): Promise<ReviewPullRequest[]> {
  const reviews: ReviewPullRequest[] = [];
  for await (const pull of openPulls(octokit, appId, { withSummaries: true })) {
    if (stopped.aborted) break;
    if (reviews.length >= MAX_RENEWED) {
      log.warn({ installationId, queued: MAX_RENEWED }, "Further checks are renewed by their next push");
      break;
    }
    // Without the right to write checks there is no run that could say so.
    if (saysMissing(pull) || !isChecked(pull)) reviews.push(reviewOfMissed(installationId, pull));
  }
  return reviews;
}

function saysMissing({ number, runs }: OpenPull): boolean {
  return runs.some(
    ({ externalId, summary }) => externalId === String(number) && summary?.includes(MISSING_MARKER),
  );
}
