/**
 * Recognises text that is not YAML yet: Helm, Jinja, ERB, ytt and the token replacers. Such a file is written this
 * way on purpose, so it is listed as not read and never called wrong.
 */

const ACTION_LINE = /^[ \t]*(?:-[ \t]+)?\{[{%]/m;
const ACTION_VALUE = /:[ \t]+\{[{%]/;
const ERB = /<%[=-]?\s/;
/** ytt keeps its code in comments, so its files parse and mean something else. */
const YTT = /(?:^|\s)#@[ \t/\w]/m;
/** Azure DevOps' replace-tokens: to YAML the value is a comment. */
const TOKEN_VALUE = /:[ \t]+#\{/;

/** Whether a document's text is a template for certain, told before it is parsed. */
export function isTemplateText(text: string): boolean {
  if (text.includes("{{") || text.includes("{%")) {
    if (ACTION_LINE.test(text) || ACTION_VALUE.test(text)) return true;
  }
  return (
    (text.includes("<%") && ERB.test(text)) ||
    (text.includes("#@") && YTT.test(text)) ||
    (text.includes("#{") && TOKEN_VALUE.test(text))
  );
}

/** Whether text that does not parse has marks of a template in it. */
export function hasTemplateMarks(text: string): boolean {
  return /\{\{|\{%|<%|\$\{|\$\[\[|\(\(\s*\w|@@\w|%%\w|@[A-Z]\w*@/.test(text);
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
    ([key, item]) => /\{\{|\{%/.test(key) || (!DATA_KEYS.has(key) && hasTemplateValue(item, depth + 1)),
  );
}

/** Whether a scalar stands for something a tool puts there later: `${N}`, `$(N)`, `$N`, `__N__`, `@@N@@`, `<n>` … */
export function isPlaceholder(value: unknown): boolean {
  return (
    typeof value === "string" &&
    /\$\{|\$\(|\$\[|^\$\w|\{\{|\{%|<%|^__\w+__$|@@|%%|^%\w+%$|\(\(|#\{|^<[\w .-]+>$|^(?:REPLACE|CHANGE)_?(?:ME|_)/.test(
      value,
    )
  );
}
