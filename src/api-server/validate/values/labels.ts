/** Labels, annotations and selectors: pkg/apis/meta/v1/validation/validation.go of apimachinery. */
import { asArray, asObject, get, isObject } from "../../../manifest/json-value.js";
import { isPlaceholder, isUnfilledName } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, nameOf, type Place } from "./fault.js";
import { isBlank, itemsOf, textsOf } from "./read-value.js";
import { choiceFaults, LABEL_KEY, LABEL_VALUE, textFaults } from "./text-rules.js";

/** ValidateLabels */
export function labelsFaults(labels: unknown, place: Place): Fault[] {
  return textsOf(labels).flatMap(([key, value]) => [
    ...keyFaults(key, place),
    ...(LABEL_VALUE.allows(value) || isPlaceholder(value) || isUnfilledName(value)
      ? []
      : [valueFault(key, value, place)]),
  ]);
}

function valueFault(key: string, value: string, place: Place): Fault {
  return {
    path: [...place.path, key],
    message: `${quoted(key)} in ${nameOf(place)} is ${quoted(value)}, but ${LABEL_VALUE.allowed}`,
  };
}

function keyFaults(key: string, place: Place, judged = key): Fault[] {
  if (LABEL_KEY.allows(judged) || isPlaceholder(key)) return [];
  return [
    {
      path: [...place.path, key],
      message: `${nameOf(place)} has the key ${quoted(key)}, but ${LABEL_KEY.allowed}`,
    },
  ];
}

/** TotalAnnotationSizeLimitB */
const MOST_BYTES = 256 * 1024;

/** ValidateAnnotations: keys in capitals are allowed, and all of them together have a limit. */
export function annotationsFaults(annotations: unknown, place: Place): Fault[] {
  const entries = textsOf(annotations);
  const faults = entries.flatMap(([key]) => keyFaults(key, place, key.toLowerCase()));
  const bytes = new TextEncoder().encode(entries.flat().join("")).length;
  if (bytes > MOST_BYTES)
    faults.push(fault(place, `have ${bytes} bytes in all, but at most ${MOST_BYTES} are allowed`));
  return faults;
}

const WITH_VALUES = ["In", "NotIn"];
const WITHOUT_VALUES = ["Exists", "DoesNotExist"];

/** ValidateLabelSelector; one that is absent has no fault. */
export function selectorFaults(selector: unknown, place: Place): Fault[] {
  if (!isObject(selector)) return [];
  return [
    ...labelsFaults(selector.matchLabels, below(place, "matchLabels")),
    ...itemsOf(selector.matchExpressions).flatMap(([index, item]) =>
      requirementFaults(item, below(place, "matchExpressions", index)),
    ),
  ];
}

/** ValidateLabelSelectorRequirement */
function requirementFaults(item: Record<string, unknown>, place: Place): Fault[] {
  const { key, operator } = item;
  const values = asArray(item.values);
  const faults = isBlank(operator)
    ? [missing(below(place, "operator"), "In, NotIn, Exists or DoesNotExist is expected")]
    : choiceFaults(operator, below(place, "operator"), [...WITH_VALUES, ...WITHOUT_VALUES]);
  if (WITH_VALUES.includes(operator as string) && values.length === 0)
    faults.push(missing(below(place, "values"), `the operator ${operator} needs at least one`));
  if (WITHOUT_VALUES.includes(operator as string) && values.length > 0)
    faults.push(fault(below(place, "values"), `are given, but the operator ${operator} takes none`));
  return [
    ...faults,
    ...(isBlank(key)
      ? [missing(below(place, "key"), "it names a label")]
      : textFaults(key, below(place, "key"), LABEL_KEY)),
    ...values.flatMap((value, index) => textFaults(value, below(place, "values", index), LABEL_VALUE)),
  ];
}

/** Whether a selector has nothing to select by, so that it would select every pod. */
export function isEmptySelector(selector: unknown): boolean {
  const { matchLabels, matchExpressions } = asObject(selector);
  return Object.keys(asObject(matchLabels)).length + asArray(matchExpressions).length === 0;
}

/** Keys of a selector by which it does not match labels; null where that cannot be told. */
export function unmetKeys(selector: unknown, labels: unknown): string[] | null {
  const has = new Map(textsOf(labels));
  const asked = textsOf(get(selector, "matchLabels"));
  const unmet = asked.flatMap(([key, value]) => (has.get(key) === value ? [] : [key]));
  for (const [, { key, operator, values }] of itemsOf(get(selector, "matchExpressions"))) {
    if (typeof key !== "string") return null;
    const met = meets(has.get(key), operator, asArray(values));
    if (met === null) return null;
    if (!met) unmet.push(key);
  }
  return unmet.length > 0 && [...has, ...asked].flat().some(isPlaceholder) ? null : [...new Set(unmet)];
}

/** LabelSelectorAsSelector; null for an operator that there is not. */
function meets(value: string | undefined, operator: unknown, listed: readonly unknown[]): boolean | null {
  switch (operator) {
    case "In":
      return value !== undefined && listed.includes(value);
    case "NotIn":
      return !listed.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return null;
  }
}
