/** Slips of a hand: keys left out, misspelt, twice, or a level too high or too low; values of another type. */
import { copyOf, type DrawnMapping, type DrawnValue, isMapping, verbatim } from "./drawn-value.js";
import { mappingsIn, type Place, placesIn } from "./places.js";
import type { Random } from "./random.js";

type Slip = (random: Random, object: DrawnMapping) => string | null;

const STRANGE_KEYS: readonly string[] = [
  "foo",
  "readinessprobe",
  "readinessProbes",
  "timeoutSeconds",
  "periodSeconds",
  "initialDelaySeconds",
  "port",
  "path",
  "replicas",
  "strategy",
  "maxUnavailable",
  "env",
  "name",
  "type",
  "image",
  "labels",
  "minReadySeconds",
  "httpGet",
  "readinessProbe",
  "livenessProbe",
  "resources",
  "containers",
  "selector",
  "template",
  "matchLabels",
  "hostNetwork",
];

const OTHER_TYPES: readonly DrawnValue[] = [
  null,
  true,
  0,
  1,
  -1,
  1.5,
  "",
  "x",
  "1",
  [],
  {},
  [""],
  { x: "y" },
  verbatim("~"),
  verbatim("yes"),
  verbatim("1.0"),
  verbatim("!!str 1"),
  verbatim("!Ref x"),
  verbatim('"1"'),
  verbatim("0x1"),
  verbatim("0o7"),
  verbatim("1_000"),
];

const leaveOut: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null) return null;
  delete place.holder[place.key];
  return `without ${place.key}`;
};

const misspell: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null || place.key.length < 3) return null;
  const spelt = misspelt(random, place.key);
  if (place.holder[spelt] !== undefined) return null;
  rename(place, spelt);
  return `${place.key} as ${spelt}`;
};

function misspelt(random: Random, key: string): string {
  const at = 1 + random.below(key.length - 2);
  return random.pick([
    key.toLowerCase() === key ? `${key.charAt(0).toUpperCase()}${key.slice(1)}` : key.toLowerCase(),
    `${key.slice(0, at)}${key.slice(at + 1)}`,
    `${key.slice(0, at)}${key.charAt(at + 1)}${key.charAt(at)}${key.slice(at + 2)}`,
    key.endsWith("s") ? key.slice(0, -1) : `${key}s`,
    key.replace(/([A-Z])/g, "_$1").toLowerCase(),
    key.replace(/([A-Z])/g, "-$1").toLowerCase(),
  ]);
}

function rename({ holder, key }: Place, to: string): void {
  const entries = Object.entries(holder);
  for (const each of Object.keys(holder)) delete holder[each];
  for (const [each, value] of entries) holder[each === key ? to : each] = value;
}

const writeTwice: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null) return null;
  const value = place.holder[place.key] as DrawnValue;
  place.holder[`${place.key}\0`] = random.chance(0.5) ? copyOf(value) : random.pick(OTHER_TYPES);
  return `${place.key} twice`;
};

const addStrange: Slip = (random, object) => {
  const holder = random.pick(mappingsIn(object));
  const key = random.pick(STRANGE_KEYS);
  if (holder[key] !== undefined) return null;
  holder[key] = random.pick<DrawnValue>(["x", 5, {}, true, [], null]);
  return `${key} added`;
};

const moveDown: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null) return null;
  const value = place.holder[place.key] as DrawnValue;
  const below = Object.entries(place.holder).filter(([key, each]) => key !== place.key && holds(each));
  if (below.length === 0) return null;
  const [key, target] = random.pick(below);
  const into = Array.isArray(target) ? random.pick(target) : target;
  if (!isMapping(into) || into[place.key] !== undefined) return null;
  delete place.holder[place.key];
  into[place.key] = value;
  return `${place.key} below ${key}`;
};

function holds(value: DrawnValue): boolean {
  return isMapping(value) || (Array.isArray(value) && value.length > 0);
}

const moveUp: Slip = (random, object) => {
  const outer = random.pick(placesIn(object).filter(({ holder, key }) => holds(holder[key] as DrawnValue)));
  const value = outer.holder[outer.key] as DrawnValue;
  const inner = Array.isArray(value) ? random.pick(value) : value;
  if (!isMapping(inner)) return null;
  const keys = Object.keys(inner);
  if (keys.length === 0) return null;
  const key = random.pick(keys);
  if (outer.holder[key] !== undefined) return null;
  outer.holder[key] = inner[key] as DrawnValue;
  delete inner[key];
  return `${key} above ${outer.key}`;
};

const otherType: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null) return null;
  place.holder[place.key] = random.pick(OTHER_TYPES);
  return `${place.key} of another type`;
};

const listInsteadOfMapping: Slip = (random, object) => {
  const place = pickPlace(random, object);
  if (place === null) return null;
  const value = place.holder[place.key] as DrawnValue;
  const first = Array.isArray(value) ? value[0] : [value];
  if (first === undefined) return null;
  place.holder[place.key] = first;
  return `${place.key} with a list where none belongs, or the other way around`;
};

const SLIPS: readonly Slip[] = [
  leaveOut,
  leaveOut,
  misspell,
  misspell,
  misspell,
  writeTwice,
  addStrange,
  moveDown,
  moveUp,
  otherType,
  otherType,
  listInsteadOfMapping,
];

/** Makes one slip in the object; its name, or null where the drawn one does not fit. */
export function makeSlip(random: Random, object: DrawnMapping): string | null {
  return random.pick(SLIPS)(random, object);
}

/** Not apiVersion and kind: without them nothing is judged. */
function pickPlace(random: Random, object: DrawnMapping): Place | null {
  const places = placesIn(object).filter(
    ({ key, depth }) => depth > 0 || !["apiVersion", "kind"].includes(key),
  );
  return places.length === 0 ? null : random.pick(places);
}
