import { asArray, asObject, asString, get } from "../manifest/json-value.js";
import { readLabels } from "./read-workload.js";

/**
 * Whether a LabelSelector matches labels (apimachinery's meta/v1 LabelSelectorAsSelector); an empty one matches all.
 * One that the API server would refuse matches nothing.
 */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const labelOf = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  const equal = Object.entries(readLabels(get(selector, "matchLabels"))).every(
    ([key, value]) => labelOf(key) === value,
  );
  return (
    equal && asArray(get(selector, "matchExpressions")).every((entry) => meets(asObject(entry), labelOf))
  );
}

function meets(
  { key, operator, values }: Record<string, unknown>,
  labelOf: (key: string) => string | undefined,
): boolean {
  const value = labelOf(asString(key) ?? "");
  const listed = asArray(values).map(String);
  switch (operator) {
    case "In":
      return value !== undefined && listed.includes(value);
    case "NotIn":
      return value === undefined || !listed.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
