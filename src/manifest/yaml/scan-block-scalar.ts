import {
  type Cursor,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  SPACE,
  skipComment,
  TAB,
  takeBreak,
  YamlFault,
} from "./cursor.js";

interface BlockScalar {
  text: string;
  /** offset behind its last character that is no white space */
  end: number;
  /** line breaks at its end are part of its value */
  keepsBreaks: boolean;
}

interface Header {
  folded: boolean;
  chomping: "clip" | "strip" | "keep";
  /** columns deeper than the parent; 0 where the first line tells */
  increment: number;
  /** offset behind its indicators */
  end: number;
}

/** Reads a literal or folded scalar from its `|` or `>`. `parentIndent` is -1 at the root. */
export function scanBlockScalar(cursor: Cursor, parentIndent: number): BlockScalar {
  const start = cursor.at;
  const header = scanHeader(cursor);
  const { folded, chomping, increment } = header;
  const { text } = cursor;
  const least = Math.max(1, parentIndent + 1);
  const space = skipEmptyLines(cursor, increment === 0 ? 0 : Math.max(0, parentIndent) + increment, least);
  const { indent } = space;
  let empty = space.breaks;
  let value = "";
  let lineBreak = "";
  let wasBlank = false;
  let { end } = header;
  while (cursor.at - cursor.lineStart === indent && text.charCodeAt(cursor.at) !== 0) {
    const blank = isBlank(text.charCodeAt(cursor.at));
    if (folded && !wasBlank && !blank && lineBreak === "\n") value += empty === "" ? " " : empty;
    else value += lineBreak + empty;
    wasBlank = blank;
    const from = cursor.at;
    skipComment(cursor);
    value += text.slice(from, cursor.at);
    if (cursor.at > from) end = cursor.at;
    // The scanned text ends with a line break of its own.
    lineBreak = isBreak(text.charCodeAt(cursor.at)) ? takeBreak(cursor) : "";
    empty = skipEmptyLines(cursor, indent, least).breaks;
  }
  if (chomping !== "strip") value += lineBreak;
  if (chomping === "keep") value += empty;
  const trimmed = endOfText(text, start, end);
  // A line of nothing but blanks is text where it is deeper than the lines above it.
  const blankLine = /\n[ \t]+(?:\r*\n|$)/.test(text.slice(trimmed, cursor.lineStart));
  return { text: value, end: trimmed, keepsBreaks: chomping === "keep" || blankLine };
}

function scanHeader(cursor: Cursor): Header {
  const { text } = cursor;
  const start = cursor.at;
  const found = HEADER.exec(text.slice(start, start + 3)) as RegExpExecArray;
  if (found[0].includes("0")) throw new YamlFault("a block of text cannot be indented by 0", start);
  cursor.at += found[0].length;
  const end = cursor.at;
  while (isBlank(text.charCodeAt(cursor.at))) cursor.at += 1;
  if (text.charCodeAt(cursor.at) === HASH) skipComment(cursor);
  if (!isBreakOrEnd(text.charCodeAt(cursor.at)))
    throw new YamlFault("a block of text begins on the line after its | or >", cursor.at);
  if (isBreak(text.charCodeAt(cursor.at))) takeBreak(cursor);
  return {
    folded: found[0].startsWith(">"),
    chomping: found[0].includes("+") ? "keep" : found[0].includes("-") ? "strip" : "clip",
    increment: Number(/\d/.exec(found[0])?.[0] ?? 0),
    end,
  };
}

const HEADER = /^[|>](?:[-+]\d?|\d[-+]?)?/;

/** Moves over lines without text. An `indent` of 0 is not known yet, and comes back as the first line tells it. */
function skipEmptyLines(cursor: Cursor, indent: number, least: number): { breaks: string; indent: number } {
  const { text } = cursor;
  let breaks = "";
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.at - cursor.lineStart < indent) && text.charCodeAt(cursor.at) === SPACE)
      cursor.at += 1;
    const column = cursor.at - cursor.lineStart;
    deepest = Math.max(deepest, column);
    const code = text.charCodeAt(cursor.at);
    if ((indent === 0 || column < indent) && code === TAB)
      throw new YamlFault("a tab stands where a block of text is indented", cursor.at);
    if (!isBreak(code)) break;
    breaks += takeBreak(cursor);
  }
  return { breaks, indent: indent === 0 ? Math.max(deepest, least) : indent };
}

function endOfText(text: string, start: number, from: number): number {
  let end = from;
  while (end > start + 1 && isBlankOrEnd(text.charCodeAt(end - 1))) end -= 1;
  return end;
}
