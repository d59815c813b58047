/** How an autoscaler names another object: ValidateCrossVersionObjectReference in pkg/apis/autoscaling/validation/validation.go. */
import { get, isObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place } from "../values/fault.js";
import { isBlank, isSet, textOf } from "../values/read-value.js";

/** ValidateAPIVersion came with 1.34. */
const FIRST_WITH_API_VERSION = 34;

export function referenceFaults(reference: unknown, place: Place): Fault[] {
  if (isSet(reference) && !isObject(reference)) return [];
  const faults = ["kind", "name"].flatMap((field) => {
    const value = get(reference, field);
    if (isBlank(value)) return [missing(below(place, field), "it says what is meant")];
    return segmentFaults(value, below(place, field));
  });
  return [...faults, ...apiVersionFaults(get(reference, "apiVersion"), below(place, "apiVersion"))];
}

/** ParseGroupVersion of apimachinery */
function apiVersionFaults(value: unknown, place: Place): Fault[] {
  const text = textOf(value);
  if (text === null || text.split("/").length < 3) return [];
  return [
    fault(place, `is ${quoted(text)}, but a group, one slash and a version are expected`, {
      since: FIRST_WITH_API_VERSION,
    }),
  ];
}

/** IsPathSegmentName in pkg/api/validate/content/path.go of apimachinery */
export function segmentFaults(value: unknown, place: Place): Fault[] {
  const text = textOf(value);
  if (text === null || isPlaceholder(text) || (text !== "." && text !== ".." && !/[/%]/.test(text)))
    return [];
  return [fault(place, `is ${quoted(text)}, but no slash, no per cent sign and no points alone are allowed`)];
}
