/** The part of a query that asks what this App has posted, and the shape of its answer. */

const THREADS = `pageInfo { hasNextPage endCursor }
    nodes {
      id isResolved isOutdated viewerCanResolve path resolvedBy { login }
      comments(first: 1) { totalCount nodes { id body viewerDidAuthor isMinimized minimizedReason } }
    }`;

/** A review comment's thread counts once; a reply makes a review of its own with an empty body. */
export const POSTED_COMMENTS = `fragment posted on PullRequest {
  state isDraft headRefOid baseRefName changedFiles author { __typename login }
  reviews(last: 100, states: [COMMENTED]) { nodes { body viewerDidAuthor } }
  reviewThreads(first: 100) {
    ${THREADS}
  }
}`;

// A summary can have 64 kB, and an answer has its limit, hence twenty at once.
const CHECK_RUNS = `pageInfo { hasNextPage endCursor }
        nodes { databaseId externalId status completedAt conclusion title summary annotations(first: 1) { totalCount } }`;

export const POSTED_CHECK_RUNS = `fragment checkRuns on Commit {
  __typename
  checkSuites(first: 5, filterBy: { appId: $appId }) {
    nodes {
      id
      checkRuns(first: 20, filterBy: { checkName: $checkName, checkType: ALL }) {
        ${CHECK_RUNS}
      }
    }
  }
}`;

/** Asks for the check runs of a suite after a cursor: variables id, checkName and after. */
export const MORE_CHECK_RUNS = `query($id: ID!, $checkName: String!, $after: String!) {
  node(id: $id) {
    ... on CheckSuite {
      checkRuns(first: 20, after: $after, filterBy: { checkName: $checkName, checkType: ALL }) {
        ${CHECK_RUNS}
      }
    }
  }
}`;

/** Whose check runs stand on a commit. */
export const CHECK_RUN_OWNERS = `fragment owners on Commit {
  checkSuites(first: 5, filterBy: { appId: $appId }) {
    nodes { checkRuns(first: 100, filterBy: { checkName: $checkName, checkType: ALL }) { nodes { externalId } } }
  }
}`;

/** Asks for the threads after a cursor: variables owner, repo, number and after. */
export const MORE_THREADS = `query($owner: String!, $repo: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
    ${THREADS}
      }
    }
  }
}`;

export interface ThreadNode {
  id: string;
  isResolved: boolean;
  isOutdated: boolean;
  viewerCanResolve: boolean;
  path: string;
  resolvedBy: { login: string } | null;
  comments: {
    totalCount: number;
    nodes:
      | ({
          id: string;
          body: string;
          viewerDidAuthor: boolean;
          isMinimized: boolean;
          minimizedReason: string | null;
        } | null)[]
      | null;
  };
}

export interface ThreadPage {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (ThreadNode | null)[] | null;
}

export interface PullRequestNode {
  state: "OPEN" | "CLOSED" | "MERGED";
  isDraft: boolean;
  headRefOid: string;
  baseRefName: string;
  changedFiles: number;
  author: { __typename: string; login: string } | null;
  reviews: { nodes: ({ body: string; viewerDidAuthor: boolean } | null)[] | null } | null;
  reviewThreads: ThreadPage;
}

export interface CommitNode {
  __typename: string;
  checkSuites?: {
    nodes: ({ id: string; checkRuns: CheckRunPage | null } | null)[] | null;
  } | null;
}

export interface CheckRunPage {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (CheckRunNode | null)[] | null;
}

export interface OwnersNode {
  checkSuites?: {
    nodes: ({ checkRuns: { nodes: ({ externalId: string | null } | null)[] | null } | null } | null)[] | null;
  } | null;
}

export interface CheckRunNode {
  databaseId: number | null;
  externalId: string | null;
  status: string;
  completedAt: string | null;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  annotations: { totalCount: number } | null;
}
