import { patchLines } from "../git/patch-lines.js";
import { compareOfPull } from "../state/diffs.js";
import type { IssueComment, Reaction, Review, ReviewComment } from "../state/model.js";
import { placeOf } from "../state/threads.js";
import type { World } from "../state/world.js";
import { presentAccount } from "./account.js";
import { associationOf } from "./pull-request.js";
import { pullPage, repositoryApi } from "./urls.js";

/** A review: `pull-request-review`. A pending one has no time of submission. */
export function presentReview(world: World, review: Review): Record<string, unknown> {
  const { pull, author, submittedAt } = review;
  const url = `${repositoryApi(world, pull.repository)}/pulls/${pull.number}`;
  const page = `${pullPage(world, pull)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: presentAccount(world, author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: associationOf(pull.repository, author),
    _links: { html: { href: page }, pull_request: { href: url } },
    ...(submittedAt === null ? {} : { submitted_at: submittedAt }),
    commit_id: review.commitId,
  };
}

/** A comment in the diff: `pull-request-review-comment`. Where it is outdated it has no line any more. */
export async function presentReviewComment(
  world: World,
  comment: ReviewComment,
): Promise<Record<string, unknown>> {
  const { thread, review, author } = comment;
  const { pull } = thread;
  const api = repositoryApi(world, pull.repository);
  const url = `${api}/pulls/comments/${comment.id}`;
  const page = `${pullPage(world, pull)}#discussion_r${comment.id}`;
  const pullUrl = `${api}/pulls/${pull.number}`;
  const place = await placeOf(thread);
  const [first] = thread.comments;
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    pull_request_review_id: review.id,
    diff_hunk: comment.diffHunk,
    path: place.path,
    commit_id: place.line === null ? thread.commitId : pull.head.sha,
    original_commit_id: thread.commitId,
    user: presentAccount(world, author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: associationOf(pull.repository, author),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    position: await positionOf(comment, place.line),
    original_position: patchLines(comment.diffHunk).length,
    line: place.line,
    original_line: thread.line,
    start_line: place.startLine,
    original_start_line: thread.startLine,
    side: thread.side,
    start_side: thread.startSide,
    subject_type: "line",
    ...(first === comment || first === undefined ? {} : { in_reply_to_id: first.id }),
  };
}

async function positionOf({ thread }: ReviewComment, line: number | null): Promise<number | null> {
  if (line === null) return null;
  const { files } = await compareOfPull(thread.pull);
  const { path } = await placeOf(thread);
  const patch = files.find((file) => file.path === path)?.patch ?? "";
  const side = thread.side === "RIGHT" ? "after" : "before";
  return patchLines(patch).find((each) => each[side] === line)?.position ?? null;
}

/** A comment below the pull request: `issue-comment`. */
export function presentIssueComment(world: World, comment: IssueComment): Record<string, unknown> {
  const { pull, author, id } = comment;
  const api = repositoryApi(world, pull.repository);
  return {
    url: `${api}/issues/comments/${id}`,
    html_url: `${pullPage(world, pull)}#issuecomment-${id}`,
    issue_url: `${api}/issues/${pull.number}`,
    id,
    node_id: comment.nodeId,
    user: presentAccount(world, author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(pull.repository, author),
    body: comment.body,
    performed_via_github_app: null,
    reactions: countReactions(`${api}/issues/comments/${id}/reactions`, comment.reactions),
  };
}

const REACTIONS = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];

function countReactions(url: string, reactions: readonly Reaction[]): Record<string, unknown> {
  const counts = REACTIONS.map((kind) => [kind, reactions.filter(({ content }) => content === kind).length]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}

/** A reaction: `reaction`. */
export function presentReaction(world: World, reaction: Reaction): Record<string, unknown> {
  const { id, nodeId, user, content, createdAt } = reaction;
  return { id, node_id: nodeId, user: presentAccount(world, user), content, created_at: createdAt };
}
