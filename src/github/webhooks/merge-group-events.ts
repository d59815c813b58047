import type { Context } from "probot";
import type { EndMergeGroup, ReviewMergeGroup } from "../task.js";
import type { Asked, Own } from "./webhook.js";

/** Reads that a merge queue asks for the check of a group. */
export function onMergeGroup({
  payload,
}: Pick<Context<"merge_group.checks_requested">, "payload">): Asked<ReviewMergeGroup> {
  const { head_sha: headSha, head_ref: headRef, base_sha: baseSha } = payload.merge_group;
  const task: Own<ReviewMergeGroup> = {
    ...{ kind: "review-merge-group", headSha, headRef, baseSha, askedAgain: false },
  };
  return { task, fields: { head: headSha } };
}

/** Reads that a merge queue lets go of a group. */
export function onMergeGroupDestroyed({
  payload,
}: Pick<Context<"merge_group.destroyed">, "payload">): Asked<EndMergeGroup> | null {
  // A merged commit stays to be seen on the branch, with its verdict.
  if (payload.reason === "merged") return null;
  const { head_sha: headSha } = payload.merge_group;
  return { task: { kind: "end-merge-group", headSha }, fields: { head: headSha } };
}
