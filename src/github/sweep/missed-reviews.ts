import type { ReviewPullRequest } from "../task.js";
import type { OpenPull } from "./open-pulls.js";

/**
 * Whether the head has a verdict. Two pull requests can share a head commit: the run has to be this one's. Against
 * another base it would be another one.
 */
export function isChecked({
  number,
  runs,
  turnedAt,
}: Pick<OpenPull, "number" | "runs" | "turnedAt">): boolean {
  return runs.some(
    ({ externalId, status, completedAt }) =>
      status === "COMPLETED" &&
      externalId === String(number) &&
      // GitHub writes moments in UTC, to the second.
      (turnedAt === null || (completedAt ?? "") > turnedAt),
  );
}

/** The review of a pull request whose head has no verdict, or none that holds. */
export function reviewOfMissed(
  installationId: number,
  { repository, number, headSha, baseRef, turnedAt }: OpenPull,
): ReviewPullRequest {
  return {
    ...{ kind: "review-pull-request", installationId, reference: "sweep", repository, number },
    ...{ occasion: "missed", head: { sha: headSha, baseRef }, checkedSha: null, since: turnedAt },
  };
}
