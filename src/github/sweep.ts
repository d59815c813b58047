/**
 * Finds open pull requests, and groups of merge queues, whose head has no finished check run of ours: events that came while no process
 * listened. GitHub does not send them again, and a required check would hang.
 */
import type { Probot } from "probot";
import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "./github-client.js";
import { askGitHub } from "./github-failure.js";
import type { Log } from "./log.js";
import { enqueuePullRequest, type JobContext } from "./review-jobs.js";
import { sweepMergeQueues } from "./sweep-merge-queues.js";

/** Repositories in one query, and open pull requests of one page. */
const REPOSITORIES_A_QUERY = 20;
const PULLS_A_PAGE = 50;

// Webhooks come first: the sweep adds a pull request only while fewer than this have work.
const WORK_AT_HAND = 8;

const PULLS = `pageInfo { hasNextPage endCursor }
    nodes {
      number headRefOid baseRefName
      commits(last: 1) { nodes { commit {
        oid
        checkSuites(first: 5, filterBy: { appId: $appId }) {
          nodes { checkRuns(first: 20, filterBy: { checkName: $checkName }) { nodes { externalId status } } }
        }
      } } }
    }`;

const FIRST_PAGES = `query($ids: [ID!]!, $appId: Int!, $checkName: String!, $pulls: Int!) {
  nodes(ids: $ids) {
    ... on Repository {
      id name owner { login }
      pullRequests(states: [OPEN], first: $pulls, orderBy: { field: UPDATED_AT, direction: DESC }) { ${PULLS} }
    }
  }
}`;

const NEXT_PAGE = `query($id: ID!, $after: String!, $appId: Int!, $checkName: String!, $pulls: Int!) {
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
  commits: { nodes: { commit: CommitNode }[] };
}

interface CommitNode {
  checkSuites: { nodes: { checkRuns: { nodes: { externalId: string | null; status: string }[] } }[] } | null;
}

/** Queues what was missed, one installation after the other; how many. A part that fails is logged and left. */
export async function sweep(app: Probot, context: JobContext, signal: AbortSignal): Promise<number> {
  let queued = 0;
  for (const installationId of await installations(app, context.log)) {
    if (signal.aborted) break;
    try {
      queued += await sweepInstallation(installationId, context, signal);
    } catch (error) {
      context.log.warn({ installationId, err: error }, "The sweep of an installation failed");
    }
  }
  context.log.info({ queued }, "The sweep is done");
  return queued;
}

async function installations(app: Probot, log: Log): Promise<number[]> {
  try {
    const octokit = await app.auth();
    const all = await askGitHub("Listing the installations", () =>
      octokit.paginate("GET /app/installations", { per_page: 100 }),
    );
    return all.filter(({ suspended_at: suspendedAt }) => !suspendedAt).map(({ id }) => id);
  } catch (error) {
    log.warn({ err: error }, "The sweep could not list the installations");
    return [];
  }
}

async function sweepInstallation(
  installationId: number,
  context: JobContext,
  signal: AbortSignal,
): Promise<number> {
  const octokit = await context.clientFor(installationId);
  const repositories = await askGitHub("Listing the repositories", () =>
    octokit.paginate("GET /installation/repositories", { per_page: 100 }),
  );
  const ids = repositories
    .filter(({ archived, disabled }) => !archived && !disabled)
    .map(({ node_id: id }) => id);
  let queued = 0;
  for (let start = 0; start < ids.length && !signal.aborted; start += REPOSITORIES_A_QUERY) {
    const some = ids.slice(start, start + REPOSITORIES_A_QUERY);
    // A queue drops who does not answer, so its groups come before everything else.
    queued += await sweepQueues(octokit, installationId, context, some);
    const group = await firstPages(octokit, context.appId, some);
    for (const repository of group) {
      queued += await sweepRepository(octokit, installationId, context, repository, signal);
    }
  }
  return queued;
}

// Where merge queues may not be read, or the server has none, the pull requests are swept all the same.
async function sweepQueues(
  octokit: GitHubClient,
  installationId: number,
  context: JobContext,
  ids: readonly string[],
): Promise<number> {
  try {
    return await sweepMergeQueues(octokit, installationId, context, ids);
  } catch (error) {
    context.log.warn({ installationId, err: error }, "The merge queues could not be swept");
    return 0;
  }
}

async function sweepRepository(
  octokit: GitHubClient,
  installationId: number,
  context: JobContext,
  first: RepositoryNode,
  signal: AbortSignal,
): Promise<number> {
  let queued = 0;
  for (let page: RepositoryNode | null = first; page !== null && !signal.aborted; ) {
    const repository = { owner: page.owner.login, repo: page.name };
    for (const pull of page.pullRequests.nodes.filter((each) => !isChecked(each))) {
      await context.queue.whenBelow(WORK_AT_HAND);
      if (signal.aborted) return queued;
      enqueueMissed(context, installationId, repository, pull);
      queued += 1;
    }
    page = await nextPage(octokit, context.appId, page);
  }
  return queued;
}

function enqueueMissed(
  context: JobContext,
  installationId: number,
  repository: RepositoryRef,
  { number, headRefOid, baseRefName }: PullNode,
): void {
  const head = { sha: headRefOid, baseRef: baseRefName };
  const job = { installationId, repository, number, head, askedAgain: false };
  enqueuePullRequest(context, job, "missed", "sweep");
}

// Two pull requests can share a head commit: the run has to be this one's.
function isChecked({ number, commits }: PullNode): boolean {
  const runs = (commits.nodes[0]?.commit.checkSuites?.nodes ?? []).flatMap(
    ({ checkRuns }) => checkRuns.nodes,
  );
  return runs.some(({ externalId, status }) => status === "COMPLETED" && externalId === String(number));
}

async function firstPages(octokit: GitHubClient, appId: number, ids: string[]): Promise<RepositoryNode[]> {
  const variables = { ids, appId, checkName: CHECK_NAME, pulls: PULLS_A_PAGE };
  const { nodes } = await askGitHub("Looking for missed pull requests", () =>
    octokit.graphql<{ nodes: (RepositoryNode | null)[] }>(FIRST_PAGES, variables),
  );
  return nodes.flatMap((node) => node ?? []);
}

async function nextPage(
  octokit: GitHubClient,
  appId: number,
  { id, pullRequests: { pageInfo } }: RepositoryNode,
): Promise<RepositoryNode | null> {
  if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return null;
  const variables = { id, after: pageInfo.endCursor, appId, checkName: CHECK_NAME, pulls: PULLS_A_PAGE };
  const { node } = await askGitHub("Looking for missed pull requests", () =>
    octokit.graphql<{ node: RepositoryNode | null }>(NEXT_PAGE, variables),
  );
  return node;
}
