/** Places in a drawn object: to find the mapping that a path leads to, and to walk over all of it. */
import { type DrawnMapping, type DrawnValue, isMapping } from "./drawn-value.js";
import type { Random } from "./random.js";

/** The mapping that holds the last key of the path, made where mappings are absent; null where a list is, or a scalar. */
export function holderOf(random: Random, object: DrawnMapping, keys: readonly string[]): DrawnMapping | null {
  let at: DrawnMapping = object;
  for (const key of keys.slice(0, -1)) {
    const isList = key.endsWith("[]");
    const name = isList ? key.slice(0, -2) : key;
    let next: DrawnValue | undefined = at[name];
    if (isList) {
      if (!Array.isArray(next) || next.length === 0) return null;
      next = random.pick(next);
    } else if (next === undefined && !isWorkloadPart(name, at)) {
      next = {};
      at[name] = next;
    }
    if (!isMapping(next)) return null;
    at = next;
  }
  return at;
}

/** Parts that are there or not: made up, or beside another of their kind, they would be another fault than the drawn one. */
function isWorkloadPart(name: string, holder: DrawnMapping): boolean {
  if (["httpGet", "tcpSocket", "grpc", "exec", "sleep"].includes(name)) return Object.keys(holder).length > 0;
  return ["template", "selector", "external"].includes(name);
}

export interface Place {
  holder: DrawnMapping;
  key: string;
  depth: number;
}

/** Every key of every mapping below the object. */
export function placesIn(value: DrawnValue, depth = 0): Place[] {
  if (Array.isArray(value)) return value.flatMap((each) => placesIn(each, depth + 1));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    { holder: value, key, depth },
    ...placesIn(each, depth + 1),
  ]);
}

export function mappingsIn(value: DrawnValue): DrawnMapping[] {
  if (Array.isArray(value)) return value.flatMap(mappingsIn);
  if (!isMapping(value)) return [];
  return [value, ...Object.values(value).flatMap(mappingsIn)];
}
