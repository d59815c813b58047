/** The open pull requests of an installation, with this App's check runs on their heads. */
import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "../client/github-client.js";
import { askGitHub, askGitHubForParts } from "../client/github-failure.js";
import type { GraphqlFault } from "../client/graphql-faults.js";

export interface OpenPull {
  /** GraphQL's id of it */
  id: string;
  repository: RepositoryRef;
  number: number;
  headSha: string;
  baseRef: string;
  /** when anything of it changed last, as GitHub writes it */
  updatedAt: string;
  /** when it last got another base, or was no draft any more, as GitHub writes it; null where it never did */
  turnedAt: string | null;
  /** comments below it */
  comments: number;
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
      id number headRefOid baseRefName updatedAt
      comments(last: 1) { totalCount }
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

/** Connections that GitHub counts for each pull request of a page: the four above, and the runs of five suites. */
const CONNECTIONS_A_PULL = 9;

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
  id: string;
  number: number;
  headRefOid: string;
  baseRefName: string;
  updatedAt: string;
  comments: { totalCount: number };
  timelineItems: { nodes: ({ createdAt: string } | null)[] | null };
  commits: { nodes: { commit: CommitNode }[] };
}

interface CommitNode {
  checkSuites: { nodes: { checkRuns: { nodes: OpenPull["runs"] } }[] } | null;
}

/** Open pull requests of one repository, and whether these were all that were asked for. */
export interface PullsOfRepository {
  repositoryId: string;
  pulls: OpenPull[];
  complete: boolean;
}

/** Lists them, the most recently changed of each repository first. */
export async function* openPulls(
  octokit: GitHubClient,
  appId: number,
  { withSummaries = false }: { withSummaries?: boolean } = {},
): AsyncGenerator<OpenPull> {
  const size = withSummaries ? WITH_SUMMARIES : WITHOUT_SUMMARIES;
  const ids = await repositoryIds(octokit);
  for (let start = 0; start < ids.length; start += size.repositories) {
    const pages = readPages(octokit, appId, ids.slice(start, start + size.repositories), {
      ...{ pulls: size.pulls, withSummaries },
    });
    for await (const { pulls } of pages) yield* pulls;
  }
}

/** Whether so many points may be spent; nothing more is asked where they may not. */
export type MaySpend = (points: number) => Promise<boolean>;

interface PagesOptions {
  /** pull requests of one page */
  pulls: number;
  withSummaries?: boolean;
  /** a moment as GitHub writes it, from which on changes of a repository are asked for */
  since?: (repositoryId: string) => string;
  maySpend?: MaySpend;
}

/** Lists the open pull requests of some repositories, a page at a time, the most recently changed of each first. */
export async function* readPages(
  octokit: GitHubClient,
  appId: number,
  ids: readonly string[],
  { pulls, withSummaries = false, since = () => "", maySpend = async () => true }: PagesOptions,
): AsyncGenerator<PullsOfRepository> {
  const variables = { appId, checkName: CHECK_NAME, pulls, withSummaries };
  if (!(await maySpend(pointsOf(ids.length, pulls)))) return;
  for (const first of await firstPages(octokit, { ids, ...variables })) {
    for (let page: RepositoryNode | null = first; page !== null; ) {
      const { nodes, pageInfo }: RepositoryNode["pullRequests"] = page.pullRequests;
      const from = since(page.id);
      const wanted = nodes.filter(({ updatedAt }) => updatedAt >= from);
      const hasMore: boolean = pageInfo.hasNextPage && wanted.length === nodes.length;
      const mayAsk: boolean = hasMore && (await maySpend(pointsOf(1, pulls)));
      const repository = { owner: page.owner.login, repo: page.name };
      yield {
        ...{ repositoryId: page.id, complete: !hasMore },
        pulls: wanted.map((pull) => toOpenPull(repository, pull)),
      };
      page = mayAsk ? await nextPage(octokit, page, variables) : null;
    }
  }
}

// https://docs.github.com/en/graphql/overview/rate-limits-and-node-limits-for-the-graphql-api#predicting-the-point-value-of-a-query
function pointsOf(repositories: number, pulls: number): number {
  const connections = repositories * (1 + pulls * CONNECTIONS_A_PULL);
  return Math.max(1, Math.ceil(connections / 100));
}

/** As GitHub lists a repository. */
interface ListedRepository {
  node_id: string;
  archived: boolean;
  disabled: boolean;
}

/** Returns the node ids of those repositories in an answer of `GET /installation/repositories` that can change. */
export function usableIds(data: unknown): string[] {
  const { repositories } = data as { repositories: ListedRepository[] };
  return repositories.filter(({ archived, disabled }) => !archived && !disabled).map(({ node_id: id }) => id);
}

async function repositoryIds(octokit: GitHubClient): Promise<string[]> {
  const repositories = await askGitHub("Listing the repositories", () =>
    octokit.paginate("GET /installation/repositories", { per_page: 100 }),
  );
  return usableIds({ repositories });
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
  const after = pageInfo.endCursor;
  if (after === null) return null;
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
  { id, number, headRefOid, baseRefName, updatedAt, comments, timelineItems, commits }: PullNode,
): OpenPull {
  const suites = commits.nodes[0]?.commit.checkSuites?.nodes ?? [];
  return {
    ...{ id, repository, number, headSha: headRefOid, baseRef: baseRefName, updatedAt },
    turnedAt: timelineItems.nodes?.[0]?.createdAt ?? null,
    comments: comments.totalCount,
    runs: suites.flatMap(({ checkRuns }) => checkRuns.nodes),
  };
}
