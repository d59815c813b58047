/**
 * Values of a drawn manifest: JSON, and besides scalars that stand in the text exactly as given. A key that ends with
 * NUL characters is written without them, so that a mapping can hold a key twice.
 */
export class Verbatim {
  constructor(readonly text: string) {}
}

export type DrawnValue = null | boolean | number | string | Verbatim | DrawnValue[] | DrawnMapping;

export interface DrawnMapping {
  [key: string]: DrawnValue;
}

export function verbatim(text: string): Verbatim {
  return new Verbatim(text);
}

export function isMapping(value: DrawnValue | undefined): value is DrawnMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Verbatim);
}

export function copyOf<Value extends DrawnValue>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each)])) as Value;
}

/** The key as it is written. */
export function writtenKey(key: string): string {
  return key.replace(/\0+$/, "");
}
