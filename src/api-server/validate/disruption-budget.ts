/** A PodDisruptionBudget: ValidatePodDisruptionBudgetSpec in pkg/apis/policy/validation/validation.go. */
import { asObject, type JsonObject } from "../../manifest/json-value.js";
import { isUnfilledName } from "../../manifest/template-text.js";
import { quoted } from "../../words/quote.js";
import { below, type Fault, fault, type Place, ROOT, WHOLE } from "./values/fault.js";
import { selectorFaults } from "./values/labels.js";
import { rangeFaults } from "./values/number-rules.js";
import { metadataFaults } from "./values/object-meta.js";
import { isSet, textOf } from "./values/read-value.js";
import { pointerChoiceFaults } from "./values/text-rules.js";

const SPEC = below(ROOT, "spec");

/** ValidatePathSegmentName: its metadata is held to no more than to what rest.BeforeCreate of apiserver asks. */
const NAME = {
  allows: (text: string) => text !== "." && text !== ".." && !/[/%]/.test(text),
  allowed: "no slash, no per cent sign and no points alone are allowed",
};

export function disruptionBudgetFaults(object: JsonObject): Fault[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = asObject(object.spec);
  const faults =
    isSet(minAvailable) && isSet(maxUnavailable)
      ? [
          fault(
            below(SPEC, "maxUnavailable"),
            "is set beside minAvailable, but only one of the two is allowed",
            WHOLE,
          ),
        ]
      : [];
  return [
    ...metadataFaults(object, [{ rule: NAME }], { bareFinalizers: true }),
    ...faults,
    ...limitFaults(minAvailable, below(SPEC, "minAvailable")),
    ...limitFaults(maxUnavailable, below(SPEC, "maxUnavailable")),
    ...selectorFaults(selector, below(SPEC, "selector")),
    ...pointerChoiceFaults(unhealthyPodEvictionPolicy, below(SPEC, "unhealthyPodEvictionPolicy"), [
      "IfHealthyBudget",
      "AlwaysAllow",
    ]),
  ];
}

/** ValidatePositiveIntOrPercent and IsNotMoreThan100Percent in pkg/apis/apps/validation/validation.go */
function limitFaults(limit: unknown, place: Place): Fault[] {
  if (limit === "") return [fault(place, "is an empty text, but a number or a percentage is expected")];
  const text = textOf(limit);
  if (text === null) return rangeFaults(limit, place, { least: 0 });
  if (isUnfilledName(text)) return [];
  if (/^\d+$/.test(text))
    return [
      fault(
        place,
        `is ${quoted(text)} in quotes, but a number stands without them, and a percentage ends with its sign`,
      ),
    ];
  if (!/^\d+%$/.test(text))
    return [
      fault(place, `is ${quoted(text)}, but a number of pods, or digits with a per cent sign, is expected`),
    ];
  return Number(text.slice(0, -1)) > 100
    ? [fault(place, `is ${quoted(text)}, but at most 100% is allowed`)]
    : [];
}
