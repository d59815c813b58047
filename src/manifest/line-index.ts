/** Finds lines by offset and offsets by line in one text. Lines are 1-based; offsets count UTF-16 units. */
export interface LineIndex {
  readonly count: number;
  /** the 1-based line and column of an offset */
  positionAt(offset: number): { line: number; column: number };
  lineAt(offset: number): number;
  /** offset of the first character of a line */
  startOf(line: number): number;
  /** offset just behind the last character of a line, before its line end (LF or CRLF) */
  endOf(line: number): number;
}

export function indexLines(text: string): LineIndex {
  // Of most files nothing is told: their lines are looked for where somebody asks.
  let known: number[] | null = null;
  const startsOf = (): number[] => {
    known ??= lineStarts(text);
    return known;
  };

  const lineAt = (offset: number): number => {
    const starts = startsOf();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const startOf = (line: number): number => startsOf()[line - 1] ?? text.length;

  return {
    get count() {
      return startsOf().length;
    },
    lineAt,
    startOf,
    positionAt(offset) {
      const line = lineAt(offset);
      return { line, column: offset - startOf(line) + 1 };
    },
    endOf(line) {
      const next = startsOf()[line];
      if (next === undefined) return text.length;
      return text[next - 2] === "\r" ? next - 2 : next - 1;
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
