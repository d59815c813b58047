import type { FixPlan } from "../../fix/plan-fixes.js";
import type { ReviewPlan } from "../../review/review-plan.js";
import { type CommitMessage, writeCommitMessage } from "../../review/write/write-commit-message.js";
import type { PullRequestEnds } from "./read-pull-request-ends.js";
import type { Sender } from "./sender-access.js";

/** Returns the message of a commit that a person asked for; GitHub shows that person beside the App as its author. */
export function messageFor(
  { sender, reference }: { sender: Sender; reference: string },
  { byDependabot, noreplyHost }: PullRequestEnds,
  { workloads }: ReviewPlan,
  { fixed, left, after }: FixPlan,
): CommitMessage {
  const { id, login } = sender;
  return writeCommitMessage({
    fixed,
    mended: new Set(fixed.flatMap(({ workload }) => workload ?? [])),
    before: workloads,
    after: after.workloads,
    left,
    forDependabot: byDependabot,
    trailers: [
      requestTrailer(reference),
      // https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
      `Co-authored-by: ${login} <${id}+${login}@users.noreply.${noreplyHost}>`,
    ],
  });
}

/** The line by which a commit is known again as the answer to a request. */
export function requestTrailer(reference: string): string {
  return `Surefoot-Request: ${reference}`;
}
