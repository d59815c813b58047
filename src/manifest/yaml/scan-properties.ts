import { quoted } from "../../words/quote.js";
import { type Cursor, isBlankOrEnd, YamlFault } from "./cursor.js";

const NAME = /[\w-]+/y;

/** Reads the name behind a `*` or `&`. */
export function scanAlphanumeric(cursor: Cursor): string {
  const { text, at } = cursor;
  NAME.lastIndex = at + 1;
  const name = NAME.exec(text)?.[0] ?? "";
  cursor.at += 1 + name.length;
  if (
    name === "" ||
    !(isBlankOrEnd(text.charCodeAt(cursor.at)) || "?:,]}%@`".includes(text[cursor.at] as string))
  )
    throw new YamlFault("a name behind * or & has letters, digits, _ and - alone", at);
  return name;
}

const VERBATIM = /!<([\w;/?:@&=+$,.!~*'()[\]%-]+)>/y;
const SHORTHAND = /(![\w-]*!)([\w;/?:@&=+$,.!~*'()[\]%-]+)|!(?![\w-]*!)([\w;/?:@&=+$,.!~*'()[\]%-]*)/y;

/** Reads a tag and returns it in full: the reader knows no handle but `!` and `!!`. */
export function scanTag(cursor: Cursor): string {
  const { text, at } = cursor;
  const verbatim = text[at + 1] === "<";
  const pattern = verbatim ? VERBATIM : SHORTHAND;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null || !isBlankOrEnd(text.charCodeAt(at + found[0].length)))
    throw new YamlFault("a tag is not written as YAML has it", at);
  cursor.at += found[0].length;
  if (verbatim) return unescaped(found[1] as string, at);
  const [, handle, suffix = "", local = ""] = found;
  if (handle === undefined) return `!${unescaped(local, at)}`;
  if (handle !== "!!") throw new YamlFault(`the handle ${quoted(handle)} of a tag is not known`, at);
  return `tag:yaml.org,2002:${unescaped(suffix, at)}`;
}

function unescaped(uri: string, at: number): string {
  if (!uri.includes("%")) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    throw new YamlFault("a tag is not written as YAML has it", at);
  }
}

const DIRECTIVE =
  /%(?:YAML[ \t]+\d{1,2}\.\d{1,2}|TAG[ \t]+![\w-]*!?[ \t]+[\w;/?:@&=+$,.!~*'()[\]%-]+)[ \t]*(?:#.*)?$/my;

/** Moves over a `%` line. */
export function scanDirective(cursor: Cursor): void {
  DIRECTIVE.lastIndex = cursor.at;
  const found = DIRECTIVE.exec(cursor.text);
  if (found === null)
    throw new YamlFault("a line that begins with % is not a directive that YAML knows", cursor.at);
  cursor.at += found[0].length;
}
