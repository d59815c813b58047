/** Words of strangers for a terminal: no name, path or line of a manifest may move a cursor or give a CI an order. */

const ESC = "\u001b";
// Control sequences (CSI), then strings such as a window's title up to their end, then escapes of two characters
// (ECMA-48).
const ESCAPES = new RegExp(
  [
    `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]`,
    `${ESC}[\\]P^_X][^\u0007${ESC}]*(?:\u0007|${ESC}\\\\)?`,
    `${ESC}[ -~]`,
  ].join("|"),
  "g",
);

const MAX_LINE = 160;

/** One line without escapes, control and invisible formatting characters. */
export function plain(text: string): string {
  return text
    .replace(ESCAPES, "")
    .replaceAll("\t", "  ")
    .replace(/[\r\n\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "");
}

/** A line of a file: plain, and cut where a screen has long ended. */
export function sourceLine(text: string): string {
  // Cut before cleaning: a line may be megabytes long.
  const line = plain(text.slice(0, MAX_LINE * 4));
  return line.length > MAX_LINE || text.length > MAX_LINE * 4 ? `${line.slice(0, MAX_LINE - 1)}…` : line;
}

/**
 * A line that a CI runner does not take for an order: GitHub's knows `::name::` at a line's beginning, blanks before
 * it included, and `##[name]` (actions/runner, ActionCommand.cs).
 */
export function withoutOrders(line: string): string {
  return line.replace(/^(\s*)::/, "$1› ::").replaceAll("##[", "## [");
}

/** Words on lines of at most the given width; a word longer than that has a line of its own. */
export function wrap(text: string, width: number | null, indent: string): string[] {
  if (width === null) return [`${indent}${text}`];
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const empty = line === indent;
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}
