import { CHECK_NAME, type GitHubClient } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import { mergeGroupBaseOf } from "../load/external-id.js";
import { loadCheckRuns } from "../load/posted/load-check-runs.js";
import { type CommitNode, POSTED_CHECK_RUNS } from "../load/posted/posted-query.js";
import type { EndMergeGroup } from "../task.js";

const QUERY = `query($owner: String!, $repo: String!, $sha: GitObjectID!, $appId: Int!, $checkName: String!) {
  repository(owner: $owner, name: $repo) { object(oid: $sha) { ...checkRuns } }
}
${POSTED_CHECK_RUNS}`;

interface Answer {
  repository: { object: CommitNode | null } | null;
}

/** Ends the group's check runs that have not finished, if its commit is still there: the queue waits for them no more. */
export async function endMergeGroup(
  octokit: GitHubClient,
  { repository, headSha }: EndMergeGroup,
  appId: number,
  signal: AbortSignal,
): Promise<void> {
  const answer = await askGitHub("Reading a merge group's check runs", () =>
    octokit.graphql<Answer>(QUERY, { ...repository, sha: headSha, appId, checkName: CHECK_NAME }),
  );
  const runs = await loadCheckRuns(octokit, answer.repository?.object ?? null);
  const unfinished = runs.filter(
    ({ completed, externalId }) => !completed && mergeGroupBaseOf(externalId) !== null,
  );
  signal.throwIfAborted();
  for (const { id } of unfinished) {
    await askGitHub("Ending a merge group's check run", () =>
      octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
        ...repository,
        check_run_id: id,
        status: "completed",
        conclusion: "cancelled",
        output: { title: "The merge queue gave this group up", summary: "Another group takes its place." },
      }),
    );
  }
}
