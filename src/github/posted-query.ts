/** The part of a query that asks what this App has posted, and reads the answer. */
import { readCommentMarker, readReviewMarkers } from "./markers.js";

/** A thread of this App's on a pull request: its first comment holds a marker that GitHub says we wrote. */
export interface PostedThread {
  /** node ids of the thread and of its first comment; null where GitHub does not show them yet */
  id: string | null;
  commentId: string | null;
  path: string;
  fingerprint: string;
  /** the head that the comment was written for */
  headSha: string;
  state: "open" | "resolved-by-us" | "resolved-by-someone";
  outdated: boolean;
  /** minimised as outdated */
  folded: boolean;
  /** someone answered in it */
  replied: boolean;
  canResolve: boolean;
}

export interface PostedCheckRun {
  id: number;
  externalId: string | null;
  completed: boolean;
  /** lower case, as REST writes it */
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  hasAnnotations: boolean;
}

/** What a pull request is now, and what of ours stands on it. */
export interface PullRequestState {
  open: boolean;
  draft: boolean;
  headSha: string;
  baseRef: string;
  byBot: boolean;
  /** how many files the pull request changes */
  changedFiles: number;
  threads: PostedThread[];
  /** where the first hundred threads were not all */
  nextThreads: string | null;
  /** head commits that have a review of ours */
  reviewedHeads: string[];
  /** short hashes of findings that a review of ours told in its body */
  told: string[];
}

const THREADS = `pageInfo { hasNextPage endCursor }
    nodes {
      id isResolved isOutdated viewerCanResolve path resolvedBy { login }
      comments(first: 1) { totalCount nodes { id body viewerDidAuthor isMinimized minimizedReason } }
    }`;

/** A review comment's thread counts once; a reply makes a review of its own with an empty body. */
export const POSTED_COMMENTS = `fragment posted on PullRequest {
  state isDraft headRefOid baseRefName changedFiles author { __typename }
  reviews(last: 100, states: [COMMENTED]) { nodes { body viewerDidAuthor } }
  reviewThreads(first: 100) {
    ${THREADS}
  }
}`;

export const POSTED_CHECK_RUNS = `fragment checkRuns on Commit {
  __typename
  checkSuites(first: 5, filterBy: { appId: $appId }) {
    nodes {
      checkRuns(first: 20, filterBy: { checkName: $checkName }) {
        nodes { databaseId externalId status conclusion title summary annotations(first: 1) { totalCount } }
      }
    }
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

interface ThreadNode {
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
  author: { __typename: string } | null;
  reviews: { nodes: ({ body: string; viewerDidAuthor: boolean } | null)[] | null } | null;
  reviewThreads: ThreadPage;
}

export interface CommitNode {
  __typename: string;
  checkSuites?: {
    nodes: ({ checkRuns: { nodes: (CheckRunNode | null)[] | null } | null } | null)[] | null;
  } | null;
}

interface CheckRunNode {
  databaseId: number | null;
  externalId: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  annotations: { totalCount: number } | null;
}

/** Reads the pull request's part of an answer. */
export function readPullRequest(node: PullRequestNode): PullRequestState {
  const bodies = (node.reviews?.nodes ?? []).flatMap((review) =>
    review?.viewerDidAuthor ? [readReviewMarkers(review.body)] : [],
  );
  return {
    open: node.state === "OPEN",
    draft: node.isDraft,
    headSha: node.headRefOid,
    baseRef: node.baseRefName,
    byBot: node.author?.__typename === "Bot",
    changedFiles: node.changedFiles,
    threads: readThreads(node.reviewThreads),
    nextThreads: nextPage(node.reviewThreads),
    reviewedHeads: bodies.flatMap((body) => (body.head === null ? [] : [body.head])),
    told: bodies.flatMap((body) => body.told),
  };
}

/** The cursor of the next page; null where there is none. */
export function nextPage(page: ThreadPage): string | null {
  return page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
}

/** Our own threads of a page. A marker counts only where GitHub says that we wrote it: anyone can write a marker. */
export function readThreads(page: ThreadPage): PostedThread[] {
  return (page.nodes ?? []).flatMap((thread) => {
    const comment = thread?.comments.nodes?.[0];
    if (!thread || !comment?.viewerDidAuthor) return [];
    const marker = readCommentMarker(comment.body);
    if (marker === null) return [];
    return [
      {
        id: thread.id,
        commentId: comment.id,
        path: thread.path,
        fingerprint: marker.fingerprint,
        headSha: marker.head,
        state: threadState(thread, comment),
        outdated: thread.isOutdated,
        folded: comment.isMinimized && comment.minimizedReason === "outdated",
        replied: thread.comments.totalCount > 1,
        canResolve: thread.viewerCanResolve,
      },
    ];
  });
}

// Without contents:write a thread cannot be resolved, so the comment is minimised as resolved instead. `resolvedBy`
// is a User: an App that resolved is none, so null means us.
function threadState(
  thread: ThreadNode,
  comment: { isMinimized: boolean; minimizedReason: string | null },
): PostedThread["state"] {
  if (thread.isResolved) return thread.resolvedBy === null ? "resolved-by-us" : "resolved-by-someone";
  if (!comment.isMinimized || comment.minimizedReason === "outdated") return "open";
  return comment.minimizedReason === "resolved" ? "resolved-by-us" : "resolved-by-someone";
}

/** Our check runs on a commit, the newest first. */
export function readCheckRuns(node: CommitNode | null): PostedCheckRun[] {
  const suites = node?.checkSuites?.nodes ?? [];
  const runs = suites.flatMap((suite) => suite?.checkRuns?.nodes ?? []);
  return runs
    .flatMap((run) => {
      if (run === null || run.databaseId === null) return [];
      return [
        {
          id: run.databaseId,
          externalId: run.externalId,
          completed: run.status === "COMPLETED",
          conclusion: run.conclusion?.toLowerCase() ?? null,
          title: run.title,
          summary: run.summary,
          hasAnnotations: (run.annotations?.totalCount ?? 0) > 0,
        },
      ];
    })
    .sort((a, b) => b.id - a.id);
}
