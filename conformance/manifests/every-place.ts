/**
 * Every place of a few objects that have most fields, with each of the values that tend to be judged apart: what a draw
 * comes to late. The API server accepts the objects as they are.
 */
import { readFileSync } from "node:fs";
import { copyOf, type DrawnMapping, type DrawnValue, isMapping } from "./drawn-value.js";

export interface PlacedManifest {
  /** the value and its place */
  name: string;
  text: string;
}

const OBJECTS = JSON.parse(
  readFileSync(new URL("full-objects.json", import.meta.url), "utf8"),
) as DrawnMapping[];

const TEXTS = ["", "x", "A b", "a/b", "a_b", "1", "-a", "a".repeat(64), "..", "/", "50%"];
const NUMBERS = [0, 1, -1, 1.5, 65_536, 3_000_000_000];
const VALUES: DrawnValue[] = [
  ...[null, true, false, ...TEXTS, ...NUMBERS],
  ...[[], {}, ["x"], [""], [null], { x: "y" }],
];

export function everyPlace(): PlacedManifest[] {
  return OBJECTS.flatMap((object) => {
    const name = String(object.kind);
    const placed = pathsIn(object).flatMap((path) => [
      written(`${name} without ${path.join(".")}`, without(object, path)),
      ...VALUES.map((value) =>
        written(`${name} with ${path.join(".")} = ${JSON.stringify(value)}`, withValue(object, path, value)),
      ),
    ]);
    return [written(`${name} with most fields`, object), ...placed];
  });
}

function written(name: string, object: DrawnMapping): PlacedManifest {
  return { name, text: JSON.stringify(object) };
}

type Path = readonly (string | number)[];

/** All below the object but its apiVersion and kind, outer places first. */
function pathsIn(object: DrawnMapping): Path[] {
  return pathsBelow(object, []).filter(([first]) => first !== "apiVersion" && first !== "kind");
}

function pathsBelow(value: DrawnValue, at: Path): Path[] {
  const entries: [string | number, DrawnValue][] = Array.isArray(value)
    ? value.map((each, index): [number, DrawnValue] => [index, each])
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, each]) => [[...at, key], ...pathsBelow(each, [...at, key])]);
}

function withValue(object: DrawnMapping, path: Path, value: DrawnValue): DrawnMapping {
  const { copy, holder, last } = copyAt(object, path);
  holder[last] = value;
  return copy;
}

function without(object: DrawnMapping, path: Path): DrawnMapping {
  const { copy, holder, last } = copyAt(object, path);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

/** A copy with the mapping or list that holds the last key of a path. */
function copyAt(object: DrawnMapping, path: Path) {
  const copy = copyOf(object);
  let holder: DrawnValue = copy;
  for (const key of path.slice(0, -1)) holder = (holder as DrawnMapping)[key] as DrawnValue;
  return { copy, holder: holder as DrawnMapping, last: path.at(-1) as string };
}
