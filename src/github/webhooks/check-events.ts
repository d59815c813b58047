import type { Context } from "probot";
import { FIX_ACTION } from "../check/fix-action.js";
import { CHECK_NAME } from "../client/github-client.js";
import { mergeGroupBaseOf, pullNumberOf } from "../load/external-id.js";
import type { Fix, ReviewMergeGroup, ReviewPullRequest, ReviewSuite } from "../task.js";
import type { Asked, Own } from "./webhook.js";

/** Reads the wish to have a check run again. */
export function onCheckRun({
  payload,
}: Pick<Context<"check_run.rerequested">, "payload">): Asked<ReviewPullRequest | ReviewMergeGroup> | null {
  const { name, external_id: externalId, head_sha: headSha, pull_requests: pulls } = payload.check_run;
  if (name !== CHECK_NAME) return null;
  const baseSha = mergeGroupBaseOf(externalId);
  if (baseSha !== null) {
    const headRef = payload.check_run.check_suite?.head_branch ?? null;
    const task: Own<ReviewMergeGroup> = {
      ...{ kind: "review-merge-group", headSha, headRef, baseSha, askedAgain: true },
    };
    return { task, fields: { head: headSha } };
  }
  // A fork's run names no pull request, so our own number in it comes first.
  const number = pullNumberOf(externalId) ?? pulls[0]?.number;
  if (number === undefined) return null;
  const task: Own<ReviewPullRequest> = {
    ...{ kind: "review-pull-request", number, occasion: "asked-again", head: null },
    ...{ checkedSha: headSha, since: payload.check_run.completed_at },
  };
  return { task, fields: { pull: number } };
}

/** Reads the wish to have a check suite again. */
export function onCheckSuite({
  payload,
}: Pick<Context<"check_suite.rerequested">, "payload">): Asked<ReviewSuite> {
  const { head_sha: headSha, head_branch: headRef, updated_at: since } = payload.check_suite;
  return { task: { kind: "review-suite", headSha, headRef, since }, fields: { head: headSha } };
}

/** Reads the press of a check run's button. */
export function onAction({
  payload,
}: Pick<Context<"check_run.requested_action">, "payload">): Asked<Fix> | null {
  const { check_run: run, requested_action: action, sender } = payload;
  const number = pullNumberOf(run.external_id);
  if (run.name !== CHECK_NAME || action?.identifier !== FIX_ACTION.identifier || number === null) return null;
  const { id, login } = sender;
  const task: Own<Fix> = { kind: "fix", number, sender: { id, login }, checkRunId: run.id };
  return { task, fields: { pull: number } };
}
