/** A mapping of unknown content, as it comes out of a parser. */
export type JsonObject = { [key: string]: unknown };

/** Path of keys below an object's root. */
export type KeyPath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asString(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Own property only: a manifest may well hold a key called `constructor`. */
export function get(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as JsonObject)[key];
  }
  return current;
}

/** Returns text that is equal for equal values: keys sorted, null and absent the same. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== null && item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

export function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined));
}

/** Returns the mapping with one value at a path of keys; what is no mapping on the way there gives way to one. */
export function withValue(mapping: JsonObject, [key, ...rest]: KeyPath, value: unknown): JsonObject {
  if (key === undefined) return mapping;
  return { ...mapping, [key]: rest.length === 0 ? value : withValue(asObject(mapping[key]), rest, value) };
}

/** Returns the mapping with another value at a path of keys that is written; lists on the way stay lists. */
export function replacedAt(mapping: JsonObject, path: KeyPath, value: unknown): JsonObject {
  return replace(mapping, path, value) as JsonObject;
}

function replace(current: unknown, [key, ...rest]: KeyPath, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(current)) return current.with(Number(key), replace(current[Number(key)], rest, value));
  const record = asObject(current);
  return { ...record, [key]: replace(record[key], rest, value) };
}
