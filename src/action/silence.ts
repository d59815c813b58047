import { GitHubFailure } from "../github/github-failure.js";

/** Why what a review says is not on the pull request. */
export type Silence = "fork" | "may-not-write" | "may-not-read" | "draft" | "closed" | "newer-commit";

/** The sentence for it, with what to do where something can be done. */
export const SILENCE: Record<Silence, string> = {
  fork: "There are no comments on the pull request: it comes from a fork, and the token of such a workflow may only read. Its job summary holds what they would say.",
  "may-not-write":
    "There are no comments on the pull request: the workflow's token may not write there. Give the job the permission pull-requests: write.",
  "may-not-read":
    "There are no comments on the pull request: the workflow's token may not read it. Give the job the permission pull-requests: write.",
  draft:
    "There are no comments on the pull request while it is a draft. They come with the next run after that, so let the workflow run on the type ready_for_review too.",
  closed: "There are no comments on the pull request, since it is closed.",
  "newer-commit":
    "There are no comments on the pull request: it has another head by now, and the run of that one comments.",
};

/** Whether the comments will never be posted, so that their words must stand elsewhere. */
export function isForGood(silence: Silence | null): boolean {
  return silence === "fork" || silence === "may-not-write" || silence === "may-not-read";
}

/** Whether GitHub says that the token may not, and not that it may not now. */
export function isForbidden(error: unknown): boolean {
  return error instanceof GitHubFailure && error.status === 403 && !error.retryable;
}
