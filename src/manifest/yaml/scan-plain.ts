import {
  type Cursor,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  TAB,
  takeBreak,
  YamlFault,
} from "./cursor.js";

interface PlainScalar {
  text: string;
  /** offset behind its last character */
  end: number;
  /** the cursor has come to another line behind it, where a key may begin */
  atNewLine: boolean;
}

const COLON = 58;

/** Reads an unquoted scalar over all of its lines. `indent` is the column that its later lines must reach. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  const { text } = cursor;
  /** what stands before `from`, folded */
  let folded = "";
  let from = cursor.at;
  let end = cursor.at;
  let breaks: string | null = null;
  for (;;) {
    if (cursor.at === cursor.lineStart && isDocumentMarker(text, cursor.at)) break;
    if (text.charCodeAt(cursor.at) === HASH) break;
    const stop = endOfWord(text, cursor.at, inFlow);
    if (stop > cursor.at) {
      if (breaks !== null) {
        folded += text.slice(from, end) + breaks;
        from = cursor.at;
        breaks = null;
      }
      end = stop;
      cursor.at = stop;
    }
    const code = text.charCodeAt(cursor.at);
    if (!isBlank(code) && !isBreak(code)) break;
    breaks = skipSpace(cursor, indent, breaks);
    if (!inFlow && cursor.at - cursor.lineStart < indent) break;
  }
  return { text: folded + text.slice(from, end), end, atNewLine: breaks !== null };
}

function endOfWord(text: string, start: number, inFlow: boolean): number {
  let at = start;
  for (let code = text.charCodeAt(at); !isBlankOrEnd(code); code = text.charCodeAt(++at)) {
    if (code === COLON && isBlankOrEnd(text.charCodeAt(at + 1))) break;
    if (inFlow && isFlowIndicator(code)) break;
  }
  return at;
}

/** One of `,?[]{}`. */
function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Moves over blanks and breaks; returns what they fold to, or null where the line goes on. */
function skipSpace(cursor: Cursor, indent: number, before: string | null): string | null {
  const { text } = cursor;
  let lines = before === null ? 0 : 1;
  let first = "";
  let others = "";
  for (let code = text.charCodeAt(cursor.at); ; code = text.charCodeAt(cursor.at)) {
    if (isBlank(code)) {
      if (lines > 0 && code === TAB && cursor.at - cursor.lineStart < indent)
        throw new YamlFault("a tab stands where the indentation should be", cursor.at);
      cursor.at += 1;
    } else if (isBreak(code)) {
      const taken = takeBreak(cursor);
      if (lines === 0) first = taken;
      else others += taken;
      lines += 1;
    } else break;
  }
  return lines === 0 ? null : foldBreaks(first, others);
}

/** One break is a space, of more the first goes; LS and PS stay. */
export function foldBreaks(first: string, others: string): string {
  if (first !== "\n") return first + others;
  return others === "" ? " " : others;
}
