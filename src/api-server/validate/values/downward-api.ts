/** Fields of the pod as data for its containers: validateObjectFieldSelector and validateContainerResourceFieldSelector. */
import type { JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place } from "./fault.js";
import { parseQuantity } from "./quantity.js";
import { isBlank, textOf } from "./read-value.js";
import { LABEL_KEY } from "./text-rules.js";

/** pkg/apis/core/validation/validation.go: validEnvDownwardAPIFieldPathExpressions */
export const OF_ENV = [
  ...["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"],
  ...["status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"],
];

/** pkg/apis/core/validation/validation.go: validVolumeDownwardAPIFieldPathExpressions */
export const OF_VOLUMES = [
  ...["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"],
];

/** ConvertDownwardAPIFieldLabel in pkg/apis/core/pods/helpers.go has an older name of one field. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([["spec.host", "spec.nodeName"]]);

export function fieldRefFaults(
  { fieldPath, apiVersion }: JsonObject,
  place: Place,
  known: readonly string[],
): Fault[] {
  const at = below(place, "fieldPath");
  if (isBlank(fieldPath)) return [missing(at, "it names a field of the pod")];
  if (!isBlank(apiVersion) && apiVersion !== "v1")
    return textOf(apiVersion) === null
      ? []
      : [fault(below(place, "apiVersion"), `is ${quoted(String(apiVersion))}, but only v1 is allowed`)];
  const text = textOf(fieldPath);
  if (text === null) return [];
  const [, path, key] = /^([^[]*)\['(.*)'\]$/.exec(text) ?? [];
  if (path !== undefined && key !== undefined) return subscriptFaults(text, path, key, at);
  if (known.includes(OLD_NAMES.get(text) ?? text)) return [];
  return [
    fault(
      at,
      `is ${quoted(text)}, but only ${known.join(", ")}, and single labels and annotations in brackets, are allowed`,
    ),
  ];
}

function subscriptFaults(text: string, path: string, key: string, place: Place): Fault[] {
  if (path !== "metadata.labels" && path !== "metadata.annotations")
    return [fault(place, `is ${quoted(text)}, but only labels and annotations have single entries`)];
  const judged = path === "metadata.annotations" ? key.toLowerCase() : key;
  return LABEL_KEY.allows(judged) ? [] : [fault(place, `asks for ${quoted(key)}, but ${LABEL_KEY.allowed}`)];
}

const RESOURCES = ["cpu", "memory", "ephemeral-storage"].flatMap((name) => [
  `limits.${name}`,
  `requests.${name}`,
]);
const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;
const OF_CPU = ["1m", "1"];
const OF_BYTES = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

export function resourceFieldFaults(
  { containerName, resource, divisor }: JsonObject,
  place: Place,
  ofVolume: boolean,
): Fault[] {
  if (ofVolume && isBlank(containerName))
    return [missing(below(place, "containerName"), "it names the container with the resource")];
  if (isBlank(resource))
    return [missing(below(place, "resource"), `one of ${RESOURCES.join(", ")} is expected`)];
  const text = textOf(resource);
  if (text === null) return [];
  if (!RESOURCES.includes(text) && !HUGE_PAGES.test(text))
    return [
      fault(below(place, "resource"), `is ${quoted(text)}, but only ${RESOURCES.join(", ")} are allowed`),
    ];
  const value = parseQuantity(divisor);
  const allowed = text.endsWith(".cpu") ? OF_CPU : OF_BYTES;
  if (value === null || value === 0n || allowed.some((one) => parseQuantity(one) === value)) return [];
  return [
    fault(
      below(place, "divisor"),
      `is ${quoted(String(divisor))}, but only ${allowed.join(", ")} are allowed`,
    ),
  ];
}
