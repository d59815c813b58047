import { GitHubFailure } from "../github/client/github-failure.js";

/** Why what a review says is not on the pull request. */
export type Silence =
  | "fork"
  | "may-not-write"
  | "may-not-read"
  | "not-taken"
  | "draft"
  | "closed"
  | "newer-commit";

/** The sentence for it, with what to do where something can be done. */
export const SILENCE: Record<Silence, string> = {
  fork: "There are no comments on the pull request: it comes from a fork, and the token of such a workflow may only read. Its job summary holds what they would say.",
  "may-not-write":
    "There are no comments on the pull request: the workflow's token may not write there. Give the job the permission pull-requests: write.",
  "may-not-read":
    "There are no comments on the pull request: the workflow's token may not read it. Give the job the permission pull-requests: write.",
  "not-taken":
    "There are no comments on the pull request, or not all of them: GitHub did not take them. Run the job again to have them posted.",
  draft:
    "There are no comments on the pull request while it is a draft. They come with the next run after that, so let the workflow run on the type ready_for_review too.",
  closed: "There are no comments on the pull request, since it is closed.",
  "newer-commit":
    "There are no comments on the pull request: it has another head by now, and the run of that one comments.",
};

const UNPOSTED: readonly (Silence | null)[] = ["fork", "may-not-write", "may-not-read", "not-taken"];

/** Whether nothing but the job's summary can hold what the comments would say. */
export function isUnposted(silence: Silence | null): boolean {
  return UNPOSTED.includes(silence);
}

/** Whether GitHub says that the token may not, and not that it may not now. */
export function isForbidden(error: unknown): boolean {
  return error instanceof GitHubFailure && error.status === 403 && !error.retryable;
}
