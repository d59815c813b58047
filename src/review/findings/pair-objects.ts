/** The objects beside workloads, each of the head beside its own of the base. */
import { asString, canonicalJson, get } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { renderingOf } from "../../manifest/origin.js";
import { differsByName } from "./differs-by-name.js";

/** An object of the head and its namesake at the base; null where there was none. */
export interface ObjectPair {
  before: ManifestObject | null;
  /** an object of the base that the head has under another name instead; null where there is a namesake, or none */
  renamedFrom: ManifestObject | null;
  after: ManifestObject;
  /** whether both have the same values */
  isSame: boolean;
}

/**
 * Pairs the objects of the base with those of the head by kind, namespace and name: first within one file (followed
 * through a rename), equal ones before others, as one app may be rendered into several files; then an object that moved.
 * One that stays in its file is the namesake of no other: a copy of it is new.
 */
export function pairObjects(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  previousPaths: ReadonlyMap<string, string>,
): ObjectPair[] {
  const gone = new Set(before.map((object) => described(object, pathOf(object))));
  const come = after.map((object) => {
    const path = pathOf(object);
    return described(object, previousPaths.get(path) ?? path);
  });
  const found = new Map<Described, Described>();
  for (const keyOf of [
    ({ path, name, text }: Described) => JSON.stringify([path, name, text]),
    ({ path, name }: Described) => JSON.stringify([path, name]),
  ]) {
    const waiting = grouped(gone, keyOf);
    for (const object of come) {
      const old = found.has(object) ? undefined : waiting.get(keyOf(object))?.shift();
      if (old === undefined) continue;
      found.set(object, old);
      gone.delete(old);
    }
  }
  const keysOfMoved = [
    ({ name, text }: Described) => JSON.stringify([name, text]),
    ({ name }: Described) => name,
  ];
  const moved = keysOfMoved.map((keyOf) => ({ keyOf, sources: grouped(gone, keyOf) }));
  for (const object of come) {
    const sources = moved.map(({ keyOf, sources }) => sources.get(keyOf(object))?.at(-1));
    const old = sources.find((source) => source !== undefined);
    if (old !== undefined && !found.has(object)) found.set(object, old);
  }
  const used = new Set(found.values());
  const renamed = renamedObjects(
    [...gone].filter((object) => !used.has(object)),
    come.filter((object) => !found.has(object)),
  );
  return come.map((object) => {
    const old = found.get(object);
    return {
      before: old?.object ?? null,
      renamedFrom: renamed.get(object)?.object ?? null,
      after: object.object,
      isSame: old?.text === object.text,
    };
  });
}

/**
 * Returns objects that the head has in another's stead: the only ones that went and came of their kind in one file, the same
 * but for their names, as where an app gets another one; or those of one spec, as where a Service selects the same pods under
 * another name. What else went and came together are two apps: the fault of the new one is its own.
 */
function renamedObjects(gone: readonly Described[], come: readonly Described[]): Map<Described, Described> {
  const found = new Map<Described, Described>();
  if (gone.length === 0) return found;
  const ways = [
    {
      keyOf: ({ path, object }: Described) => JSON.stringify([path, object.apiVersion, object.kind]),
      isOne: (old: Described, now: Described) => differsByName(old.object.value, now.object.value),
    },
    {
      keyOf: ({ object }: Described) =>
        `${object.apiVersion} ${object.kind} ${canonicalJson(object.value.spec ?? null)}`,
      isOne: () => true,
    },
  ];
  for (const { keyOf, isOne } of ways) {
    const taken = new Set(found.values());
    const sources = grouped(
      gone.filter((object) => !taken.has(object)),
      keyOf,
    );
    for (const [key, [object, ...others]] of grouped(
      come.filter((one) => !found.has(one)),
      keyOf,
    )) {
      const [source, ...rest] = sources.get(key) ?? [];
      if (object === undefined || source === undefined || others.length + rest.length > 0) continue;
      if (isOne(source, object)) found.set(object, source);
    }
  }
  return found;
}

interface Described {
  object: ManifestObject;
  /** the file's path at the base */
  path: string;
  name: string;
  text: string;
}

function described(object: ManifestObject, path: string): Described {
  const { kind, value } = object;
  const namespace = asString(get(value, "metadata", "namespace"));
  const name = asString(get(value, "metadata", "name"));
  const rendering = renderingOf(object.document.manifest);
  return {
    ...{ object, path, text: canonicalJson(value) },
    name: JSON.stringify([rendering, kind, namespace, name]),
  };
}

function grouped(
  objects: Iterable<Described>,
  keyOf: (object: Described) => string,
): Map<string, Described[]> {
  const groups = new Map<string, Described[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return groups;
}

function pathOf({ document }: ManifestObject): string {
  return document.manifest.path;
}
