/** A patch as the page draws it: hunks of numbered lines, and the piece of one that a comment speaks of. */

/** Numbers are 1-based; a line that only one side has is null on the other. */
export interface PatchLine {
  before: number | null;
  after: number | null;
  /** without its sign */
  text: string;
  /** git's "\ No newline at end of file" stands below it */
  endsOpen: boolean;
}

export interface PatchHunk {
  /** "@@ -1,2 +1,3 @@ section"; empty where none is to be shown */
  header: string;
  lines: PatchLine[];
}

export type Side = "LEFT" | "RIGHT";

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

// A comment's `diff_hunk` ends in the middle of its hunk, so the counts in the header mean nothing here.
/** Reads a unified diff without file headers, whole or cut off. */
export function readPatch(patch: string): PatchHunk[] {
  const hunks: PatchHunk[] = [];
  let [before, after] = [0, 0];
  for (const text of patch.replace(/\n$/, "").split("\n")) {
    const header = HEADER.exec(text);
    const lines = hunks.at(-1)?.lines;
    if (header !== null) {
      [before, after] = [Number(header[1]), Number(header[2])];
      hunks.push({ header: text, lines: [] });
    } else if (text.startsWith("\\")) {
      const last = lines?.at(-1);
      if (last !== undefined) last.endsOpen = true;
    } else if (lines !== undefined) {
      const sign = text[0] ?? " ";
      lines.push({
        before: sign === "+" ? null : before++,
        after: sign === "-" ? null : after++,
        text: text.slice(1),
        endsOpen: false,
      });
    }
  }
  return hunks;
}

/** The number of a line on a side; null where the side does not have it. */
export function numberOn(line: PatchLine, side: Side): number | null {
  return side === "LEFT" ? line.before : line.after;
}

/** The piece of a diff that ends with the lines `first` to `last` of a side; null where they are not in one hunk. */
export function excerptOf(
  hunks: readonly PatchHunk[],
  side: Side,
  first: number,
  last: number,
  linesAbove = 3,
): PatchHunk | null {
  for (const { lines } of hunks) {
    const from = lines.findIndex((line) => numberOn(line, side) === first);
    const to = lines.findIndex((line) => numberOn(line, side) === last);
    if (from >= 0 && to >= from)
      return { header: "", lines: lines.slice(Math.max(0, from - linesAbove), to + 1) };
  }
  return null;
}

/** The text of the lines `first` to `last` of a side; null where the diff does not show them all. */
export function textBetween(
  hunks: readonly PatchHunk[],
  side: Side,
  first: number,
  last: number,
): string | null {
  const lines = hunks
    .flatMap((hunk) => hunk.lines)
    .filter((line) => {
      const number = numberOn(line, side);
      return number !== null && number >= first && number <= last;
    });
  return lines.length === last - first + 1 ? lines.map(({ text }) => text).join("\n") : null;
}
