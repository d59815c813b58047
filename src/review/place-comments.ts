import { type Hunk, hunkAtHeadLine } from "../changeset/change-set.js";
import type { Policy } from "../policy/policy.js";
import type { Finding } from "../rules/finding.js";
import { MAX_BLOCK_LENGTH } from "./markdown.js";
import type { ReviewMaterial } from "./review-material.js";
import type { PlannedComment } from "./review-plan.js";
import { fingerprintOf, writeComment } from "./write-comment.js";

/** More in one review has failed at GitHub with 502 or "submitted too quickly", and nobody reads more. */
export const MAX_COMMENTS = 30;

/** What is known of a file of the head when comments are placed. */
export interface CommentableFile {
  hunks: readonly Hunk[] | null;
  /** GitHub's button can rewrite a whole file with CR in it, so there it gets no suggestion */
  hasCarriageReturns: boolean;
}

export interface PlacedComments {
  comments: PlannedComment[];
  /** findings that deserve words and have no line in a hunk, or came after the last comment that fits */
  unplaced: Finding[];
}

/** Errors deserve a comment, and warnings that are new; an old warning stands in the table alone. */
export function deservesComment({ severity, state, waived }: Finding, policy: Policy): boolean {
  if (waived !== null || policy.comments === "none") return false;
  if (policy.comments === "new" && state === "existing") return false;
  return severity === "error" || state === "new";
}

/** One comment for a container, with all that is to be said of it; one for each other place. */
export function placeComments(findings: readonly Finding[], material: ReviewMaterial): PlacedComments {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.workload, finding.container ?? `${finding.path}:${finding.line}`]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const comments: PlannedComment[] = [];
  const unplaced: Finding[] = [];
  for (const group of [...groups.values()].toSorted(errorsFirst)) {
    const [first] = group as [Finding];
    const file = material.files.get(first.path);
    const place = file === undefined || comments.length >= MAX_COMMENTS ? null : placeOf(group, file);
    if (place === null) {
      unplaced.push(...group);
      continue;
    }
    comments.push({
      path: first.path,
      line: place.line,
      side: "RIGHT",
      body: writeComment(group, place.suggestion, material),
      suggestion: place.suggestion,
      findings: group.map(({ id }) => id),
      fingerprint: fingerprintOf(first.id),
      state: group.some(({ state }) => state === "new") ? "new" : "existing",
    });
  }
  return { comments: comments.toSorted(byPlace), unplaced };
}

/** The line of the proven edit where a hunk shows it; otherwise the first line of a finding that a hunk shows. */
function placeOf(
  group: readonly Finding[],
  file: CommentableFile,
): { line: number; suggestion: string | null } | null {
  const { hunks, hasCarriageReturns } = file;
  if (hunks === null) return null;
  const edit = group.flatMap(({ fix }) => (fix?.confidence === "one-click" ? fix.edits : []))[0];
  if (edit !== undefined && hunkAtHeadLine(hunks, edit.startLine)) {
    return {
      line: edit.endLine,
      suggestion: hasCarriageReturns || edit.replacement.length > MAX_BLOCK_LENGTH ? null : edit.replacement,
    };
  }
  for (const { line, endLine } of group) {
    const shown = hunks.find(
      (hunk) => hunk.newLines > 0 && hunk.newStart <= endLine && hunk.newStart + hunk.newLines > line,
    );
    if (shown !== undefined) return { line: Math.max(line, shown.newStart), suggestion: null };
  }
  return null;
}

function errorsFirst(left: readonly Finding[], right: readonly Finding[]): number {
  return rank(left) - rank(right);
}

function rank(group: readonly Finding[]): number {
  const error = group.some(({ severity }) => severity === "error");
  const fresh = group.some(({ state }) => state === "new");
  return (error ? 0 : 2) + (fresh ? 0 : 1);
}

function byPlace(left: PlannedComment, right: PlannedComment): number {
  return left.path === right.path ? left.line - right.line : left.path < right.path ? -1 : 1;
}
