/**
 * Values as the API server sees them once they are decoded: null, an absent key and the zero value of its type are the
 * same wherever a field is no pointer.
 */
import { asArray, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";

/** Whether a text is absent, null or empty. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** Returns a text that can be judged; null for none, for a placeholder, and for what is no text. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" && !isPlaceholder(value) ? value : null;
}

/** Returns a whole number that can be judged; null for none and for anything else. */
export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** Whether a field that is a pointer to a mapping is set. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Returns the entries of a list that are mappings, with their places; an empty entry is an empty mapping. */
export function itemsOf(list: unknown): [number, JsonObject][] {
  return asArray(list).flatMap((item, index): [number, JsonObject][] => {
    if (item === null) return [[index, {}]];
    // An entry with a directive is no entry but an order to a patch.
    return isObject(item) && get(item, "$patch") === undefined ? [[index, item]] : [];
  });
}

/** Returns the entries of a mapping of texts. */
export function textsOf(mapping: unknown): [string, string][] {
  if (!isObject(mapping)) return [];
  return Object.entries(mapping).flatMap(([key, value]): [string, string][] => {
    if (value === null) return [[key, ""]];
    return typeof value === "string" ? [[key, value]] : [];
  });
}

/** Keys whose values hand `$(…)` and the like on to the container: they are data, and no tool fills them in. */
const DATA_KEYS = new Set(["args", "command", "env", "annotations", "subPathExpr", "data", "stringData"]);

const MAX_DEPTH = 40;

/** Whether any value holds something that a tool replaces before the API server sees it. */
export function holdsPlaceholder(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return isPlaceholder(value);
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => holdsPlaceholder(item, depth + 1));
  return Object.entries(value).some(
    ([key, item]) => isPlaceholder(key) || (!DATA_KEYS.has(key) && holdsPlaceholder(item, depth + 1)),
  );
}
