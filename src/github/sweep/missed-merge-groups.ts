/**
 * Finds groups of merge queues whose check was asked for while no process listened: the queue would wait for an hour and
 * then throw them out. Only the queue of a default branch can be found without knowing its branch.
 */

import { CHECK_NAME, type GitHubClient } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import { mergeGroupBaseOf } from "../load/external-id.js";
import { CHECK_RUN_OWNERS, type OwnersNode } from "../load/posted/posted-query.js";
import { readOwners } from "../load/posted/read-posted.js";
import type { ReviewMergeGroup } from "../task.js";
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

/** Finds the groups of these repositories that have no check run of this App. */
export async function missedMergeGroups(
  octokit: GitHubClient,
  installationId: number,
  appId: number,
  repositoryIds: readonly string[],
): Promise<ReviewMergeGroup[]> {
  const variables = { ids: repositoryIds, appId, checkName: CHECK_NAME };
  const { answer } = await askGitHubForParts("Looking for missed merge groups", isGone, () =>
    octokit.graphql<{ nodes: (RepositoryNode | null)[] }>(QUEUES, variables),
  );
  return answer.nodes.flatMap((node) =>
    (node?.mergeQueue?.entries?.nodes ?? []).flatMap((entry) => missedGroup(installationId, node!, entry)),
  );
}

function missedGroup(
  installationId: number,
  { name, owner }: RepositoryNode,
  entry: Entry | null,
): ReviewMergeGroup[] {
  if (!entry?.headCommit || !entry.baseCommit || !entry.pullRequest) return [];
  if (readOwners(entry.headCommit).some((id) => mergeGroupBaseOf(id) !== null)) return [];
  const { number, baseRefName } = entry.pullRequest;
  const [headSha, baseSha] = [entry.headCommit.oid, entry.baseCommit.oid];
  return [
    {
      ...{ kind: "review-merge-group", installationId, reference: "sweep" },
      ...{ repository: { owner: owner.login, repo: name }, headSha, baseSha, askedAgain: false },
      headRef: `gh-readonly-queue/${baseRefName}/pr-${number}-${baseSha}`,
    },
  ];
}
