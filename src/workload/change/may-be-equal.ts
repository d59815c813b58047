import { isObject, type JsonObject } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";

/**
 * Whether two values may be the same once a tool has filled in their placeholders; one that stands on both sides counts as
 * the same. True for equal values, too.
 */
export function mayBeEqual(left: unknown, right: unknown): boolean {
  if ((left ?? null) === (right ?? null)) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => mayBeEqual(item, right[index]));
  if (isObject(left) && isObject(right)) return mayBeEqualObjects(left, right);
  if (typeof left === "string" && typeof right === "string") return mayBeEqualTexts(left, right);
  // What is not written has no place for a tool to fill in.
  return left != null && right != null && (isPlaceholder(left) || isPlaceholder(right));
}

function mayBeEqualObjects(left: JsonObject, right: JsonObject): boolean {
  const isWritten = ([, value]: [string, unknown]) => value !== null && value !== undefined;
  const [ours, theirs] = [left, right].map((object) => Object.entries(object).filter(isWritten)) as [
    [string, unknown][],
    [string, unknown][],
  ];
  const onlyOurs = ours.filter(([key]) => !Object.hasOwn(right, key) || right[key] == null);
  const onlyTheirs = theirs.filter(([key]) => !Object.hasOwn(left, key) || left[key] == null);
  const isFilledIn = (entries: [string, unknown][]) => entries.every(([key]) => isPlaceholder(key));
  return (
    onlyOurs.length === onlyTheirs.length &&
    (isFilledIn(onlyOurs) || isFilledIn(onlyTheirs)) &&
    ours.every(([key, value]) => right[key] == null || mayBeEqual(value, right[key]))
  );
}

/** The placeholders of `isPlaceholder`, each in one piece; else words, and each other sign alone. */
const PIECES =
  /\$\{[^}]*\}|\$\([^)]*\)|\$\[[^\]]*\]|\$\w+|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|#?\{\w+\}|\(\(.*?\)\)|(@@?|%%?)\w+(?:\1)?|<[\w .-]+>|\w+|\W/gs;
const SIGN = /[$%@#{}()<>]|__/;

/** Where both begin and end with the same pieces, placeholders among them included, only the rest can tell. */
function mayBeEqualTexts(left: string, right: string): boolean {
  if (!isPlaceholder(left) && !isPlaceholder(right)) return false;
  const [ours, theirs] = [piecesOf(left), piecesOf(right)];
  const shorter = Math.min(ours.length, theirs.length);
  let start = 0;
  while (start < shorter && ours[start] === theirs[start]) start++;
  let end = 0;
  while (end < shorter - start && ours.at(-1 - end) === theirs.at(-1 - end)) end++;
  return [ours, theirs]
    .map((pieces) => pieces.slice(start, pieces.length - end).join(""))
    .some((rest) => isPlaceholder(rest) || SIGN.test(rest));
}

/** Returns a text in pieces; a text longer than any name stays in one. */
function piecesOf(text: string): string[] {
  return text.length > MAX_TEXT ? [text] : (text.match(PIECES) ?? []);
}

/** Longer than a label's key with its prefix (253 + 1 + 63), and short enough for a search that may start anew at each sign. */
const MAX_TEXT = 1000;
