import { get, type JsonObject, type KeyPath } from "../../manifest/json-value.js";
import { dotted } from "../../workload/read-container.js";

/**
 * Returns the place of a value in words that stay the same while entries before it come and go, from the key with this
 * index on: an entry of a list goes by its name if it has one.
 */
export function stableSubject(value: JsonObject, path: KeyPath, from: number): string {
  const keys = path.map((key, index) => {
    const name = typeof key === "number" ? get(value, ...path.slice(0, index + 1), "name") : null;
    return typeof name === "string" ? name : key;
  });
  return dotted(keys.slice(from));
}
