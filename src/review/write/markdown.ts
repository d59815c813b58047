import { visible } from "../../words/quote.js";
/**
 * Writing for GitHub's Markdown with words of strangers in it: no name from a manifest can ping anyone, break out of
 * a code span or a fence, or inject HTML.
 */

/** GitHub takes 65,536 characters; some room is left for what the publisher appends. */
export const MAX_BODY_LENGTH = 64_000;

/** No name of Kubernetes is longer than 253 characters; paths may be, and are cut at their start. */
const MAX_CODE_LENGTH = 300;

/** A block beyond this length, as the one line of minified JSON can be, would leave no room for the words around it. */
export const MAX_BLOCK_LENGTH = 40_000;

/** Returns a code span around any text, with a run of backticks longer than any inside (CommonMark: code spans). */
export function code(text: string): string {
  const whole = visible(text).trim();
  const plain =
    whole.length > MAX_CODE_LENGTH
      ? `…${whole.slice(1 - MAX_CODE_LENGTH).replace(/^[\udc00-\udfff]/, "")}`
      : whole;
  if (plain === "") return "` `";
  const longest = longestRun(plain);
  const ticks = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${ticks}${space}${plain}${space}${ticks}`;
}

/** Returns a code span for a table's cell: a pipe ends the cell even inside a code span (GFM: tables). */
export function cellCode(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** Plain text whose names stand in “ ”: names become code spans, everything else is escaped. */
export function prose(message: string): string {
  return message
    .split(/(“[^”]*”)/)
    .map((part) => (part.startsWith("“") && part.endsWith("”") ? code(part.slice(1, -1)) : escapeText(part)))
    .join("");
}

/** Returns text that means nothing but itself. An empty comment keeps `@name` and `#1` from being links. */
export function escapeText(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]<>|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/@/g, "@<!-- -->")
    .replace(/#(?=\d)/g, "#<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//")
    .replace(/(www)\./gi, "$1<!-- -->.");
}

/** Returns a fenced block around any text, with a fence longer than any inside. */
export function fenced(language: string, text: string): string {
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Length of the longest run of backticks. */
function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Returns a link to lines of the head's file where it can be seen, else the place in words. */
export function placeLink(webUrl: string | null, path: string, line: number): string {
  const place = `${path}:${line}`;
  if (webUrl === null) return code(place);
  // Half a surrogate pair cannot be encoded: encodeURIComponent would throw.
  const encoded = path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  const url = `${webUrl}/${encoded}#L${line}`;
  // A code span inside a link keeps the path from being anything but text; ")" would end the link's target.
  return `[${code(place)}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

/**
 * Joins sections until the limit; what no longer fits is counted in words, never dropped in silence. A section that is
 * costly to write may be a function: it is not written where it has no place.
 */
export function joinWithin(
  sections: readonly (string | (() => string))[],
  limit: number,
  rest: (left: number) => string,
): string {
  const kept: string[] = [];
  let length = 0;
  for (const [index, each] of sections.entries()) {
    const section = typeof each === "string" ? each : each();
    if (length + section.length + 200 > limit) {
      kept.push(rest(sections.length - index));
      break;
    }
    kept.push(section);
    length += section.length + 2;
  }
  return kept.join("\n\n");
}
