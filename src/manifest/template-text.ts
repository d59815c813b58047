/**
 * Recognises text that is not YAML yet: Helm, Jinja, ERB, ytt and the token replacers. Such a file is written this
 * way on purpose, so it is listed as not read and never called wrong.
 */

/** ytt keeps its code in comments, so its files parse and mean something else: a line of code, or in a value's place. */
const YTT =
  /^[ \t]*#@(?:[ \t]*(?:load|if|elif|else|for|def|end|return|data|overlay|schema|library|yaml|text)\b|\/)|^[ \t]*(?:-[ \t]+)?[\w."'/-]+:[ \t]+#@[ \t]+\S/m;
/** Azure DevOps' replace-tokens: to YAML the value is a comment. */
const TOKEN_VALUE = /^[ \t]*(?:-[ \t]+)?[\w."'/-]+:[ \t]+#\{/m;

/** Whether a document's text is a template for certain, told before it is parsed. */
export function isTemplateText(text: string): boolean {
  return isYtt(text) || (text.includes("#{") && TOKEN_VALUE.test(text));
}

/** Whether a template is one of ytt. */
export function isYtt(text: string): boolean {
  return text.includes("#@") && YTT.test(text);
}

/**
 * Whether text that does not parse at an offset does so because it is a template. The marks of the token replacers
 * are common in shell commands too, where they break nothing: they count only on the line of the fault or shortly
 * before it.
 */
export function hasTemplateMarks(text: string, offset: number): boolean {
  if (/\{\{|\{%|<%/.test(text)) return true;
  const lines = linesAround(text, offset);
  return (
    TOKEN.test(lines) ||
    BRACE_TOKEN.test(lines) ||
    standsForLines(lines, text) ||
    beginsWithToken(text, offset)
  );
}

const TOKEN = /\$\{|\$\[\[|\(\(\s*\w|@@\w|%%\w|@[A-Z]\w*@/;

/**
 * `{NAME}` of Python's str.format and its like, where YAML knows no mapping: with more of a value behind it, as in
 * `{REGISTRY}web:{TAG}`, or alone on a line.
 */
const BRACE_TOKEN =
  /(?:^|[:-])[ \t]+\{(?:[A-Z][A-Z\d_]*\}[ \t]*|[A-Za-z_]\w*\})(?=[^\s,\]}#])|^[ \t]*\{[A-Z][A-Z\d_]*\}[ \t]*\r?$/m;

/** Words in capitals alone on a line, where a script puts others: `XXX_VOLUMES_XXX`, `__EXTRA_ENV__`. */
const WORD_LINE = /^[ \t]*(_*[A-Z][A-Z\d]*(?:_+[A-Z\d]+)+_*)[ \t]*\r?$/m;

/** Not the word at which a shell's text ends, as in `cat <<END_OF_FILE`. */
function standsForLines(lines: string, text: string): boolean {
  const word = WORD_LINE.exec(lines)?.[1];
  return word !== undefined && word.length < 100 && !new RegExp(`<<-?[ \\t]*["'\\\\]?${word}\\b`).test(text);
}

/** Whether the fault is that a value begins with a sign that YAML keeps for itself, and the sign begins a token. */
function beginsWithToken(text: string, offset: number): boolean {
  const token = /@@|@[A-Za-z]\w*@|%[A-Za-z]\w*%/y;
  token.lastIndex = offset;
  return token.test(text);
}

/** Returns the line of an offset and the two before it: a parser may go on for a line before it gives up. */
function linesAround(text: string, offset: number): string {
  let start = offset;
  for (let line = 0; line < 3 && start > 0; line++) start = text.lastIndexOf("\n", start - 1);
  const end = text.indexOf("\n", offset);
  return text.slice(Math.max(0, start), end === -1 ? text.length : end);
}

/**
 * Places where `{{ }}` is data and not a template: a container's own command line, environment and the like hand it
 * on to a program that expands it.
 */
const DATA_KEYS = new Set(["args", "command", "env", "annotations", "data", "stringData", "binaryData"]);

/** Whether a parsed value holds `{{`, `{%` or `<%` where Kubernetes would read it. */
export function hasTemplateValue(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return /\{\{|\{%|<%/.test(value);
  if (value === null || typeof value !== "object" || depth > 40) return false;
  if (Array.isArray(value)) return value.some((item) => hasTemplateValue(item, depth + 1));
  return Object.entries(value).some(
    ([key, item]) =>
      /\{\{|\{%|^%.*%$/.test(key) || (!DATA_KEYS.has(key) && hasTemplateValue(item, depth + 1)),
  );
}

/** Whether a scalar stands for what a tool puts there later: `${N}`, `$(N)`, `$N`, `{N}`, `__N__`, `@N@`, `<n>`, `[your n]` … */
export function isPlaceholder(value: unknown): boolean {
  return (
    typeof value === "string" &&
    (/\$\{|\$\(|\$\[|^\$\w|\{\{|\{%|<%|\{[A-Z][A-Z\d_]*\}|^__\w+__$|@@|@[A-Z]\w*@|(?<!^\d+)%%|^%\w+%$|\(\(|#\{|^<[\w .-]+>$|^(?:REPLACE|CHANGE)_?(?:ME|_)/.test(
      value,
    ) ||
      (value.startsWith("[") && value.endsWith("]") && ASKS.test(value.slice(1))))
  );
}

/** What a sample asks its reader for, such as `[replace with your image]`, which YAML reads as a list without quotes. */
const ASKS = /^(?:replace|insert|enter|specify|choose|fill in|put|add|name of|number of|your)[ \w-]* [\w-]/i;

/** Returns the first such list in a value, as it is written, but for those of a command line and the like, which may be any words. */
export function askedForIn(value: unknown, depth = 0): string | null {
  if (value === null || typeof value !== "object" || depth > 40) return null;
  if (Array.isArray(value)) {
    const [first] = value;
    if (typeof first === "string" && value.length <= 3 && ASKS.test(first)) return `[${value.join(", ")}]`;
    return firstOf(value, depth);
  }
  return firstOf(
    Object.entries(value).flatMap(([key, item]) => (WORDS_KEYS.has(key) ? [] : [item])),
    depth,
  );
}

function firstOf(values: readonly unknown[], depth: number): string | null {
  for (const value of values) {
    const found = askedForIn(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const WORDS_KEYS = new Set(["args", "command", "annotations"]);

/**
 * Whether a value that has the wrong type for its place waits to be filled in by a tool: a placeholder, a word in capitals
 * such as `PORT`, or `{name}`, which YAML reads as a mapping.
 */
export function isUnfilled(value: unknown): boolean {
  if (typeof value === "string")
    return isPlaceholder(value) || (/^[A-Z][A-Z\d_]+$/.test(value) && !BOOLEAN_WORD.test(value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]?.[1] === null;
}

/**
 * Whether a name that no object can have waits to be filled in: several words in capitals, such as `FILLED_BY_DEPLOY`, words
 * that ask for the reader's own, such as `your_app`, a variable of cookiecutter, a row of X, or the name that Helm gives to a
 * release which has none.
 */
export function isUnfilledName(text: string): boolean {
  return (
    /^[A-Z][A-Z\d]*(?:[ _-][A-Z\d]+)+$|^RELEASE-NAME(?:-|$)|^X{3,}$/.test(text) ||
    /^(?:your[ _][\w .-]+|cookiecutter\.\w+)$/i.test(text)
  );
}

/**
 * Whether a name that an object can have stands for another one in an example: it asks for the reader's own (`your-app`), says
 * what belongs there (`lkey: lvalue`), or that it has to be changed.
 */
export function isStandIn(text: string): boolean {
  return /^your[-_. ][a-z]|^l?(?:key|value)$|^change[-_]?me$|^x{3,}$|^(?:placeholder|todo|tbd)$/i.test(text);
}

/** Whether a text where a quantity belongs waits to be filled in: a word without any digit that names no amount. */
export function isUnfilledQuantity(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z][A-Za-z_-]{3,99}$/.test(value) && !AMOUNT_WORD.test(value);
}

/** Words that people take for a quantity, and units with a long name. */
const AMOUNT_WORD =
  /^(?:unlimited|infinit[ey]|infinity|none|null|auto|default|maximum|minimum|false|true|(?:kilo|mega|giga|tera|kibi|mebi|gibi|tebi)?bytes?|(?:milli)?cores?|(?:milli)?cpus?)$/i;

/**
 * Whether a text with placeholders may be a given name once they are filled in, by what stands around them; true where
 * it cannot be told where one of them begins and ends.
 */
export function mayBecome(text: string, name: string): boolean {
  if (text.length > 300 || !isPlaceholder(text)) return text === name || text.length > 300;
  const fixed = text.split(TOKENS);
  if (fixed.length === 1 || fixed.some(isPlaceholder)) return true;
  let at = 0;
  for (const [index, part] of fixed.entries()) {
    const found = index === fixed.length - 1 ? name.length - part.length : name.indexOf(part, at);
    if (found < at || !name.startsWith(part, found) || (index === 0 && found > 0)) return false;
    at = found + part.length;
  }
  return true;
}

const TOKENS =
  /\$\{[^{}]*\}|\$\([^()]*\)|\$\[\[?[^[\]]*\]\]?|\{\{[^{}]*\}\}|\{%[^{}%]*%\}|<%[^<>%]*%>|\{[A-Z][A-Z\d_]*\}|@@\w+@@|@[A-Z]\w*@|\(\([^()]*\)\)|#\{[^{}]*\}#?|^\$\w+/;

const BOOLEAN_WORD = /^(?:TRUE|FALSE|YES|NO|ON|OFF)$/;
