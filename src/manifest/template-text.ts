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
  return (text.includes("#@") && YTT.test(text)) || (text.includes("#{") && TOKEN_VALUE.test(text));
}

/**
 * Whether text that does not parse at an offset does so because it is a template. The marks of the token replacers
 * are common in shell commands too, where they break nothing: they count only on the line of the fault or shortly
 * before it.
 */
export function hasTemplateMarks(text: string, offset: number): boolean {
  return /\{\{|\{%|<%/.test(text) || TOKEN.test(linesAround(text, offset));
}

const TOKEN = /\$\{|\$\[\[|\(\(\s*\w|@@\w|%%\w|@[A-Z]\w*@/;

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

/** Whether a scalar stands for something a tool puts there later: `${N}`, `$(N)`, `$N`, `__N__`, `@@N@@`, `<n>` … */
export function isPlaceholder(value: unknown): boolean {
  return (
    typeof value === "string" &&
    /\$\{|\$\(|\$\[|^\$\w|\{\{|\{%|<%|^__\w+__$|@@|(?<!^\d+)%%|^%\w+%$|\(\(|#\{|^<[\w .-]+>$|^(?:REPLACE|CHANGE)_?(?:ME|_)/.test(
      value,
    )
  );
}

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
 * Whether a name that no object can have waits to be filled in: several words in capitals, such as `FILLED_BY_DEPLOY`, or
 * the name that Helm gives to a release which has none.
 */
export function isUnfilledName(text: string): boolean {
  return /^[A-Z][A-Z\d]*(?:[ _-][A-Z\d]+)+$|^RELEASE-NAME(?:-|$)/.test(text);
}

const BOOLEAN_WORD = /^(?:TRUE|FALSE|YES|NO|ON|OFF)$/;
