/** Reviews, the threads in the diff and the comments below. */

import { may } from "../access/tokens.js";
import { pullPage } from "../present/urls.js";
import type { IssueComment, Review, ReviewComment, Thread } from "../state/model.js";
import { placeOf } from "../state/threads.js";
import { actorNode, type Node } from "./actor-node.js";
import { type ConnectionArgs, connection } from "./connection.js";
import type { GraphqlContext } from "./context.js";

/** A review. */
export function reviewNode(context: GraphqlContext, review: Review): Node {
  const { pull, author } = review;
  return {
    __typename: "PullRequestReview",
    id: review.nodeId,
    databaseId: review.id,
    body: review.body,
    state: review.state,
    submittedAt: review.submittedAt,
    url: `${pullPage(context.world, pull)}#pullrequestreview-${review.id}`,
    author: actorNode(context.world, author),
    viewerDidAuthor: isOwn(context, author),
    commit: () => context.nodes.commit(pull.repository, review.commitId),
    pullRequest: () => context.nodes.pullRequest(pull),
    comments: (args: ConnectionArgs) => {
      const own = pull.threads.flatMap(({ comments }) => comments).filter((each) => each.review === review);
      return connection(own, args, (comment) => reviewCommentNode(context, comment));
    },
  };
}

/** A thread. Resolving takes write access to the contents too: https://github.com/github/gh-aw/issues/35726 */
export function threadNode(context: GraphqlContext, thread: Thread): Node {
  const { pull, comments } = thread;
  const place = async () => placeOf(thread);
  return {
    __typename: "PullRequestReviewThread",
    id: thread.nodeId,
    path: async () => (await place()).path,
    line: async () => (await place()).line,
    startLine: async () => (await place()).startLine,
    originalLine: thread.line,
    originalStartLine: thread.startLine,
    diffSide: thread.side,
    startDiffSide: thread.startSide,
    subjectType: "LINE",
    isResolved: thread.isResolved,
    isOutdated: async () => (await place()).isOutdated,
    isCollapsed: thread.isResolved,
    // It is of the type User, and a bot is none.
    resolvedBy: thread.resolvedBy?.type === "User" ? actorNode(context.world, thread.resolvedBy) : null,
    viewerCanResolve: !thread.isResolved && canResolve(context, thread),
    viewerCanUnresolve: thread.isResolved && canResolve(context, thread),
    viewerCanReply: may(context.actor, pull.repository, "pull_requests", "write"),
    pullRequest: () => context.nodes.pullRequest(pull),
    comments: (args: ConnectionArgs) =>
      connection(comments, args, (comment) => reviewCommentNode(context, comment)),
  };
}

/** Whether a token may end a thread. */
export function canResolve({ actor }: GraphqlContext, { pull }: Thread): boolean {
  const { repository } = pull;
  return may(actor, repository, "pull_requests", "write") && may(actor, repository, "contents", "write");
}

/** A comment in the diff. */
export function reviewCommentNode(context: GraphqlContext, comment: ReviewComment): Node {
  const { thread, review, author } = comment;
  return {
    __typename: "PullRequestReviewComment",
    id: comment.nodeId,
    databaseId: comment.id,
    body: comment.body,
    path: thread.path,
    diffHunk: comment.diffHunk,
    createdAt: comment.createdAt,
    updatedAt: comment.createdAt,
    url: `${pullPage(context.world, thread.pull)}#discussion_r${comment.id}`,
    author: actorNode(context.world, author),
    viewerDidAuthor: isOwn(context, author),
    ...minimized(comment),
    line: async () => (await placeOf(thread)).line,
    outdated: async () => (await placeOf(thread)).isOutdated,
    originalLine: thread.line,
    pullRequest: () => context.nodes.pullRequest(thread.pull),
    pullRequestReview: () => reviewNode(context, review),
    replyTo: () => (thread.comments[0] === comment ? null : reviewCommentNode(context, thread.comments[0]!)),
  };
}

/** A comment below the pull request. */
export function issueCommentNode(context: GraphqlContext, comment: IssueComment): Node {
  return {
    __typename: "IssueComment",
    id: comment.nodeId,
    databaseId: comment.id,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : comment.updatedAt,
    url: `${pullPage(context.world, comment.pull)}#issuecomment-${comment.id}`,
    author: actorNode(context.world, comment.author),
    viewerDidAuthor: isOwn(context, comment.author),
    ...minimized(comment),
    pullRequest: () => context.nodes.pullRequest(comment.pull),
  };
}

function minimized({ minimizedReason }: { minimizedReason: string | null }): Node {
  return { isMinimized: minimizedReason !== null, minimizedReason, viewerCanMinimize: true };
}

function isOwn({ actor }: GraphqlContext, author: Review["author"]): boolean {
  return author === actor.installation.app.bot;
}
