import { dump } from "js-yaml";
import type { JsonObject } from "./json-value.js";

/** Lines of `key: value` in block style, each indented by `indent` spaces. Strings are quoted as YAML 1.1 and 1.2 need it. */
export function renderBlockEntry(
  key: string,
  value: JsonObject,
  style: { indent: number; step: number; indentSeq: boolean },
): string[] {
  const text = dump({ [key]: value }, { indent: style.step, seqNoIndent: !style.indentSeq, lineWidth: -1, noRefs: true });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(style.indent) + line));
}

/** A value in flow style on one line: `{ a: 1, b: [x, y] }`, or as JSON where keys are quoted. */
export function renderFlowValue(value: unknown, padded: boolean, quotedKeys = false): string {
  if (Array.isArray(value))
    return `[${value.map((item) => renderFlowValue(item, padded, quotedKeys)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) =>
        `${quotedKeys ? JSON.stringify(key) : renderFlowText(key)}: ${renderFlowValue(item, padded, quotedKeys)}`,
    );
    const space = padded && entries.length > 0 ? " " : "";
    return `{${space}${entries.join(", ")}${space}}`;
  }
  if (typeof value === "string") return quotedKeys ? JSON.stringify(value) : renderFlowText(value);
  return JSON.stringify(value);
}

/** JSON over several lines, indented by `unit`. */
export function renderJsonValue(value: JsonObject, unit: string): string {
  return JSON.stringify(value, null, unit);
}

/** Plain where nothing can mistake it; a double-quoted YAML scalar takes JSON's escapes otherwise. */
function renderFlowText(text: string): string {
  const word =
    /^[A-Za-z/][\w/.-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i.test(text);
  return word ? text : JSON.stringify(text);
}
