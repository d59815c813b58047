import type { Context } from "probot";
import type { ClosePullRequest, ReviewPullRequest } from "../task.js";
import type { Asked, Own } from "./webhook.js";

export type PullRequestEvent = Context<
  | "pull_request.opened"
  | "pull_request.synchronize"
  | "pull_request.reopened"
  | "pull_request.ready_for_review"
  | "pull_request.converted_to_draft"
  | "pull_request.edited"
>;

/** Reads that a pull request's change is another one now. */
export function onPullRequest({
  payload,
}: Pick<PullRequestEvent, "payload">): Asked<ReviewPullRequest> | null {
  // A new title changes nothing here; a new base changes the whole diff.
  const hasNewBase = payload.action === "edited" && payload.changes.base !== undefined;
  if (payload.action === "edited" && !hasNewBase) return null;
  const { number, head, base, draft, updated_at: updatedAt } = payload.pull_request;
  const task: Own<ReviewPullRequest> = {
    ...{ kind: "review-pull-request", number, occasion: draft === true ? "draft" : "ready" },
    ...{ head: { sha: head.sha, baseRef: base.ref }, checkedSha: null, since: hasNewBase ? updatedAt : null },
  };
  return { task, fields: { pull: number } };
}

/** Reads that a pull request was closed. */
export function onClosed({
  payload,
}: Pick<Context<"pull_request.closed">, "payload">): Asked<ClosePullRequest> {
  const { number } = payload.pull_request;
  return { task: { kind: "close-pull-request", number }, fields: { pull: number } };
}
