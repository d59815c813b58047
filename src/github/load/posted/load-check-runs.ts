import { CHECK_NAME, type GitHubClient } from "../../client/github-client.js";
import { askGitHubForParts } from "../../client/github-failure.js";
import type { PostedCheckRun } from "../../posted.js";
import { type CheckRunNode, type CheckRunPage, type CommitNode, MORE_CHECK_RUNS } from "./posted-query.js";
import { nextPage, readCheckRuns } from "./read-posted.js";

/**
 * All of our check runs on a commit, the newest first; it asks for those that the first answer had no room for. One that
 * were left out could be the failure that a pull request with the same head is held back by.
 */
export async function loadCheckRuns(
  octokit: GitHubClient,
  commit: CommitNode | null,
): Promise<PostedCheckRun[]> {
  const nodes: (CheckRunNode | null)[] = [];
  for (const suite of commit?.checkSuites?.nodes ?? []) {
    for (let page = suite?.checkRuns ?? null; suite !== null && page !== null; ) {
      nodes.push(...(page.nodes ?? []));
      const after = nextPage(page);
      page = after === null ? null : await moreRuns(octokit, suite.id, after);
    }
  }
  return readCheckRuns(nodes);
}

async function moreRuns(octokit: GitHubClient, id: string, after: string): Promise<CheckRunPage | null> {
  const { answer } = await askGitHubForParts(
    "Loading the check runs",
    // The suite went with its commit.
    ({ kind, path }) => kind === "missing" && path === "node",
    () =>
      octokit.graphql<{ node: { checkRuns: CheckRunPage | null } | null }>(MORE_CHECK_RUNS, {
        ...{ id, after, checkName: CHECK_NAME },
      }),
  );
  return answer.node?.checkRuns ?? null;
}
