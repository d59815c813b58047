/**
 * Objects that are another one with a readiness probe more. What the API server finds in the one it finds in the other, as it
 * looks at a readiness probe by itself: the answer is asked for each draft of a fix, of an object as large as it may be.
 */
import { get, isObject, type JsonObject, type KeyPath } from "../manifest/json-value.js";

export const PROBE = "readinessProbe";

interface ProbeAddition {
  /** the object without the probe */
  to: JsonObject;
  /** the container, in `containers` of a pod's spec */
  path: KeyPath;
  probe: JsonObject;
}

const additions = new WeakMap<JsonObject, ProbeAddition>();

/** Returns a copy of an object with a readiness probe at a container; what is not on its path is shared. */
export function withReadinessProbe(value: JsonObject, path: KeyPath, probe: JsonObject): JsonObject {
  const made = withEntry(value, path, probe) as JsonObject;
  // An init container must have none, unless it restarts.
  const isAdded = path.at(-2) === "containers" && isObject(get(value, ...path));
  if (isAdded && get(value, ...path, PROBE) === undefined) additions.set(made, { to: value, path, probe });
  return made;
}

/** Returns what was added to which object; null of one that is read. */
export function additionOf(value: JsonObject): ProbeAddition | null {
  return additions.get(value) ?? null;
}

function withEntry(value: unknown, path: KeyPath, probe: JsonObject): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return isObject(value) ? { ...value, [PROBE]: probe } : value;
  const inner = withEntry(get(value, key), rest, probe);
  if (Array.isArray(value)) return value.with(key as number, inner);
  return { ...(value as JsonObject), [key]: inner };
}
