import { type Hunk, hunkAtHeadLine } from "../changeset/change-set.js";
import { applyEdits } from "../manifest/edit/apply-edits.js";
import type { SourceEdit } from "../manifest/edit/source-edit.js";
import { byPlace } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import type { ChangedManifest } from "../workload/changed-manifest.js";
import type { Finding, Fix } from "./findings/finding.js";
import type { CommentableFile, Review } from "./review.js";
import type { PlannedComment } from "./review-plan.js";
import { MAX_BLOCK_LENGTH } from "./write/markdown.js";
import { distinctFixes, fingerprintOf, type Suggestion, writeComment } from "./write/write-comment.js";

/** More in one review has failed at GitHub with 502 or "submitted too quickly", and a person reads no more. */
export const MAX_COMMENTS = 30;

interface PlacedComments {
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

/** Returns the changed files that are there at the head, as far as a comment on them has to know. */
export function commentableFiles(changed: readonly ChangedManifest[]): Map<string, CommentableFile> {
  return new Map(
    changed.flatMap(({ file, after }) =>
      after === null
        ? []
        : [[file.path, { hunks: file.hunks, hasCarriageReturns: after.text.includes("\r") }]],
    ),
  );
}

/** Returns one comment for a container, with all that is to be said of it; one for each other place. */
export function placeComments(findings: readonly Finding[], material: Review): PlacedComments {
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
    const place =
      file === undefined || first.isUnplaced || comments.length >= MAX_COMMENTS
        ? null
        : placeOf(group, file, textOf(first.path, material));
    if (place === null) {
      unplaced.push(...group);
      continue;
    }
    comments.push({
      path: first.path,
      ...(place.startLine === undefined ? {} : { startLine: place.startLine }),
      line: place.line,
      side: "RIGHT",
      body: writeComment(group, place.suggestion, material),
      suggestion: place.suggestion?.text ?? null,
      findings: group.map(({ id }) => id),
      fingerprint: fingerprintOf(first.id),
      state: group.some(({ state }) => state === "new") ? "new" : "existing",
    });
  }
  return { comments: comments.toSorted(byPlace), unplaced };
}

/** Returns the lines of the proven edits where one hunk shows them, else a finding's first line that a hunk shows. */
function placeOf(group: readonly Finding[], file: CommentableFile, text: string | null): Place | null {
  const { hunks, hasCarriageReturns } = file;
  if (hunks === null) return null;
  const shown = editsInOneHunk(group, hunks);
  if (shown !== null) {
    const { edit, fixes } = combined(shown, text);
    const isOffered = !hasCarriageReturns && edit.replacement.length <= MAX_BLOCK_LENGTH;
    return {
      ...(edit.startLine < edit.endLine ? { startLine: edit.startLine } : {}),
      line: edit.endLine,
      suggestion: isOffered ? { text: edit.replacement, fixes } : null,
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

interface Place {
  startLine?: number;
  line: number;
  suggestion: Suggestion | null;
}

/** Lines that GitHub takes for others in one block: what lies between two edits is repeated in it. */
const MAX_BLOCK_LINES = 40;

/** Returns the fixes of a group whose edits one hunk shows, the first one's in the lead; null where it shows none. */
function editsInOneHunk(group: readonly Finding[], hunks: readonly Hunk[]): [Fix, ...Fix[]] | null {
  const fixes = distinctFixes(group).filter(
    ({ confidence, edits }) => confidence === "one-click" && edits.length === 1,
  );
  const [first, ...others] = fixes;
  const hunkOf = ({ edits: [edit] }: Fix) => {
    const hunk = edit && hunkAtHeadLine(hunks, edit.startLine);
    return edit && hunk === hunkAtHeadLine(hunks, edit.endLine) ? hunk : undefined;
  };
  const hunk = first && hunkOf(first);
  if (first === undefined || hunk === undefined) return null;
  const taken: [Fix, ...Fix[]] = [first];
  for (const other of others) if (hunkOf(other) === hunk && fits([...taken, other])) taken.push(other);
  return taken;
}

function fits(fixes: readonly Fix[]): boolean {
  const edits = inOrder(fixes);
  const apart = edits.every(
    ({ startLine }, index) => index === 0 || startLine > (edits[index - 1] as SourceEdit).endLine,
  );
  const [first, last] = [edits[0] as SourceEdit, edits.at(-1) as SourceEdit];
  return apart && last.endLine - first.startLine < MAX_BLOCK_LINES;
}

function inOrder(fixes: readonly Fix[]): SourceEdit[] {
  return fixes.flatMap(({ edits }) => edits).toSorted((left, right) => left.startLine - right.startLine);
}

/** Edits as one that takes the lines between them along. */
function combined(
  fixes: readonly [Fix, ...Fix[]],
  text: string | null,
): { edit: SourceEdit; fixes: readonly Fix[] } {
  const [first] = fixes;
  const edits = inOrder(fixes);
  const [from, to] = [edits[0] as SourceEdit, edits.at(-1) as SourceEdit];
  if (edits.length === 1 || text === null) return { edit: first.edits[0] as SourceEdit, fixes: [first] };
  const lines = text
    .split("\n")
    .slice(from.startLine - 1, to.endLine)
    .join("\n");
  const shifted = edits.map((edit) => ({
    ...edit,
    startLine: edit.startLine - from.startLine + 1,
    endLine: edit.endLine - from.startLine + 1,
  }));
  return { edit: { ...from, endLine: to.endLine, replacement: applyEdits(lines, shifted) }, fixes };
}

function textOf(path: string, { changeSet }: Review): string | null {
  const after = changeSet.files.find((file) => file.path === path)?.after;
  return after?.kind === "text" ? after.text : null;
}

function errorsFirst(left: readonly Finding[], right: readonly Finding[]): number {
  return rank(left) - rank(right);
}

function rank(group: readonly Finding[]): number {
  const error = group.some(({ severity }) => severity === "error");
  const fresh = group.some(({ state }) => state === "new");
  return (error ? 0 : 2) + (fresh ? 0 : 1);
}
