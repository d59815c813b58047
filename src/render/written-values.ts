/** Values of what a kustomization built, as they are written in the files that it was built from. */
import type { FileContent } from "../changeset/change-set.js";
import { asString, canonicalJson, get, isObject, type KeyPath } from "../manifest/json-value.js";
import { linesAt } from "../manifest/locate.js";
import type { Manifest, ManifestObject, Origin, WrittenValue } from "../manifest/manifest.js";
import { readText } from "./read-texts.js";
import type { RenderedText } from "./rendering.js";

type WrittenAt = NonNullable<Origin["writtenAt"]>;

/** Entries that a kustomization adds probes around, and never takes away. */
const PROBE = "readinessProbe";

/** Reads the changed files of the head, each once for all kustomizations that take it in. */
export class WrittenFiles {
  readonly #known = new Map<string, Manifest | null>();

  constructor(readonly contentOf: (path: string) => FileContent | null) {}

  /** Returns what finds a built value in the files. */
  finder({ edits, names = [] }: RenderedText, placeOf: Origin["placeOf"]): WrittenAt | null {
    if (edits === undefined) return null;
    const sources = new Map(names);
    return (object, keys, added) => {
      const place = placeOf(object, keys);
      if (place === null || (edits === "probes" && added !== PROBE)) return null;
      const name = asString(get(object.value, "metadata", "name"));
      const isSame = (one: ManifestObject) =>
        one.kind === object.kind &&
        name !== null &&
        get(one.value, "metadata", "name") === (sources.get(name) ?? name);
      const found = this.#objects(place.path, object.kind)
        .filter(isSame)
        .flatMap((one) => writtenIn(one, object.value, keys, added) ?? [])
        .filter((one) => linesAt(one.object, one.keys).startLine === place.line);
      return found.length === 1 ? (found[0] ?? null) : null;
    };
  }

  #objects(path: string, kind: string): readonly ManifestObject[] {
    const key = `${kind} ${path}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known?.objects ?? [];
    const allowance = { length: MAX_LENGTH, objects: MAX_OBJECTS };
    const manifest = readText(path, this.contentOf(path), new Set([kind]), allowance);
    this.#known.set(key, manifest);
    return manifest?.objects ?? [];
  }
}

/** A file is read once more for each kind that was built from it. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_OBJECTS = 1_000;

/** Follows keys of a built object into the written one: items of lists by their name. */
export function writtenIn(
  object: ManifestObject,
  built: unknown,
  keys: KeyPath,
  added: string | null,
): WrittenValue | null {
  const path: (string | number)[] = [];
  let [from, to]: unknown[] = [built, object.value];
  for (const key of keys) {
    const next = typeof key === "number" ? itemLike(get(from, key), key, from, to) : key;
    if (next === null || get(to, next) === undefined) return null;
    path.push(next);
    [from, to] = [get(from, key), get(to, next)];
  }
  const fits = added === null ? isEqual(from, to) : isObject(to) && get(to, added) == null;
  return fits ? { object, keys: path } : null;
}

function itemLike(item: unknown, index: number, from: unknown, to: unknown): number | null {
  if (!Array.isArray(from) || !Array.isArray(to)) return null;
  const name = asString(get(item, "name"));
  const found =
    name === null
      ? to.findIndex((one) => isEqual(one, item))
      : to.findIndex((one) => get(one, "name") === name);
  if (found !== -1) return found;
  return name === null && from.length === to.length ? index : null;
}

function isEqual(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
