import { get, type JsonObject } from "../../manifest/json-value.js";

/** Returns the values at a path and at every step towards it: any of them may be a text where a mapping belongs. */
export function valuesAlong(spec: JsonObject, ...path: string[]): unknown[] {
  return path.map((_, index) => get(spec, ...path.slice(0, index + 1)));
}
