/**
 * A place in a text that moves forward, and the characters that Kubernetes' reader takes for blanks and line breaks
 * (go.yaml.in/yaml/v2, yamlprivateh.go): NEL, LS and PS break lines as in YAML 1.1.
 */
export interface Cursor {
  /** ends with a line break and NUL, which stands nowhere else in it */
  readonly text: string;
  at: number;
  /** offset of the first character of the line, so that the column is `at - lineStart` */
  lineStart: number;
}

/** A fault of the text at an offset; thrown inside this folder alone. */
export class YamlFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A line or a part of it that belongs to no block before it: the one that closed its block may stand above. */
export class Misplaced extends YamlFault {}

export const TAB = 9;
export const SPACE = 32;
export const HASH = 35;

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === 10 || code === 0 || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === 10 || code === TAB || code === 0 || isBreak(code);
}

/**
 * Moves over a line break and returns what it is in a scalar's text. The stream's reader takes the CR from a CRLF
 * before YAML is read (apimachinery, LineReader), so CR CR LF is one break too.
 */
export function takeBreak(cursor: Cursor): string {
  const { text, at } = cursor;
  const code = text.charCodeAt(at);
  let length = 1;
  if (code === 13) {
    if (text.charCodeAt(at + 1) === 10) length = 2;
    else if (text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10) length = 3;
  }
  cursor.at = at + length;
  cursor.lineStart = cursor.at;
  return code === 0x2028 || code === 0x2029 ? (text[at] as string) : "\n";
}

/** Moves to the end of the line. */
export function skipComment(cursor: Cursor): void {
  const { text } = cursor;
  let at = cursor.at;
  while (!isBreakOrEnd(text.charCodeAt(at))) at += 1;
  cursor.at = at;
}

/** Whether `---` or `...` stands here alone; counts at the start of a line. */
export function isDocumentMarker(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code === 45 || code === 46) &&
    text.charCodeAt(at + 1) === code &&
    text.charCodeAt(at + 2) === code &&
    isBlankOrEnd(text.charCodeAt(at + 3))
  );
}
