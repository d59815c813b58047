import {
  type Cursor,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  takeBreak,
  YamlFault,
} from "./cursor.js";
import { foldBreaks } from "./scan-plain.js";

const SINGLE_QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKSLASH = 92;

/** JSON's `\/` is not among them: go-yaml's reader of YAML 1.1 refuses it. */
const ESCAPES: Record<string, string> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const HEX_LENGTH: Record<string, number> = { x: 2, u: 4, U: 8 };

/** Reads a quoted scalar from its first quote to behind its last, and returns its text. */
export function scanQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at;
  const single = text.charCodeAt(start) === SINGLE_QUOTE;
  const quote = single ? SINGLE_QUOTE : DOUBLE_QUOTE;
  cursor.at += 1;
  let value = "";
  for (;;) {
    if (cursor.at === cursor.lineStart && isDocumentMarker(text, cursor.at))
      throw new YamlFault(UNCLOSED, start);
    if (text.charCodeAt(cursor.at) === 0) throw new YamlFault(UNCLOSED, start);
    const word = scanWord(cursor, single);
    value += word.text;
    if (text.charCodeAt(cursor.at) === quote) break;
    value += scanSpace(cursor, word.escapedBreak);
  }
  cursor.at += 1;
  return value;
}

const UNCLOSED = "a quoted text that begins here is never closed";

/** Reads up to a blank, a break or the closing quote. An escaped break ends it too. */
function scanWord(cursor: Cursor, single: boolean): { text: string; escapedBreak: boolean } {
  const { text } = cursor;
  let value = "";
  let from = cursor.at;
  for (let code = text.charCodeAt(cursor.at); !isBlankOrEnd(code); code = text.charCodeAt(cursor.at)) {
    if (single && code === SINGLE_QUOTE) {
      if (text.charCodeAt(cursor.at + 1) !== SINGLE_QUOTE) break;
      value += text.slice(from, cursor.at + 1);
      cursor.at += 2;
      from = cursor.at;
    } else if (!single && code === DOUBLE_QUOTE) break;
    else if (!single && code === BACKSLASH) {
      value += text.slice(from, cursor.at);
      cursor.at += 1;
      if (isBreak(text.charCodeAt(cursor.at))) {
        takeBreak(cursor);
        return { text: value, escapedBreak: true };
      }
      value += scanEscape(cursor);
      from = cursor.at;
    } else cursor.at += 1;
  }
  return { text: value + text.slice(from, cursor.at), escapedBreak: false };
}

/** Reads what stands behind a backslash. */
function scanEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const sign = text[at] as string;
  const length = Object.hasOwn(HEX_LENGTH, sign) ? (HEX_LENGTH[sign] as number) : 0;
  if (length === 0) {
    if (!Object.hasOwn(ESCAPES, sign)) {
      const shown = isBreak(sign.charCodeAt(0)) || sign === "\0" ? "" : sign;
      throw new YamlFault(`a quoted text holds “\\${shown}”, which is no escape of YAML 1.1`, at - 1);
    }
    cursor.at += 1;
    return ESCAPES[sign] as string;
  }
  const digits = text.slice(at + 1, at + 1 + length);
  const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new YamlFault("a quoted text holds an escape that names no character", at - 1);
  cursor.at += 1 + length;
  return String.fromCodePoint(code);
}

/** Moves over blanks and breaks, and returns the text that they stand for. */
function scanSpace(cursor: Cursor, escapedBreak: boolean): string {
  const { text } = cursor;
  const start = cursor.at;
  let blanks = start;
  let lines = escapedBreak ? 1 : 0;
  let first = "";
  let others = "";
  for (let code = text.charCodeAt(cursor.at); ; code = text.charCodeAt(cursor.at)) {
    if (isBlank(code)) {
      cursor.at += 1;
      if (lines === 0) blanks = cursor.at;
    } else if (isBreak(code)) {
      const taken = takeBreak(cursor);
      if (lines === 0) first = taken;
      else others += taken;
      lines += 1;
    } else break;
  }
  if (lines === 0) return text.slice(start, blanks);
  return first === "" ? others : foldBreaks(first, others);
}
