import { asArray, get, type JsonObject, type KeyPath } from "../../manifest/json-value.js";

/** Whether one of two stands at the other's place or below it. */
export function isSamePlace(one: KeyPath, other: KeyPath): boolean {
  return Array.from(
    { length: Math.min(one.length, other.length) },
    (_, index) => one[index] === other[index],
  ).every(Boolean);
}

/** Whether a field is missing beside an unknown one: the unknown one may well be meant as the missing one. */
export function isMisspelling(missing: KeyPath, field: KeyPath, value: JsonObject): boolean {
  return (
    missing.length === field.length &&
    get(value, ...missing) === undefined &&
    missing.slice(0, -1).every((key, index) => field[index] === key)
  );
}

/** Whether a mount names a volume that the pod has not, and an unknown field `volumes` has one of that name. */
export function isVolumeBelow(mount: KeyPath, field: KeyPath, value: JsonObject): boolean {
  if (mount.at(-1) !== "name" || mount.at(-3) !== "volumeMounts" || field.at(-1) !== "volumes") return false;
  const name = get(value, ...mount);
  return asArray(get(value, ...field)).some((volume) => get(volume, "name") === name);
}
