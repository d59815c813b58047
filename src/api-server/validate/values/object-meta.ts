/** `metadata` of an object: ValidateObjectMeta in pkg/api/validation/objectmeta.go of apimachinery. */
import { asArray, asObject, get, type JsonObject } from "../../../manifest/json-value.js";
import { isPlaceholder } from "../../../manifest/template-text.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, ROOT } from "./fault.js";
import { annotationsFaults, labelsFaults } from "./labels.js";
import { isBlank, itemsOf } from "./read-value.js";
import { DNS_LABEL, LABEL_KEY, type TextRule, textFaults } from "./text-rules.js";

const METADATA = below(ROOT, "metadata");

/** A form that a kind's names have in the versions up to one, or from one on. */
interface NameRule {
  rule: TextRule;
  since?: number;
  until?: number;
}

/** `bareFinalizers`: the kind's validation asks for no domain in them, which is a rule of core's own ValidateObjectMeta. */
export function metadataFaults(
  object: JsonObject,
  names: readonly NameRule[],
  { bareFinalizers = false } = {},
): Fault[] {
  const metadata = asObject(object.metadata);
  const { name, namespace, labels, annotations } = metadata;
  return [
    ...(isBlank(name) && isBlank(metadata.generateName)
      ? [missing(below(METADATA, "name"), "every object needs one")]
      : names.flatMap(({ rule, ...versions }) => textFaults(name, below(METADATA, "name"), rule, versions))),
    ...textFaults(namespace, below(METADATA, "namespace"), DNS_LABEL),
    ...labelsFaults(labels, below(METADATA, "labels")),
    ...annotationsFaults(annotations, below(METADATA, "annotations")),
    ...finalizerFaults(metadata.finalizers, bareFinalizers),
    ...ownerFaults(metadata.ownerReferences),
  ];
}

/** pkg/apis/core/helper: IsStandardFinalizerName */
const STANDARD_FINALIZERS = ["kubernetes", "orphan", "foregroundDeletion"];

/** ValidateFinalizers of apimachinery, and validateKubeFinalizerName in pkg/apis/core/validation/validation.go */
function finalizerFaults(finalizers: unknown, areBare: boolean): Fault[] {
  const written = asArray(finalizers);
  const opposed = ["orphan", "foregroundDeletion"];
  if (opposed.every((name) => written.includes(name)))
    return [fault(below(METADATA, "finalizers"), `has ${opposed.join(" and ")}, but one of them is allowed`)];
  return written.flatMap((finalizer, index) => {
    const place = below(METADATA, "finalizers", index);
    if (finalizer === null) return [fault(place, `is empty, but ${LABEL_KEY.allowed}`)];
    if (typeof finalizer !== "string" || isPlaceholder(finalizer)) return [];
    if (!LABEL_KEY.allows(finalizer))
      return [fault(place, `is ${quoted(finalizer)}, but ${LABEL_KEY.allowed}`)];
    if (areBare || finalizer.includes("/") || STANDARD_FINALIZERS.includes(finalizer)) return [];
    return [
      fault(place, `is ${quoted(finalizer)}, but a finalizer needs a domain and a slash before its name`),
    ];
  });
}

/** ValidateOwnerReferences */
function ownerFaults(owners: unknown): Fault[] {
  const items = itemsOf(owners);
  const faults = items.flatMap(([index, owner]) =>
    ["apiVersion", "kind", "name", "uid"].flatMap((field) =>
      isBlank(get(owner, field))
        ? [missing(below(METADATA, "ownerReferences", index, field), "every owner needs one")]
        : [],
    ),
  );
  for (const [index, owner] of items) {
    const apiVersion = get(owner, "apiVersion");
    if (typeof apiVersion === "string" && /^\/|\/$|\/.*\//.test(apiVersion) && !isPlaceholder(apiVersion))
      faults.push(
        fault(
          below(METADATA, "ownerReferences", index, "apiVersion"),
          `is ${quoted(apiVersion)}, but a version is expected, and a group with a slash may stand before it`,
        ),
      );
  }
  const controllers = items.filter(([, owner]) => get(owner, "controller") === true);
  if (controllers.length > 1)
    faults.push(
      fault(below(METADATA, "ownerReferences"), "has more than one controller, but one is allowed"),
    );
  return faults;
}
