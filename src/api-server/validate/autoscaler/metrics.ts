/** Validates the metrics of an autoscaler: validateMetricSpec in pkg/apis/autoscaling/validation/validation.go. */
import { asObject, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { rangeFaults } from "../values/number-rules.js";
import { parseQuantity } from "../values/quantity.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import { resourceNameFault } from "../values/resources.js";
import { choiceFaults, DNS_LABEL, orList, requiredChoice, requiredText } from "../values/text-rules.js";
import { referenceFaults, segmentFaults } from "./object-reference.js";

/** A type, and the field that tells more of it. */
const FIELDS: Record<string, string> = {
  Object: "object",
  Pods: "pods",
  Resource: "resource",
  External: "external",
  ContainerResource: "containerResource",
};

export function metricsFaults(metrics: unknown, place: Place): Fault[] {
  return itemsOf(metrics).flatMap(([index, metric]) => metricFaults(metric, below(place, index)));
}

function metricFaults(metric: JsonObject, place: Place): Fault[] {
  const { type } = metric;
  const faults = requiredChoice(type, below(place, "type"), Object.keys(FIELDS));
  const field = typeof type === "string" && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (field === undefined) return faults;
  if (!isSet(metric[field])) faults.push(missing(below(place, field), `the type ${type} needs it`));
  for (const other of Object.values(FIELDS))
    if (other !== field && isSet(metric[other]))
      faults.push(fault(below(place, other), `is set, but the type is ${type}`, WHOLE));
  const source = metric[field];
  return isObject(source) ? [...faults, ...(SOURCES[field]?.(source, below(place, field)) ?? [])] : faults;
}

const SOURCES: Record<string, (source: JsonObject, place: Place) => Fault[]> = {
  object: ({ describedObject, metric, target }, place) => [
    ...referenceFaults(describedObject, below(place, "describedObject")),
    ...identifierFaults(metric, place),
    ...targetFaults(target, ["value", "averageValue"], below(place, "target")),
  ],
  external: ({ metric, target }, place) => [
    ...identifierFaults(metric, place),
    ...targetFaults(target, ["value", "averageValue"], below(place, "target")),
    ...both(target, "value", "averageValue", place),
  ],
  pods: ({ metric, target }, place) => [
    ...identifierFaults(metric, place),
    ...targetFaults(target, ["averageValue"], below(place, "target")),
  ],
  resource: ({ name, target }, place) => [
    ...(isBlank(name) ? [missing(below(place, "name"), "it names the resource")] : []),
    ...targetFaults(target, ["averageUtilization", "averageValue"], below(place, "target")),
    ...both(target, "averageUtilization", "averageValue", place),
  ],
  containerResource: ({ name, container, target }, place) => [
    ...resourceFaults(name, below(place, "name")),
    ...requiredText(container, below(place, "container"), DNS_LABEL, "it names the container"),
    ...targetFaults(target, ["averageUtilization", "averageValue"], below(place, "target")),
    ...both(target, "averageUtilization", "averageValue", place),
  ],
};

function resourceFaults(name: unknown, place: Place): Fault[] {
  if (isBlank(name)) return [missing(place, "it names the resource")];
  const text = textOf(name);
  const found = text === null ? null : resourceNameFault(text);
  return found === null ? [] : [fault(place, `is ${quoted(text as string)}, which ${found}`)];
}

function identifierFaults(metric: unknown, place: Place): Fault[] {
  const { name } = asObject(metric);
  const at = below(place, "metric", "name");
  return isBlank(name) ? [missing(at, "it names the metric")] : segmentFaults(name, at);
}

const TARGET_TYPES = ["Utilization", "Value", "AverageValue"];

/** validateMetricTarget, and that one of the fields is there which the source needs. */
function targetFaults(target: unknown, needed: readonly string[], place: Place): Fault[] {
  if (isSet(target) && !isObject(target)) return [];
  const { type, averageUtilization, ...amounts } = asObject(target);
  const faults = isBlank(type)
    ? [missing(below(place, "type"), `${orList(TARGET_TYPES)} is expected`)]
    : choiceFaults(type, below(place, "type"), TARGET_TYPES);
  for (const field of ["value", "averageValue"]) {
    const amount = parseQuantity(amounts[field]);
    if (amount !== null && amount <= 0n)
      faults.push(fault(below(place, field), "is not above 0, which is needed"));
  }
  faults.push(...rangeFaults(averageUtilization, below(place, "averageUtilization"), { least: 1 }));
  if (needed.every((field) => !isSet(asObject(target)[field])))
    faults.push(
      missing(below(place, needed[0] as string), `${orList(needed)} is needed`.replace(" and ", " or ")),
    );
  return faults;
}

function both(target: unknown, one: string, other: string, place: Place): Fault[] {
  const written = asObject(target);
  if (!isSet(written[one]) || !isSet(written[other])) return [];
  return [fault(below(place, "target", other), `is set beside ${one}, but only one of the two is allowed`)];
}
