/** Reads this App's posts out of GitHub's answers. A marker counts only where GitHub says that we wrote it. */
import type { PostedCheckRun, PostedThread, PullRequestState } from "../../posted.js";
import { readCommentMarker, readReviewMarkers } from "./markers.js";
import type { CheckRunNode, OwnersNode, PullRequestNode, ThreadNode, ThreadPage } from "./posted-query.js";

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
    byBot: isBot(node.author),
    changedFiles: node.changedFiles,
    threads: readThreads(node.reviewThreads),
    nextThreads: nextPage(node.reviewThreads),
    reviewed: bodies.flatMap(({ change }) => change ?? []),
    told: bodies.flatMap((body) => body.told),
  };
}

/**
 * An organisation's own bot often works as a user: GitHub knows no other sign of it than its name. "bot" is a word of its own
 * there, as people are called Talbot, and of an enterprise's users what follows "_" is the enterprise. Whoever is a person
 * all the same only gets no comments on what was there before: the check tells of it as ever.
 */
const BOT_NAME =
  /^(?:.*[-_])?(?:renovate|dependabot|(?:ro)?bot|image-updater)(?:[-_]?bot)?(?:-?\d+)?(?:_[a-z\d]+)?$|\[bot\]$/i;

function isBot(author: PullRequestNode["author"]): boolean {
  return author !== null && (author.__typename === "Bot" || BOT_NAME.test(author.login));
}

/** The cursor of the next page; null where there is none. */
export function nextPage(page: Pick<ThreadPage, "pageInfo">): string | null {
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

/** External ids of our check runs on a commit. */
export function readOwners(node: OwnersNode | null): string[] {
  const suites = node?.checkSuites?.nodes ?? [];
  return suites.flatMap((suite) => suite?.checkRuns?.nodes ?? []).flatMap((run) => run?.externalId ?? []);
}

/** Check runs as they are compared with a verdict, the newest first. */
export function readCheckRuns(nodes: readonly (CheckRunNode | null)[]): PostedCheckRun[] {
  return nodes
    .flatMap((run) => {
      if (run === null || run.databaseId === null) return [];
      return [
        {
          id: run.databaseId,
          externalId: run.externalId,
          completed: run.status === "COMPLETED",
          completedAt: run.completedAt,
          conclusion: run.conclusion?.toLowerCase() ?? null,
          title: run.title,
          summary: run.summary,
          hasAnnotations: (run.annotations?.totalCount ?? 0) > 0,
        },
      ];
    })
    .sort((a, b) => b.id - a.id);
}
