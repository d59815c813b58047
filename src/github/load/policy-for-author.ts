import type { Policy } from "../../policy/policy.js";
import type { LoadedReview } from "./load-review.js";

/** Returns the policy for a pull request's review: people read no comments on old debt under a bot's version bump. */
export function policyForAuthor({
  policy,
  pullRequest,
}: Pick<LoadedReview, "policy" | "pullRequest">): Policy {
  return pullRequest?.byBot && policy.comments === "all" ? { ...policy, comments: "new" } : policy;
}
