/** How an entry is written into a mapping in brackets: as its other entries are. */
import type { JsonObject } from "../json-value.js";
import type { MapNode } from "../source-tree.js";
import { resolvePlain } from "../yaml/resolve-scalar.js";
import { renderFlowValue, renderJsonValue, renderKyamlValue } from "./render-entry.js";

interface FlowStyle {
  /**
   * `json`: every key quoted; `minified`: the same without spaces; `kyaml`: texts quoted, and a comma behind the last
   * entry of a mapping over several lines, as kubectl writes it with `-o kyaml`
   */
  kind: "json" | "minified" | "kyaml" | "yaml";
  /** a space inside the brackets */
  padded: boolean;
  /** white space before an entry on a line of its own; null where entries share a line */
  margin: string | null;
  /** what a level is indented by */
  unit: string;
}

/** Reads the style of a mapping in brackets; `margin` is the white space before entries that have their own lines. */
export function flowStyle(text: string, map: MapNode, margin: string | null): FlowStyle {
  const json = map.entries.every(({ key }) => key.kind === "scalar" && key.style === "double");
  const outer = marginOf(text, map.start);
  const unit = margin?.startsWith(outer) && margin.length > outer.length ? margin.slice(outer.length) : "  ";
  const padded = /^\{[ \t]/.test(text.slice(map.start, map.start + 2));
  const minified = json && margin === null && !/[:,][ \t]/.test(text.slice(map.start, map.end));
  const kyaml = !json && margin !== null && hasLastComma(text, map) && map.entries.every(hasNoPlainText);
  return { kind: minified ? "minified" : json ? "json" : kyaml ? "kyaml" : "yaml", padded, margin, unit };
}

function hasLastComma(text: string, map: MapNode): boolean {
  const last = map.entries.at(-1);
  if (last === undefined) return false;
  return /^\s*,/.test(text.slice(Math.max(last.key.end, last.value.end), map.end));
}

function hasNoPlainText({ value }: MapNode["entries"][number]): boolean {
  return value.kind !== "scalar" || value.style !== "plain" || typeof resolvePlain(value.text) !== "string";
}

/** `, key: value`, to be put behind the value of the entry before. */
export function flowEntry(style: FlowStyle, key: string, value: JsonObject, newline: string): string {
  const name = style.kind === "json" || style.kind === "minified" ? JSON.stringify(key) : key;
  const separator =
    style.margin !== null ? `,${newline}${style.margin}` : style.kind === "minified" ? "," : ", ";
  return `${separator}${name}:${flowValue(style, value, newline)}`;
}

/** Returns a value with what stands between it and its colon. */
export function flowValue(
  { kind, padded, margin, unit }: FlowStyle,
  value: JsonObject,
  newline: string,
): string {
  if (kind === "minified") return JSON.stringify(value);
  if (margin === null) return ` ${renderFlowValue(value, padded && kind === "yaml", kind === "json")}`;
  const rendered =
    kind === "json"
      ? renderJsonValue(value, unit)
      : kind === "kyaml"
        ? renderKyamlValue(value, unit)
        : renderFlowValue(value, true);
  return ` ${rendered.replaceAll("\n", `${newline}${margin}`)}`;
}

function marginOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))?.[0] ?? "";
}
