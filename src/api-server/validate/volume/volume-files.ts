/** Files of volumes that are filled by Kubernetes, in pkg/apis/core/validation/validation.go. */
import { isObject, type JsonObject } from "../../../manifest/json-value.js";
import { fieldRefFaults, OF_VOLUMES, resourceFieldFaults } from "../values/downward-api.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { modeFaults } from "../values/number-rules.js";
import { fileFaults } from "../values/paths.js";
import { isBlank, isSet, itemsOf } from "../values/read-value.js";

/** validateKeyToPath */
export function keyToPathFaults(items: unknown, place: Place): Fault[] {
  return itemsOf(items).flatMap(([index, { key, path, mode }]) => {
    const at = below(place, index);
    return [
      ...(isBlank(key) ? [missing(below(at, "key"), "it names the entry")] : []),
      ...(isBlank(path)
        ? [missing(below(at, "path"), "it names the file")]
        : fileFaults(path, below(at, "path"))),
      ...modeFaults(mode, below(at, "mode")),
    ];
  });
}

/** validateDownwardAPIVolumeFile */
export function downwardFileFaults(
  { path, fieldRef, resourceFieldRef, mode }: JsonObject,
  place: Place,
): Fault[] {
  const faults = [
    ...(isBlank(path)
      ? [missing(below(place, "path"), "it names the file")]
      : fileFaults(path, below(place, "path"))),
    ...modeFaults(mode, below(place, "mode")),
    ...(isObject(fieldRef) ? fieldRefFaults(fieldRef, below(place, "fieldRef"), OF_VOLUMES) : []),
  ];
  if (isSet(fieldRef) && isSet(resourceFieldRef))
    faults.push(fault(place, "has fieldRef and resourceFieldRef, but only one of them is allowed"));
  if (!isSet(fieldRef) && !isSet(resourceFieldRef))
    faults.push(fault(place, "has no source: fieldRef or resourceFieldRef is expected", WHOLE));
  if (!isSet(fieldRef) && isObject(resourceFieldRef))
    faults.push(...resourceFieldFaults(resourceFieldRef, below(place, "resourceFieldRef"), true));
  return faults;
}
