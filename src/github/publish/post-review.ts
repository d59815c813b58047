import type { ReviewPlan } from "../../review/review-plan.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import type { Reconciled } from "./reconcile.js";
import { type ReviewRequest, reviewRequest, reviewRequestInBody } from "./review-request.js";

/** Posts one review with all its comments, and so one notification; resolves to whether the comments are inline. */
export async function postReview(
  octokit: GitHubClient,
  repository: RepositoryRef,
  pullNumber: number,
  plan: ReviewPlan,
  review: NonNullable<Reconciled["review"]>,
  log: Log,
): Promise<boolean> {
  const request = reviewRequest(plan, review);
  try {
    await post(octokit, repository, pullNumber, request);
    return true;
  } catch (error) {
    if (!isRefused(error) || request.comments.length === 0) throw error;
    log.warn(
      { comments: request.comments.length },
      "GitHub refused the inline comments; they go into the body",
    );
    await post(octokit, repository, pullNumber, reviewRequestInBody(plan, review));
    return false;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof GitHubFailure && error.status === 422;
}

// Nothing here tries it again: a 502 can still have posted. The next try loads what is posted first.
async function post(
  octokit: GitHubClient,
  repository: RepositoryRef,
  pullNumber: number,
  request: ReviewRequest,
): Promise<void> {
  await askGitHub("Posting the review", () =>
    octokit.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
      ...repository,
      pull_number: pullNumber,
      ...request,
      request: { retries: 0 },
    }),
  );
}
