/** What an edit of a kustomization's files changed in what is built of them: nothing but readiness probes, or something else. */
import { isObject, type JsonObject, type KeyPath } from "../../../manifest/json-value.js";

export interface AddedProbe {
  /** where the container stands below the object */
  container: KeyPath;
  probe: JsonObject;
}

/** Returns the probes that the second value has beside what the first one has; null where anything else differs. */
export function addedProbes(before: unknown, after: unknown, keys: KeyPath = []): AddedProbe[] | null {
  if (Object.is(before, after)) return [];
  const isList = Array.isArray(before);
  if (isList !== Array.isArray(after)) return null;
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (old === null || now === null) return null;
  const found: AddedProbe[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [left, right] = [old.get(key), now.get(key)];
    if (key === "readinessProbe" && left == null && isObject(right)) {
      found.push({ container: keys, probe: right });
      continue;
    }
    if (!old.has(key) || !now.has(key)) return null;
    const below = addedProbes(left, right, [...keys, isList ? Number(key) : key]);
    if (below === null) return null;
    found.push(...below);
  }
  return found;
}

function entriesOf(value: unknown): Map<string, unknown> | null {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : null;
}
