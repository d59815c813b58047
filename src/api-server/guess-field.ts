/** Guesses the field that an unknown one is meant as: another name in its mapping, or its own name in one nearby. */
import { get, isObject, type JsonObject, type KeyPath } from "../manifest/json-value.js";
import { type FieldFault, isDecoded } from "./decode-object.js";
import { editDistance } from "./fields/edit-distance.js";
import { type Field, type FieldType, rootType } from "./fields/field-types.js";

export interface FieldGuess {
  /** the name that is meant */
  name: string;
  /** the mappings in which it can be meant, the nearest first; the one that it stands in where only its name is wrong */
  places: readonly KeyPath[];
  /** no other name and no other place is as likely, and nothing stands there yet */
  certain: boolean;
}

/** Returns the field that an unknown one of an object is meant as; null where nothing comes close. */
export function guessField(
  apiVersion: string,
  kind: string,
  value: JsonObject,
  { path, type, value: found }: FieldFault,
): FieldGuess | null {
  const name = path.at(-1);
  const root = rootType(apiVersion, kind);
  if (typeof name !== "string" || root === null || type.kind !== "struct") return null;
  // Another version knows it right there.
  if (type.fields.has(name)) return null;
  const parent = path.slice(0, -1);
  const label = ownLabel(name, found, type, value, parent);
  if (label !== null) return label;
  const [spelt, ...alike] = similarNames(name, type, found);
  if (spelt !== undefined && alike.length === 0 && isSameWord(name, spelt))
    return renamed(value, parent, spelt, true);
  const places = placesFor(name, found, root, value, parent);
  if (places !== null) return { name, ...places };
  if (spelt === undefined) return misspeltElsewhere(name, found, root, value, parent);
  return renamed(value, parent, spelt, alike.length === 0 && name.length >= 4);
}

/** A label of the object's own pods that stands in its selector itself is meant below `matchLabels`, where nothing is yet. */
function ownLabel(
  name: string,
  found: unknown,
  { fields }: FieldType & { kind: "struct" },
  value: JsonObject,
  parent: KeyPath,
): FieldGuess | null {
  if (parent.join() !== "spec,selector" || !fields.has("matchLabels") || typeof found !== "string")
    return null;
  const labels = get(value, "spec", "template", "metadata", "labels");
  if (!isObject(labels) || !Object.hasOwn(labels, name) || labels[name] !== found) return null;
  const matched = get(value, ...parent, "matchLabels") ?? {};
  const certain = isObject(matched) && Object.keys(matched).length === 0;
  return { name, places: [[...parent, "matchLabels"]], certain };
}

function renamed(value: JsonObject, parent: KeyPath, name: string, alone: boolean): FieldGuess {
  return { name, places: [parent], certain: alone && isFree(get(value, ...parent), name) };
}

/** Returns the names of a type that are nearest to a misspelt one, and whose field takes the value. */
function similarNames(name: string, { fields }: FieldType & { kind: "struct" }, value: unknown): string[] {
  const limit = name.length <= 2 ? 0 : name.length <= 5 ? 1 : name.length <= 9 ? 2 : 3;
  let nearest = limit;
  let found: string[] = [];
  for (const [other, types] of fields) {
    const distance = isSameWord(name, other) ? 0 : editDistance(name, other, nearest);
    if (distance > nearest || !takes(types, value)) continue;
    if (distance < nearest) found = [];
    nearest = distance;
    found.push(other);
  }
  return found.length > 0 || name.length < 4 ? found : longerNames(name, fields, value);
}

/** `meta` is meant as `metadata`, where no other name begins so. */
function longerNames(name: string, fields: ReadonlyMap<string, readonly Field[]>, value: unknown): string[] {
  return [...fields].flatMap(([other, types]) =>
    other.startsWith(name) && takes(types, value) ? [other] : [],
  );
}

/** `readinessprobe`, `readiness-probe` and `readinessProbe` are one word. */
function isSameWord(left: string, right: string): boolean {
  return left.replace(/[-_]/g, "").toLowerCase() === right.toLowerCase();
}

function takes(types: readonly Field[], value: unknown): boolean {
  return types.some(({ type }) => isDecoded(type, value));
}

/** Mappings of a type, with their paths. */
interface Place {
  path: KeyPath;
  type: FieldType & { kind: "struct" };
  value: JsonObject;
}

/**
 * Returns the mappings nearby that know a name and take its value: an empty one beside it, else those around it from the
 * inside out, else those right below its own and those in a neighbouring `metadata` and the like, two levels down.
 */
function placesFor(
  name: string,
  found: unknown,
  root: FieldType,
  value: JsonObject,
  parent: KeyPath,
): Pick<FieldGuess, "places" | "certain"> | null {
  const around = placesAlong(root, value, parent);
  const knows = ({ type }: Place) => takes(type.fields.get(name) ?? [], found);
  const general = GENERAL.has(name);
  const empty = around.slice(-1).flatMap(emptyBelow).filter(knows);
  if (empty.length === 1) return { places: empty.map(({ path }) => path), certain: true };
  const outer = around.slice(0, -1).toReversed().find(knows);
  if (outer !== undefined) {
    const certain = isFree(outer.value, name);
    return general && !certain ? null : { places: [outer.path], certain };
  }
  if (name === "namespace") return ownNamespace(around, knows);
  if (general) return null;
  for (const place of around.toReversed().slice(0, 2)) {
    const below = withoutShortLived(placesBelow(place, 2).filter(knows)).filter(
      ({ path }) => !isInSibling(path, parent),
    );
    const nearest = Math.min(...below.map(({ path }) => namesIn(path)));
    const near = below.filter(({ path }) => namesIn(path) === nearest);
    if (near.length === 0) continue;
    const free = near.filter((one) => isFree(one.value, name));
    // Where the field stands already, it is hardly meant a second time; the one place that there is, it belongs to.
    if (free.length === 0 && near.length > 1) return null;
    const places = (free.length === 0 ? near : free).map(({ path }) => path);
    return { places, certain: near.length === 1 && free.length === 1 };
  }
  return null;
}

