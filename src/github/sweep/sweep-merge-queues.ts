/**
 * Finds groups of merge queues whose check was asked for while no process listened: the queue would wait for an hour and
 * then throw them out. Only the queue of a default branch can be found without knowing its branch.
 */

import { CHECK_NAME, type GitHubClient } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import { mergeGroupBaseOf } from "../load/external-id.js";
import { CHECK_RUN_OWNERS, type OwnersNode } from "../load/posted-query.js";
import { readOwners } from "../load/read-posted.js";
import { enqueueMergeGroup, type JobContext } from "../review-jobs.js";
import { isGone } from "./open-pulls.js";

const QUEUES = `query($ids: [ID!]!, $appId: Int!, $checkName: String!) {
  nodes(ids: $ids) {
    ... on Repository {
      name owner { login }
      mergeQueue {
        entries(first: 50) {
          nodes {
            baseCommit { oid }
            headCommit { oid ...owners }
            pullRequest { number baseRefName }
          }
        }
      }
    }
  }
}
${CHECK_RUN_OWNERS}`;

interface Entry {
  baseCommit: { oid: string } | null;
  headCommit: ({ oid: string } & OwnersNode) | null;
  pullRequest: { number: number; baseRefName: string } | null;
}

interface RepositoryNode {
  name: string;
  owner: { login: string };
  mergeQueue: { entries: { nodes: (Entry | null)[] | null } | null } | null;
}

/** Queues the groups that have no check run of ours; how many. */
export async function sweepMergeQueues(
  octokit: GitHubClient,
  installationId: number,
  context: JobContext,
  repositoryIds: readonly string[],
): Promise<number> {
  const variables = { ids: repositoryIds, appId: context.appId, checkName: CHECK_NAME };
  const { answer } = await askGitHubForParts("Looking for missed merge groups", isGone, () =>
    octokit.graphql<{ nodes: (RepositoryNode | null)[] }>(QUEUES, variables),
  );
  let queued = 0;
  for (const node of answer.nodes) {
    for (const entry of node?.mergeQueue?.entries?.nodes ?? []) {
      if (!entry?.headCommit || !entry.baseCommit || !entry.pullRequest) continue;
      if (readOwners(entry.headCommit).some((id) => mergeGroupBaseOf(id) !== null)) continue;
      const { number, baseRefName } = entry.pullRequest;
      const [headSha, baseSha] = [entry.headCommit.oid, entry.baseCommit.oid];
      const repository = { owner: node!.owner.login, repo: node!.name };
      const headRef = `gh-readonly-queue/${baseRefName}/pr-${number}-${baseSha}`;
      const job = { installationId, repository, headSha, headRef, baseSha, askedAgain: false };
      enqueueMergeGroup(context, job, "sweep");
      queued += 1;
    }
  }
  return queued;
}
