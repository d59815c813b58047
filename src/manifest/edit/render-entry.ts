import { dump } from "js-yaml";
import { LRUCache } from "lru-cache";
import type { JsonObject } from "../json-value.js";

/** How a mapping is written around the entry: spaces before its keys, spaces a level, lists one level in or not. */
export interface BlockStyle {
  indent: number;
  step: number;
  indentSeq: boolean;
}

/** The same few probes are written over and over in one review. */
const rendered = new LRUCache<string, string[]>({ max: 200 });

/** Returns lines of `key: value` in block style. Strings are quoted as YAML 1.1 and 1.2 need it. */
export function renderBlockEntry(
  key: string,
  value: unknown,
  { indent, step, indentSeq }: BlockStyle,
): string[] {
  const id = JSON.stringify([key, value, step, indentSeq]);
  let lines = rendered.get(id);
  if (lines === undefined) {
    const text = dump(
      { [key]: value },
      { indent: step, seqNoIndent: !indentSeq, lineWidth: -1, noRefs: true },
    );
    lines = text.trimEnd().split("\n");
    rendered.set(id, lines);
  }
  return lines.map((line) => (line === "" ? line : " ".repeat(indent) + line));
}

/** Returns a value in flow style on one line: `{ a: 1, b: [x, y] }`, or as JSON where keys are quoted. */
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

/** Returns a value as kubectl writes it with `-o kyaml`: strings in quotes, an entry a line, a comma behind each. */
export function renderKyamlValue(value: unknown, unit: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const items = Object.entries(value).map(
    ([key, item]) => `${list ? "" : `${renderFlowText(key)}: `}${renderKyamlValue(item, unit)}`,
  );
  const [open, close] = list ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return `${open}${close}`;
  // Mappings of a list open where it does: `[{` … `}, {` … `}]`.
  if (list && value.every((item) => typeof item === "object" && item !== null))
    return `[${items.join(", ")}]`;
  const lines = items.map((item) => `${unit}${item.replaceAll("\n", `\n${unit}`)},`);
  return `${open}\n${lines.join("\n")}\n${close}`;
}

/** Plain where nothing can mistake it; a double-quoted YAML scalar takes JSON's escapes otherwise. */
function renderFlowText(text: string): string {
  const word =
    /^[A-Za-z/][\w/.-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i.test(text);
  return word ? text : JSON.stringify(text);
}
