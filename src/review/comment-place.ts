/** The lines of a diff on which a comment stands, and the block of its button. */
import { type Hunk, hunkAtHeadLine } from "../changeset/change-set.js";
import { applyEdits } from "../manifest/edit/apply-edits.js";
import type { SourceEdit } from "../manifest/edit/source-edit.js";
import type { Finding, Fix } from "./findings/finding.js";
import type { CommentableFile } from "./review.js";
import { MAX_BLOCK_LENGTH } from "./write/markdown.js";
import { distinctFixes, type Suggestion } from "./write/write-comment.js";

export interface Place {
  path: string;
  startLine?: number;
  line: number;
  suggestion: Suggestion | null;
}

/** A file of the head in which a comment may stand. */
export interface ShownFile extends CommentableFile {
  path: string;
  /** null where it is not at hand */
  text: string | null;
}

/** Returns the lines of the proven edits where one hunk shows them, else a finding's first line that a hunk shows. */
export function placeOf(group: readonly Finding[], file: ShownFile): Place | null {
  const { path, hunks } = file;
  const shown = placeOfEdits(group, file);
  if (shown !== null || hunks === null) return shown;
  for (const { path: at, line, endLine } of group) {
    const shown = at === path ? hunks.find((hunk) => shows(hunk, line, endLine)) : undefined;
    if (shown !== undefined) return { path, line: Math.max(line, shown.newStart), suggestion: null };
  }
  return null;
}

/** Returns the lines of the proven edits where one hunk of the file shows them; null where none does. */
export function placeOfEdits(group: readonly Finding[], file: ShownFile): Place | null {
  const { path, text, hunks, hasCarriageReturns } = file;
  if (hunks === null) return null;
  const shown = editsInOneHunk(group, path, hunks);
  const block = shown === null ? null : combined(shown, text);
  if (block !== null) {
    const { edit, fixes } = block;
    const isOffered = !hasCarriageReturns && edit.replacement.length <= MAX_BLOCK_LENGTH;
    return {
      path,
      ...(edit.startLine < edit.endLine ? { startLine: edit.startLine } : {}),
      line: edit.endLine,
      suggestion: isOffered ? { text: edit.replacement, fixes } : null,
    };
  }
  return null;
}

/** Lines that GitHub takes for others in one block: what lies between two edits is repeated in it. */
const MAX_BLOCK_LINES = 40;

/** Returns the fixes of a group whose edits one hunk shows, the first one's in the lead; null where it shows none. */
function editsInOneHunk(
  group: readonly Finding[],
  path: string,
  hunks: readonly Hunk[],
): [Fix, ...Fix[]] | null {
  const fixes = distinctFixes(group).filter(
    ({ confidence, edits }) => confidence === "one-click" && edits.every((edit) => edit.path === path),
  );
  const [first, ...others] = fixes;
  const hunkOf = ({ edits }: Fix) => {
    const shown = edits.flatMap(({ startLine, endLine }) =>
      [startLine, endLine].map((line) => hunkAtHeadLine(hunks, line)),
    );
    return shown.every((hunk) => hunk === shown[0]) ? shown[0] : undefined;
  };
  const hunk = first && hunkOf(first);
  if (first === undefined || hunk === undefined || (first.edits.length > 1 && !fits([first]))) return null;
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

/** Edits as one that takes the lines between them along; null where these are not at hand. */
function combined(
  fixes: readonly [Fix, ...Fix[]],
  text: string | null,
): { edit: SourceEdit; fixes: readonly Fix[] } | null {
  const [first] = fixes;
  const edits = inOrder(fixes);
  const [from, to] = [edits[0] as SourceEdit, edits.at(-1) as SourceEdit];
  if (edits.length === 1) return { edit: from, fixes: [first] };
  if (text === null)
    return first.edits.length === 1 ? { edit: first.edits[0] as SourceEdit, fixes: [first] } : null;
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

/** Whether a hunk shows one of the lines of the head from the first to the last. */
export function shows({ newStart, newLines }: Hunk, line: number, endLine: number): boolean {
  return newLines > 0 && newStart <= endLine && newStart + newLines > line;
}
