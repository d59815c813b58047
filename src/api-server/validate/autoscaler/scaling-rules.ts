/** How fast an autoscaler may go: validateScalingRules in pkg/apis/autoscaling/validation/validation.go. */
import { asArray, isObject } from "../../../manifest/json-value.js";
import { below, type Fault, fault, missing, type Place } from "../values/fault.js";
import { rangeFaults } from "../values/number-rules.js";
import { parseQuantity } from "../values/quantity.js";
import { isSet, itemsOf } from "../values/read-value.js";
import { pointerChoiceFaults, requiredChoice } from "../values/text-rules.js";

/** MaxStabilizationWindowSeconds and MaxPeriodSeconds */
const MOST_WINDOW = 3_600;
const MOST_PERIOD = 1_800;

/** HPAConfigurableTolerance in pkg/features/kube_features.go; before, it is dropped. */
const FIRST_WITH_TOLERANCE = 35;

/** Policies that are absent are defaulted; a list that is there and empty is not. */
export function scalingRulesFaults(rules: unknown, place: Place): Fault[] {
  if (!isObject(rules)) return [];
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = rules;
  const amount = parseQuantity(tolerance);
  return [
    ...rangeFaults(stabilizationWindowSeconds, below(place, "stabilizationWindowSeconds"), {
      least: 0,
      most: MOST_WINDOW,
    }),
    ...pointerChoiceFaults(selectPolicy, below(place, "selectPolicy"), ["Max", "Min", "Disabled"]),
    ...(Array.isArray(policies) && asArray(policies).length === 0
      ? [fault(below(place, "policies"), "is an empty list, but at least one is needed")]
      : []),
    ...itemsOf(policies).flatMap(([index, { type, value, periodSeconds }]) => {
      const at = below(place, "policies", index);
      return [
        ...requiredChoice(type, below(at, "type"), ["Pods", "Percent"]),
        ...(isSet(value)
          ? rangeFaults(value, below(at, "value"), { least: 1 })
          : [missing(below(at, "value"), "a number from 1 is expected")]),
        ...(isSet(periodSeconds)
          ? rangeFaults(periodSeconds, below(at, "periodSeconds"), { least: 1, most: MOST_PERIOD })
          : [missing(below(at, "periodSeconds"), `1 to ${MOST_PERIOD} is expected`)]),
      ];
    }),
    ...(amount !== null && amount < 0n
      ? [
          fault(below(place, "tolerance"), "is negative, but at least 0 is allowed", {
            since: FIRST_WITH_TOLERANCE,
          }),
        ]
      : []),
  ];
}
