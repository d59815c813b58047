/**
 * Cuts a file into the documents that kubectl reads from it (apimachinery, pkg/util/yaml/decoder.go), without parsing
 * their YAML, so that documents of other kinds cost little and one that does not parse cannot lose the others.
 */

/** One document of a stream: a slice of the file's text, its `---` line included. */
export interface StreamSlice {
  /** offset of the slice in the file, in UTF-16 units */
  start: number;
  text: string;
  syntax: "yaml" | "json";
  /** offset in `text` from where the reader parses it: behind its `---` line, except for a first one */
  from: number;
}

export interface Stream {
  slices: StreamSlice[];
  /** where kubectl's reader gives up, so that neither the slice before it nor any behind it is applied */
  stop: StreamStop | null;
}

export interface StreamStop {
  /** offset in the file */
  offset: number;
  reason: "separator" | "json";
  /** how many slices stand before it that kubectl has read */
  read: number;
}

/**
 * A line that begins with three hyphens cuts, wherever it stands; only blanks and a comment may follow on it. JSON
 * objects need no line between them.
 */
export function splitStream(text: string): Stream {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const stream: Stream = { slices: [], stop: null };
  const rest = /^\s*\{/.test(text.slice(start, start + JSON_GUESS)) ? takeJson(stream, text, start) : start;
  if (rest < text.length) cutYaml(stream, text, rest);
  return stream;
}

/** kubectl looks at this much of a file for a brace; it counts bytes. */
const JSON_GUESS = 4096;

/** The reader asks for four more bytes before it goes on with YAML. */
const LEAST_YAML = 4;

/** Takes the JSON objects at the start of a file; returns where YAML begins, or the text's length. */
function takeJson(stream: Stream, text: string, start: number): number {
  let at = start;
  for (;;) {
    const from = skipJsonSpace(text, at);
    if (from === text.length) return from;
    const end = endOfJson(text, from);
    if (end === null) break;
    stream.slices.push({ start: from, text: text.slice(from, end), syntax: "json", from: 0 });
    at = end;
  }
  // One object may be YAML's first document. After two the reader knows that the file is JSON.
  const rest = behindLine(text, at);
  const lost = stream.slices.length > 1 || text.length - rest < LEAST_YAML;
  if (lost) stream.stop = { offset: skipJsonSpace(text, at), reason: "json", read: stream.slices.length };
  return rest;
}

/** White space where JSON ends is passed over up to the end of its line. */
function behindLine(text: string, at: number): number {
  const blank = /[^\S\n]*\n?/y;
  blank.lastIndex = at;
  return at + (blank.exec(text)?.[0].length ?? 0);
}

function skipJsonSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] as string)) at += 1;
  return at;
}

/** Returns the offset behind a JSON value that begins at an offset; null where there is none. */
function endOfJson(text: string, from: number): number | null {
  const end = "{[".includes(text[from] as string) ? endOfBrackets(text, from) : endOfWord(text, from);
  return end !== null && isJson(text.slice(from, end)) ? end : null;
}

/**
 * Returns the offset behind the bracket that closes the one at an offset; null where none does. Whether or not it is JSON,
 * a string ends at its quote and brackets close one another.
 */
export function endOfBrackets(text: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    else if (sign === '"') {
      const end = endOfString(text, at);
      if (end === null) return null;
      at = end - 1;
    }
    if (depth === 0) return at + 1;
  }
  return null;
}

/** Returns the offset behind a string in double quotes that begins at an offset; null where it does not end. */
export function endOfString(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}

function endOfWord(text: string, from: number): number | null {
  if (text[from] === '"') return endOfString(text, from);
  const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![.eE])|true|false|null)/y;
  word.lastIndex = from;
  return word.test(text) ? word.lastIndex : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function cutYaml(stream: Stream, text: string, begin: number): void {
  const { slices } = stream;
  let start = begin;
  let from = begin;
  const hyphens = /---([^\n]*)/g;
  hyphens.lastIndex = begin;
  for (let match = hyphens.exec(text); match !== null; match = hyphens.exec(text)) {
    if (match.index > begin && text[match.index - 1] !== "\n") continue;
    // Go takes NEL for white space, and JavaScript does not.
    const behind = (match[1] as string).replaceAll("\x85", " ").trim();
    const isFirst = match.index === from;
    if (behind !== "" && !behind.startsWith("#")) {
      stream.stop ??= { offset: match.index, reason: "separator", read: slices.length };
    } else if (isFirst) continue;
    push(stream, text, start, from, match.index);
    const isMarker = /^(?:[ \t\r]|$)/.test(match[1] as string);
    const lineEnd = Math.min(text.length, match.index + match[0].length + 1);
    start = isMarker ? match.index : lineEnd;
    from = behind !== "" && isMarker && !behind.startsWith("#") ? match.index : lineEnd;
  }
  push(stream, text, start, from, text.length);
}

function push({ slices }: Stream, text: string, start: number, from: number, end: number): void {
  // A tab alone is not nothing: the reader refuses it.
  if (!/[^ \r\n]/.test(text.slice(start, end))) return;
  slices.push({ start, text: text.slice(start, end), syntax: "yaml", from: from - start });
}
