/** Reviews, all or nothing: one comment in the wrong place and GitHub keeps none of it. */
import { isAncestor, isObjectId } from "../git/bare-repository.js";
import { hunkUpTo } from "../git/patch-lines.js";
import { type Comparison, compareOfPull } from "./diffs.js";
import type { Account, PullRequest, Review, ReviewComment, ReviewState, Side, Thread } from "./model.js";
import { Refusal } from "./refusal.js";
import { commentable } from "./threads.js";
import { identify, now, type World } from "./world.js";

export interface CommentRequest {
  path: string;
  body: string;
  position?: number;
  line?: number;
  side?: string;
  start_line?: number;
  start_side?: string;
}

export interface ReviewRequest {
  commit_id?: string;
  body?: string;
  event?: "COMMENT" | "APPROVE" | "REQUEST_CHANGES";
  comments?: readonly CommentRequest[];
}

const STATE: Record<string, ReviewState> = {
  COMMENT: "COMMENTED",
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
};

/** GitHub's own limit of a body: https://github.com/renovatebot/renovate/issues/2032 */
const MAX_BODY = 65_536;

const THREAD = "Pull request review thread";

// GitHub's sentences, as they were seen in these threads.
const FAULTS = {
  // https://github.com/The-PR-Agent/pr-agent/issues/592
  line: `${THREAD} line must be part of the diff and ${THREAD} diff hunk can't be blank`,
  // https://github.com/villesau/ai-codereviewer/issues/34
  path: `${THREAD} path is invalid and ${THREAD} diff hunk can't be blank`,
  // https://github.com/parkerbxyz/suggest-changes/issues/28
  start: `${THREAD} start line must be part of the same hunk as the line., and ${THREAD} diff hunk can't be blank`,
  hunk: `${THREAD} start line must be part of the same hunk as the line.`,
  // https://github.com/ubuntu/WSL/pull/244
  order: `${THREAD} start line must precede the end line.`,
  // https://github.com/PyGithub/PyGithub/issues/2501
  commit: `${THREAD} end commit oid is not part of the pull request`,
};

interface Anchor {
  line: number;
  side: Side;
  startLine: number | null;
  startSide: Side | null;
  diffHunk: string;
}

/** Posts a review with its comments; without an event it waits as pending. */
export async function createReview(
  world: World,
  pull: PullRequest,
  author: Account,
  request: ReviewRequest,
): Promise<Review> {
  const commitId = request.commit_id ?? pull.head.sha;
  const { body = "", event, comments = [] } = request;
  checkReview(pull, author, request);
  if (!(await isPartOf(pull, commitId))) throw unprocessable(FAULTS.commit);
  const shown = await compareOfPull(pull, commitId);
  const anchors = comments.map((comment) => anchorOf(comment, shown));
  const faults = [...new Set(anchors.filter((anchor) => typeof anchor === "string"))];
  if (faults.length > 0) throw unprocessable(...faults);
  const review = identify(world, "PullRequestReview", {
    ...{ pull, author, body, commitId },
    state: event === undefined ? ("PENDING" as const) : STATE[event]!,
    submittedAt: event === undefined ? null : now(),
  });
  pull.reviews.push(review);
  const written = comments.map((comment, i) =>
    addThread(world, pull, review, comment, anchors[i] as Anchor, shown.mergeBase ?? commitId),
  );
  if (event !== undefined) tellSubmitted(world, review, written);
  return review;
}

// https://github.com/max-sixty/tend/pull/1171 shows the first, GitHub's reference the others.
function checkReview(
  pull: PullRequest,
  author: Account,
  { body, event, comments = [] }: ReviewRequest,
): void {
  if (pull.reviews.some((each) => each.author === author && each.state === "PENDING"))
    throw unprocessable("User can only have one pending review per pull request");
  if (event !== undefined && event !== "APPROVE" && (body ?? "").trim() === "")
    throw unprocessable("Body can't be blank");
  if (event !== undefined && event !== "COMMENT" && author === pull.author)
    throw unprocessable(
      event === "APPROVE"
        ? "Can not approve your own pull request"
        : "Can not request changes on your own pull request",
    );
  const bodies = [body ?? "", ...comments.map((comment) => comment.body)];
  if (bodies.some((text) => text.length > MAX_BODY))
    throw unprocessable(`Body is too long (maximum is ${MAX_BODY} characters)`);
  if (comments.some((comment) => comment.body.trim() === "")) throw unprocessable("Body can't be blank");
}

