/** The repositories whose open pull requests changed since the last sweep: two points for a hundred of them. */
import type { GitHubClient } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import type { Swept } from "../memory/sweep-notes.js";
import { isGone, type MaySpend } from "./open-pulls.js";

/** Repositories in one query. */
const REPOSITORIES = 100;

export const NEWEST_CHANGES = `query($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Repository {
      id
      pullRequests(states: [OPEN], first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) {
        totalCount
        nodes { updatedAt }
      }
    }
  }
}`;

interface RepositoryNode {
  id: string;
  pullRequests: { totalCount: number; nodes: ({ updatedAt: string } | null)[] | null };
}

export interface ChangedRepository {
  id: string;
  /** open pull requests */
  count: number;
  /** its newest change, as GitHub writes it */
  newest: string;
  /** from when on its changes are to be looked through; "" for all of them */
  since: string;
}

/** Finds those that have open pull requests to look through; those with the fewest first. */
export async function changedRepositories(
  octokit: GitHubClient,
  ids: readonly string[],
  swept: ReadonlyMap<string, Swept>,
  maySpend: MaySpend,
): Promise<ChangedRepository[]> {
  const changed: ChangedRepository[] = [];
  for (let start = 0; start < ids.length; start += REPOSITORIES) {
    const some = ids.slice(start, start + REPOSITORIES);
    if (!(await maySpend(Math.ceil((some.length + 1) / 100)))) break;
    const { answer } = await askGitHubForParts("Looking for changed pull requests", isGone, () =>
      octokit.graphql<{ nodes: (RepositoryNode | null)[] }>(NEWEST_CHANGES, { ids: some }),
    );
    for (const node of answer.nodes) {
      const newest = node?.pullRequests.nodes?.[0]?.updatedAt;
      if (node == null || newest === undefined) continue;
      const since = sinceOf(newest, swept.get(node.id));
      if (since !== null) changed.push({ id: node.id, count: node.pullRequests.totalCount, newest, since });
    }
  }
  return changed.sort((a, b) => a.count - b.count);
}

// GitHub writes moments in UTC, to the second, so that they compare as texts.
function sinceOf(newest: string, before: Swept | undefined): string | null {
  if (before === undefined) return "";
  if (before.open !== null) return before.open < before.newest ? before.open : before.newest;
  return newest > before.newest ? before.newest : null;
}
