/** Conversations at lines of a diff: where they stand now, and who may end them. */
import { followLine, type PatchLine, patchLines } from "../git/patch-lines.js";
import { compareOfPull, filesBetween } from "./diffs.js";
import type { Account, PullRequest, ReviewComment, Side, Thread } from "./model.js";
import type { World } from "./world.js";

/** Where a thread stands at its pull request's head; without a line it is outdated. */
export interface Place {
  path: string;
  line: number | null;
  startLine: number | null;
  isOutdated: boolean;
}

/** Follows a thread's lines to the head: outdated where one of them changed or left the diff. */
export async function placeOf(thread: Thread): Promise<Place> {
  const { pull, side } = thread;
  const now = await compareOfPull(pull);
  const to = side === "RIGHT" ? pull.head.sha : now.mergeBase;
  const from = side === "RIGHT" ? thread.commitId : thread.baseId;
  if (to === null) return outdated(thread.path);
  const moved = (await filesBetween(pull.repository, from, to)).find(
    ({ path, previousPath }) => (previousPath ?? path) === thread.path,
  );
  const path = moved?.path ?? thread.path;
  if (moved?.status === "removed" || moved?.status === "changed") return outdated(path);
  const patch = moved?.patch ?? null;
  const line = followLine(patch, thread.line);
  const first = thread.startLine ?? thread.line;
  const start = followLine(patch, first);
  // Something new or gone between the two is a change of what was commented.
  if (line === null || start === null || line - start !== thread.line - first) return outdated(path);
  if (rangeIsKept(patch, first, thread.line) === false) return outdated(path);
  const shown = now.files.find(
    (file) => (side === "RIGHT" ? file.path : (file.previousPath ?? file.path)) === path,
  );
  const lines = commentable(shown?.patch ?? null, side);
  const isShown = inOneHunk(lines, start, line);
  return isShown
    ? { path, line, startLine: thread.startLine === null ? null : start, isOutdated: false }
    : outdated(path);
}

function outdated(path: string): Place {
  return { path, line: null, startLine: null, isOutdated: true };
}

function rangeIsKept(patch: string | null, first: number, last: number): boolean {
  for (let line = first; line <= last; line += 1) if (followLine(patch, line) === null) return false;
  return true;
}

/**
 * The lines of one side that GitHub takes a comment on, each with its hunk: added and context lines on the RIGHT,
 * deleted ones on the LEFT. https://docs.github.com/en/rest/pulls/comments#create-a-review-comment-for-a-pull-request
 */
export function commentable(patch: string | null, side: Side): Map<number, PatchLine> {
  const lines = patch === null ? [] : patchLines(patch);
  return new Map(
    lines.flatMap((each): [number, PatchLine][] => {
      if (side === "RIGHT") return each.after === null ? [] : [[each.after, each]];
      return each.before === null || each.after !== null ? [] : [[each.before, each]];
    }),
  );
}

/** Whether both ends of a range can be commented and lie in the same hunk. */
export function inOneHunk(lines: Map<number, PatchLine>, start: number, end: number): boolean {
  const first = lines.get(start);
  return first !== undefined && first.hunk === lines.get(end)?.hunk;
}

/** Ends a conversation. */
export function resolveThread(world: World, thread: Thread, by: Account): void {
  if (thread.isResolved) return;
  thread.isResolved = true;
  thread.resolvedBy = by;
  tell(world, thread, "resolved", by);
}

/** Takes a conversation up again. */
export function unresolveThread(world: World, thread: Thread, by: Account): void {
  if (!thread.isResolved) return;
  thread.isResolved = false;
  thread.resolvedBy = null;
  tell(world, thread, "unresolved", by);
}

function tell(world: World, thread: Thread, action: "resolved" | "unresolved", sender: Account): void {
  const { repository } = thread.pull;
  world.tell({ name: "pull_request_review_thread", action, repository, sender, thread });
}

/** All comments in the diff of a pull request that everyone sees, the oldest first. */
export function reviewCommentsOf(pull: PullRequest): ReviewComment[] {
  return pull.threads
    .flatMap(({ comments }) => comments)
    .filter(({ review }) => review.state !== "PENDING")
    .sort((a, b) => a.id - b.id);
}
