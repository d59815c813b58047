/** The open pull requests of an installation, with this App's check runs on their heads. */
import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "../client/github-client.js";
import { askGitHub, askGitHubForParts } from "../client/github-failure.js";
import type { GraphqlFault } from "../client/graphql-faults.js";

export interface OpenPull {
  repository: RepositoryRef;
  number: number;
  headSha: string;
  baseRef: string;
  /** when it last got another base, or was no draft any more, as GitHub writes it; null where it never did */
  turnedAt: string | null;
  /** our runs on the head, of other pull requests with the same head too */
  runs: {
    externalId: string | null;
    status: string;
    completedAt: string | null;
    summary?: string | null;
  }[];
}

/** Repositories in one query, and open pull requests of one page. */
interface PageSize {
  repositories: number;
  pulls: number;
}

const WITHOUT_SUMMARIES: PageSize = { repositories: 20, pulls: 50 };
// A summary can have 64 kB, and an answer has its limit.
const WITH_SUMMARIES: PageSize = { repositories: 2, pulls: 25 };

const VARIABLES = "$appId: Int!, $checkName: String!, $pulls: Int!, $withSummaries: Boolean!";

const PULLS = `pageInfo { hasNextPage endCursor }
    nodes {
      number headRefOid baseRefName
      timelineItems(last: 1, itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT, READY_FOR_REVIEW_EVENT]) {
        nodes {
          ... on BaseRefChangedEvent { createdAt }
          ... on AutomaticBaseChangeSucceededEvent { createdAt }
          ... on ReadyForReviewEvent { createdAt }
        }
      }
      commits(last: 1) { nodes { commit {
        oid
        checkSuites(first: 5, filterBy: { appId: $appId }) {
          nodes { checkRuns(first: 20, filterBy: { checkName: $checkName }) {
            nodes { externalId status completedAt summary @include(if: $withSummaries) }
          } }
        }
      } } }
    }`;

export const FIRST_PAGES = `query($ids: [ID!]!, ${VARIABLES}) {
  nodes(ids: $ids) {
    ... on Repository {
      id name owner { login }
      pullRequests(states: [OPEN], first: $pulls, orderBy: { field: UPDATED_AT, direction: DESC }) { ${PULLS} }
    }
  }
}`;

export const NEXT_PAGE = `query($id: ID!, $after: String!, ${VARIABLES}) {
  node(id: $id) {
    ... on Repository {
      id name owner { login }
      pullRequests(states: [OPEN], first: $pulls, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) { ${PULLS} }
    }
  }
}`;

interface RepositoryNode {
  id: string;
  name: string;
  owner: { login: string };
  pullRequests: {
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    nodes: PullNode[];
  };
}

interface PullNode {
  number: number;
  headRefOid: string;
  baseRefName: string;
  timelineItems: { nodes: ({ createdAt: string } | null)[] | null };
  commits: { nodes: { commit: CommitNode }[] };
}

interface CommitNode {
  checkSuites: { nodes: { checkRuns: { nodes: OpenPull["runs"] } }[] } | null;
}

/** Lists them, the most recently changed of each repository first; of all its repositories unless told. */
export async function* openPulls(
  octokit: GitHubClient,
  appId: number,
  { withSummaries = false, ids: given }: { withSummaries?: boolean; ids?: readonly string[] } = {},
): AsyncGenerator<OpenPull> {
  const size = withSummaries ? WITH_SUMMARIES : WITHOUT_SUMMARIES;
  const variables = { appId, checkName: CHECK_NAME, pulls: size.pulls, withSummaries };
  const ids = given ?? (await repositoryIds(octokit));
  for (let start = 0; start < ids.length; start += size.repositories) {
    const group = ids.slice(start, start + size.repositories);
    for (const first of await firstPages(octokit, { ids: group, ...variables })) {
      for (let page: RepositoryNode | null = first; page !== null; ) {
        const repository = { owner: page.owner.login, repo: page.name };
        for (const pull of page.pullRequests.nodes) yield toOpenPull(repository, pull);
        page = await nextPage(octokit, page, variables);
      }
    }
  }
}

/** Node ids of the repositories that the installation sees and that can change. */
export async function repositoryIds(octokit: GitHubClient): Promise<string[]> {
  const repositories = await askGitHub("Listing the repositories", () =>
    octokit.paginate("GET /installation/repositories", { per_page: 100 }),
  );
  return repositories.filter(({ archived, disabled }) => !archived && !disabled).map(({ node_id: id }) => id);
}

async function firstPages(octokit: GitHubClient, variables: object): Promise<RepositoryNode[]> {
  const { answer } = await askGitHubForParts("Listing open pull requests", isGone, () =>
    octokit.graphql<{ nodes: (RepositoryNode | null)[] }>(FIRST_PAGES, { ...variables }),
  );
  return answer.nodes.flatMap((node) => node ?? []);
}

async function nextPage(
  octokit: GitHubClient,
  { id, pullRequests: { pageInfo } }: RepositoryNode,
  variables: object,
): Promise<RepositoryNode | null> {
  const { hasNextPage, endCursor: after } = pageInfo;
  if (!hasNextPage || after === null) return null;
  const { answer } = await askGitHubForParts("Listing open pull requests", isGone, () =>
    octokit.graphql<{ node: RepositoryNode | null }>(NEXT_PAGE, { id, after, ...variables }),
  );
  return answer.node;
}

/** Whether a repository of a list is not there any more: deleted, or taken out of the installation, since it was listed. */
export function isGone({ kind, path }: GraphqlFault): boolean {
  return kind === "missing" && /^nodes?(?:\.\d+)?$/.test(path);
}

function toOpenPull(
  repository: RepositoryRef,
  { number, headRefOid, baseRefName, timelineItems, commits }: PullNode,
): OpenPull {
  const suites = commits.nodes[0]?.commit.checkSuites?.nodes ?? [];
  const runs = suites.flatMap(({ checkRuns }) => checkRuns.nodes);
  const turnedAt = timelineItems.nodes?.[0]?.createdAt ?? null;
  return { repository, number, headSha: headRefOid, baseRef: baseRefName, turnedAt, runs };
}
