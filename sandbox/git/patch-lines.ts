/** Line by line through the hunks of a file: which lines can be commented, and where a line has gone. */

/** Lines are 1-based; a line that only one side has is null on the other. */
export interface PatchLine {
  before: number | null;
  after: number | null;
  /** which hunk, from 0 */
  hunk: number;
  /** lines below the first hunk's header: what GitHub calls the position */
  position: number;
  /** with its sign */
  text: string;
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Every line of a patch, the hunks' headers left out. */
export function patchLines(patch: string): PatchLine[] {
  const lines: PatchLine[] = [];
  let [before, after, hunk] = [0, 0, -1];
  for (const [position, text] of patch.split("\n").entries()) {
    const header = text.match(HEADER);
    if (header !== null) {
      [before, after, hunk] = [Number(header[1]), Number(header[2]), hunk + 1];
    } else if (text.startsWith("+")) {
      lines.push({ before: null, after, hunk, position, text });
      after += 1;
    } else if (text.startsWith("-")) {
      lines.push({ before, after: null, hunk, position, text });
      before += 1;
    } else if (!text.startsWith("\\")) {
      lines.push({ before, after, hunk, position, text });
      before += 1;
      after += 1;
    }
  }
  return lines;
}

/** Where a line of the file before has gone: its number in the file after, null where it was changed. */
export function followLine(patch: string | null, line: number): number | null {
  if (patch === null) return line;
  let shift = 0;
  for (const each of patchLines(patch)) {
    if (each.before !== null && each.before >= line) {
      return each.before === line ? each.after : line + shift;
    }
    shift += each.before === null ? 1 : each.after === null ? -1 : 0;
  }
  return line + shift;
}

/** A hunk from its header up to a line. */
export function hunkUpTo(patch: string, position: number): string {
  const lines = patch.split("\n").slice(0, position + 1);
  const header = lines.findLastIndex((line) => line.startsWith("@@ "));
  return lines.slice(Math.max(header, 0)).join("\n");
}