async function isPartOf(pull: PullRequest, sha: string): Promise<boolean> {
  if (!isObjectId(sha)) return false;
  if ([pull.head.sha, ...pull.formerHeads].includes(sha)) return true;
  const { git } = pull.repository;
  return (await isAncestor(git, sha, pull.head.sha)) && !(await isAncestor(git, sha, pull.base.sha));
}

// One of GitHub's sentences where a comment has no place.
function anchorOf(comment: CommentRequest, shown: Comparison): Anchor | string {
  const { path, line, start_line: startLine = null } = comment;
  const file = shown.files.find((each) => each.path === path);
  if (file === undefined) return FAULTS.path;
  const side = sideOf(comment.side, "RIGHT");
  const startSide = sideOf(comment.start_side, side ?? "RIGHT");
  if (line === undefined || side === null || startSide === null) return FAULTS.line;
  const lines = commentable(file.patch, side);
  if (lines.get(line) === undefined) return FAULTS.line;
  if (startLine !== null) {
    const starts = commentable(file.patch, startSide);
    if (startSide === side && startLine >= line) return FAULTS.order;
    if (starts.get(startLine) === undefined) return FAULTS.start;
    if (starts.get(startLine)!.hunk !== lines.get(line)!.hunk) return FAULTS.hunk;
  }
  return {
    ...{ line, side, startLine, startSide: startLine === null ? null : startSide },
    diffHunk: hunkUpTo(file.patch ?? "", lines.get(line)!.position),
  };
}

function sideOf(given: string | undefined, otherwise: Side): Side | null {
  if (given === undefined) return otherwise;
  return given === "LEFT" || given === "RIGHT" ? given : null;
}

function addThread(
  world: World,
  pull: PullRequest,
  review: Review,
  comment: CommentRequest,
  anchor: Anchor,
  baseId: string,
): ReviewComment {
  const { diffHunk, ...place } = anchor;
  const thread = identify(world, "PullRequestReviewThread", {
    ...{ pull, path: comment.path, ...place, commitId: review.commitId, baseId },
    ...{ isResolved: false, resolvedBy: null, comments: [] },
  });
  pull.threads.push(thread);
  return addComment(world, thread, review, comment.body, diffHunk);
}

function addComment(
  world: World,
  thread: Thread,
  review: Review,
  body: string,
  diffHunk: string,
): ReviewComment {
  const comment = identify(world, "PullRequestReviewComment", {
    ...{ thread, review, author: review.author, body, diffHunk },
    ...{ createdAt: now(), minimizedReason: null },
  });
  thread.comments.push(comment);
  return comment;
}

/** Answers in a thread: GitHub makes a review of its own for it, with an empty body. */
export function replyTo(world: World, thread: Thread, author: Account, body: string): ReviewComment {
  if (body.trim() === "") throw unprocessable("Body can't be blank");
  if (body.length > MAX_BODY) throw unprocessable(`Body is too long (maximum is ${MAX_BODY} characters)`);
  const { pull } = thread;
  const review = identify(world, "PullRequestReview", {
    ...{ pull, author, body: "", state: "COMMENTED" as const, commitId: pull.head.sha, submittedAt: now() },
  });
  pull.reviews.push(review);
  const comment = addComment(world, thread, review, body, thread.comments[0]!.diffHunk);
  tellSubmitted(world, review, [comment]);
  return comment;
}

function tellSubmitted(world: World, review: Review, comments: readonly ReviewComment[]): void {
  const common = { repository: review.pull.repository, sender: review.author };
  world.tell({ name: "pull_request_review", action: "submitted", review, ...common });
  for (const comment of comments)
    world.tell({ name: "pull_request_review_comment", action: "created", comment, ...common });
}

function unprocessable(...errors: string[]): Refusal {
  return new Refusal(422, "Unprocessable Entity", { errors });
}