/** Returns the mappings right below one that have a key and no value: what is meant for them often stands beside them. */
function emptyBelow({ path, type, value }: Place): Place[] {
  return Object.keys(value).flatMap((key) => {
    const inner = value[key] === null ? typeBelow(type, key) : undefined;
    return inner?.kind === "struct" ? [{ path: [...path, key], type: inner, value: {} }] : [];
  });
}

/** Whether a path leads into another item of a list than the one that the other path leads into. */
function isInSibling(path: KeyPath, other: KeyPath): boolean {
  const fork = path.findIndex((key, index) => key !== other[index]);
  return fork !== -1 && typeof path[fork] === "number" && typeof other[fork] === "number";
}

/** A `namespace` in an object's `spec` is meant as its own, where it has none yet. */
function ownNamespace(
  around: readonly Place[],
  knows: (place: Place) => boolean,
): Pick<FieldGuess, "places" | "certain"> | null {
  const [root, spec] = around as [Place, Place?];
  if (around.length !== 2 || spec?.path.join() !== "spec") return null;
  const own = placesBelow(root, 1).find((place) => place.path.join() === "metadata" && knows(place));
  return own !== undefined && isFree(own.value, "namespace") ? { places: [own.path], certain: true } : null;
}

/** A field that is both misspelt and misplaced: never certain, and only of a name that is long enough to be known again. */
function misspeltElsewhere(
  name: string,
  found: unknown,
  root: FieldType,
  value: JsonObject,
  parent: KeyPath,
): FieldGuess | null {
  if (name.length < 8) return null;
  const around = placesAlong(root, value, parent);
  const below = withoutShortLived(around.slice(-1).flatMap((place) => placesBelow(place, 2)));
  for (const near of [
    ...around
      .slice(0, -1)
      .toReversed()
      .map((place) => [place]),
    below,
  ]) {
    const meant = near.flatMap((place) => {
      const [other, ...others] = similarNames(name, place.type, found);
      return other === undefined || others.length > 0 ? [] : [{ name: other, path: place.path }];
    });
    const names = new Set(meant.map((one) => one.name));
    const [only] = names;
    if (only !== undefined && names.size === 1)
      return { name: only, places: meant.map(({ path }) => path), certain: false };
  }
  return null;
}

/** Names that stand in so many types that they are looked for in the mappings around them alone. */
const GENERAL = new Set([
  ...["name", "namespace", "type", "kind", "apiVersion", "key", "value", "path", "port", "optional", "mode"],
  ...["items", "status", "spec", "metadata", "message", "reason", "user", "readOnly"],
]);

/** A field beside a pod's containers is meant for those that keep running. */
function withoutShortLived(places: readonly Place[]): Place[] {
  return places.filter(({ path, value }) => {
    const list = path.at(-2);
    return list !== "ephemeralContainers" && (list !== "initContainers" || value.restartPolicy === "Always");
  });
}

function namesIn(path: KeyPath): number {
  return path.filter((key) => typeof key === "string").length;
}

/** Returns the mappings from the root to a path, each with its type. */
function placesAlong(root: FieldType, value: JsonObject, path: KeyPath): Place[] {
  const places: Place[] = [];
  let type: FieldType | undefined = root;
  let current: unknown = value;
  for (let length = 0; type !== undefined; length++) {
    if (type.kind === "struct" && isObject(current))
      places.push({ path: path.slice(0, length), type, value: current });
    if (length === path.length) break;
    type = typeBelow(type, path[length] as string | number);
    current = get(current, path[length] as string | number);
  }
  return places;
}

function typeBelow(type: FieldType, key: string | number): FieldType | undefined {
  if (type.kind === "struct") return type.fields.get(String(key))?.at(-1)?.type;
  return type.kind === "list" || type.kind === "map" ? type.of : undefined;
}

/** Returns the mappings below one, through lists, so many levels down. */
function placesBelow({ path, type, value }: Place, levels: number): Place[] {
  if (levels === 0) return [];
  const known = Object.keys(value).filter((key) => type.fields.has(key));
  return known.flatMap((key) => {
    const inner = typeBelow(type, key);
    const item = value[key];
    const listed = inner?.kind === "list" && Array.isArray(item);
    const found: [KeyPath, FieldType | undefined, unknown][] = listed
      ? item.slice(0, MAX_ITEMS).map((one, index) => [[...path, key, index], inner.of, one])
      : [[[...path, key], inner, item]];
    return found.flatMap(([at, innerType, innerValue]) => {
      if (innerType?.kind !== "struct" || !isObject(innerValue)) return [];
      const place = { path: at, type: innerType, value: innerValue };
      return [place, ...placesBelow(place, levels - 1)];
    });
  });
}

/** Items of one list that are looked into. */
const MAX_ITEMS = 50;

function isFree(place: unknown, name: string): boolean {
  return isObject(place) && !Object.hasOwn(place, name);
}
