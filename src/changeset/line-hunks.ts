import { structuredPatch } from "diff";
import type { FileContent, Hunk } from "./change-set.js";

// Two texts further apart than this many lines are shown as one hunk: the search for the shortest way is quadratic.
const MAX_EDIT_LENGTH = 2_000;

/** The hunks between two contents of a file, with three lines of context; null where there is nothing to show. */
export function contentHunks(before: FileContent | null, after: FileContent | null): Hunk[] | null {
  if ((before !== null && before.kind !== "text") || (after !== null && after.kind !== "text")) return null;
  const hunks = lineHunks(before?.text ?? "", after?.text ?? "");
  return hunks.length === 0 ? null : hunks;
}

/** The runs of lines that only the second of two texts has; null where the texts are too far apart to tell. */
export function addedRuns(before: string, after: string): LineRun[] | null {
  const patch = structuredPatch("a", "b", before, after, "", "", {
    context: 0,
    maxEditLength: MAX_EDIT_LENGTH,
  });
  if (patch === undefined) return null;
  return patch.hunks.flatMap(({ newStart, newLines }) =>
    newLines === 0 ? [] : [{ start: newStart, end: newStart + newLines - 1 }],
  );
}

/** Lines of a text, 1-based and inclusive. */
export interface LineRun {
  start: number;
  end: number;
}

function lineHunks(before: string, after: string): Hunk[] {
  if (before === after) return [];
  if (before === "" || after === "") return [hunkOver(before, after)];
  const options = { context: 3, maxEditLength: MAX_EDIT_LENGTH };
  const patch = structuredPatch("a", "b", before, after, "", "", options);
  if (patch === undefined) return [hunkOver(before, after)];
  return patch.hunks.map(({ oldStart, oldLines, newStart, newLines }) => ({
    oldStart,
    oldLines,
    newStart,
    newLines,
  }));
}

function hunkOver(before: string, after: string): Hunk {
  const [oldLines, newLines] = [countLines(before), countLines(after)];
  return { oldStart: Math.min(1, oldLines), oldLines, newStart: Math.min(1, newLines), newLines };
}

function countLines(text: string): number {
  if (text === "") return 0;
  let count = text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
