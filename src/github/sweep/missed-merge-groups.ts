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
import { isGone, type MaySpend } from "./open-pulls.js";

export const QUEUES = `query($ids: [ID!]!, $appId: Int!, $checkName: String!) {
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

/** Which repositories have a queue with entries: two points for a hundred of them. */
export const QUEUES_IN_USE = `query($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { id mergeQueue { entries(first: 1) { totalCount } } } }
}`;

/** Repositories in one query. */
const ASKED_AT_ONCE = 100;
const READ_AT_ONCE = 20;

/** Connections that GitHub counts for each repository that is read: its entries, the suites of each, the runs of five. */
const CONNECTIONS = 1 + 50 * 6;

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
export async function* missedMergeGroups(
  octokit: GitHubClient,
  installationId: number,
  appId: number,
  { repositoryIds, maySpend }: { repositoryIds: readonly string[]; maySpend: MaySpend },
): AsyncGenerator<ReviewMergeGroup> {
  const inUse: string[] = [];
  for (let start = 0; start < repositoryIds.length; start += ASKED_AT_ONCE) {
    const ids = repositoryIds.slice(start, start + ASKED_AT_ONCE);
    if (!(await maySpend(Math.ceil((ids.length + 1) / 100)))) break;
    const nodes = await ask<{ id: string; mergeQueue: { entries: { totalCount: number } | null } | null }>(
      octokit,
      QUEUES_IN_USE,
      { ids },
    );
    for (const node of nodes) if ((node.mergeQueue?.entries?.totalCount ?? 0) > 0) inUse.push(node.id);
  }
  for (let start = 0; start < inUse.length; start += READ_AT_ONCE) {
    const ids = inUse.slice(start, start + READ_AT_ONCE);
    if (!(await maySpend(Math.ceil((ids.length * CONNECTIONS) / 100)))) break;
    const nodes = await ask<RepositoryNode>(octokit, QUEUES, { ids, appId, checkName: CHECK_NAME });
    for (const node of nodes)
      for (const entry of node.mergeQueue?.entries?.nodes ?? [])
        yield* missedGroup(installationId, node, entry);
  }
}

async function ask<Node>(octokit: GitHubClient, query: string, variables: object): Promise<Node[]> {
  const { answer } = await askGitHubForParts("Looking for missed merge groups", isGone, () =>
    octokit.graphql<{ nodes: (Node | null)[] }>(query, { ...variables }),
  );
  return answer.nodes.flatMap((node) => node ?? []);
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
