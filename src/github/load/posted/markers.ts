/**
 * The markers that this App hides in its own comments so that it finds them again. A marker proves nothing by itself:
 * trust one only where GitHub says that the viewer wrote the comment.
 */
import { createHash } from "node:crypto";
import { changeOf } from "../../posted.js";

const COMMENT = /<!-- surefoot:comment:([0-9a-f]{16}) head=([\w.-]+) -->/g;
const REVIEW = /<!-- surefoot:review head=([\w.-]+) base=([\w.-]+) -->/g;
const TOLD = /<!-- surefoot:told((?: [0-9a-f]{8})*) -->/g;

/** The marker of an inline comment; null where there is none. The last one counts: the text before may quote others. */
export function readCommentMarker(body: string): { fingerprint: string; head: string } | null {
  const match = [...body.matchAll(COMMENT)].at(-1);
  return match === undefined ? null : { fingerprint: match[1]!, head: match[2]! };
}

/** Marks a review with what it was about, and with the findings that only its body tells. */
export function reviewMarkers(
  { base, head }: { base: string | null; head: string },
  told: readonly string[],
): string {
  const review = `<!-- surefoot:review head=${head} base=${base ?? "none"} -->`;
  return told.length === 0 ? review : `${review}\n<!-- surefoot:told ${told.join(" ")} -->`;
}

/** The markers of a review's body; the change as `changeOf` names it. */
export function readReviewMarkers(body: string): { change: string | null; told: string[] } {
  const match = [...body.matchAll(REVIEW)].at(-1);
  const change = match === undefined ? null : changeOf({ head: match[1]!, base: match[2]! });
  const told = [...body.matchAll(TOLD)].at(-1)?.[1]?.trim() ?? "";
  return { change, told: told === "" ? [] : told.split(" ") };
}

/** Marks the answer to a comment; `edited` the one that an edit of it got. */
export function replyMarker(commentId: number, edited = false): string {
  return `<!-- surefoot:reply:${commentId}${edited ? "-edited" : ""} -->`;
}

/** Marks the one answer that a person gets who may not give commands. */
export function strangerMarker(accountId: number): string {
  return `<!-- surefoot:stranger:${accountId} -->`;
}

/**
 * Returns the markers with which an answer ends. A quotation in the answer may look like one, and stands before its last
 * words.
 */
export function readReplyMarkers(body: string): string[] {
  const end = /(?:<!-- surefoot:[\w:-]+ -->\s*)+$/.exec(body)?.[0] ?? "";
  return end.match(/<!-- surefoot:[\w:-]+ -->/g) ?? [];
}

/** Names a finding in eight hexadecimal digits, for the list of what a review's body told. */
export function shortHash(findingId: string): string {
  return createHash("sha256").update(findingId).digest("hex").slice(0, 8);
}
