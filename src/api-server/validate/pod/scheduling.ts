/** Where a pod may run: affinities, tolerations and spread in pkg/apis/core/validation/validation.go. */
import { asArray, asObject, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { selectorFaults } from "../values/labels.js";
import { rangeFaults } from "../values/number-rules.js";
import { isBlank, isSet, itemsOf, textOf } from "../values/read-value.js";
import {
  choiceFaults,
  DNS_LABEL,
  LABEL_KEY,
  LABEL_VALUE,
  listedTextFaults,
  pointerChoiceFaults,
  requiredChoice,
  requiredText,
  SUBDOMAIN,
  textFaults,
} from "../values/text-rules.js";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** validateAffinity */
export function affinityFaults(affinity: unknown, place: Place): Fault[] {
  return [
    ...nodeAffinityFaults(get(affinity, "nodeAffinity"), below(place, "nodeAffinity")),
    ...podAffinityFaults(get(affinity, "podAffinity"), below(place, "podAffinity")),
    ...podAffinityFaults(get(affinity, "podAntiAffinity"), below(place, "podAntiAffinity")),
  ];
}

/** validateNodeAffinity; what is only preferred may have labels that no node can bear. */
function nodeAffinityFaults(affinity: unknown, place: Place): Fault[] {
  const required = get(affinity, REQUIRED);
  const terms = itemsOf(get(required, "nodeSelectorTerms"));
  const at = below(place, REQUIRED, "nodeSelectorTerms");
  return [
    ...(isObject(required) && terms.length === 0 ? [missing(at, "at least one is expected")] : []),
    ...terms.flatMap(([index, term]) => nodeTermFaults(term, true, below(at, index))),
    ...itemsOf(get(affinity, PREFERRED)).flatMap(([index, { weight, preference }]) => [
      ...weightFaults(weight, below(place, PREFERRED, index, "weight")),
      ...nodeTermFaults(asObject(preference), false, below(place, PREFERRED, index, "preference")),
    ]),
  ];
}

function weightFaults(weight: unknown, place: Place): Fault[] {
  return isSet(weight)
    ? rangeFaults(weight, place, { least: 1, most: 100 })
    : [missing(place, "1 to 100 is expected")];
}

function nodeTermFaults(
  { matchExpressions, matchFields }: JsonObject,
  strict: boolean,
  place: Place,
): Fault[] {
  return [
    ...itemsOf(matchExpressions).flatMap(([index, item]) =>
      nodeRequirementFaults(item, strict, below(place, "matchExpressions", index)),
    ),
    ...itemsOf(matchFields).flatMap(([index, item]) =>
      nodeFieldFaults(item, below(place, "matchFields", index)),
    ),
  ];
}

const NODE_OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];

/** ValidateNodeSelectorRequirement; until 1.32 the values are not looked at. */
function nodeRequirementFaults(
  { key, operator, values }: JsonObject,
  strict: boolean,
  place: Place,
): Fault[] {
  const count = asArray(values).length;
  const at = below(place, "values");
  const faults = [
    ...requiredChoice(operator, below(place, "operator"), NODE_OPERATORS),
    ...requiredText(key, below(place, "key"), LABEL_KEY, "it names a label"),
  ];
  if ((operator === "In" || operator === "NotIn") && count === 0)
    faults.push(missing(at, `the operator ${operator} needs at least one`));
  if ((operator === "Exists" || operator === "DoesNotExist") && count > 0)
    faults.push(fault(at, `are given, but the operator ${operator} takes none`));
  if ((operator === "Gt" || operator === "Lt") && count !== 1)
    faults.push(fault(at, `are ${count}, but the operator ${operator} takes one`));
  if (!strict) return faults;
  return [
    ...faults,
    ...asArray(values).flatMap((value, index) =>
      textFaults(value, below(at, index), LABEL_VALUE, { since: 33 }),
    ),
  ];
}

/** ValidateNodeFieldSelectorRequirement */
function nodeFieldFaults({ key, operator, values }: JsonObject, place: Place): Fault[] {
  const faults = [
    ...requiredChoice(operator, below(place, "operator"), ["In", "NotIn"]),
    ...requiredChoice(key, below(place, "key"), ["metadata.name"]),
  ];
  if ((operator === "In" || operator === "NotIn") && asArray(values).length !== 1)
    faults.push(fault(below(place, "values"), `are ${asArray(values).length}, but one is expected`));
  // ValidateNodeName
  return [
    ...faults,
    ...(key === "metadata.name" ? listedTextFaults(values, below(place, "values"), SUBDOMAIN) : []),
  ];
}

/** validatePodAffinity and validatePodAntiAffinity */
function podAffinityFaults(affinity: unknown, place: Place): Fault[] {
  return [
    ...itemsOf(get(affinity, REQUIRED)).flatMap(([index, term]) =>
      podTermFaults(term, below(place, REQUIRED, index)),
    ),
    ...itemsOf(get(affinity, PREFERRED)).flatMap(([index, { weight, podAffinityTerm }]) => [
      ...weightFaults(weight, below(place, PREFERRED, index, "weight")),
      ...podTermFaults(asObject(podAffinityTerm), below(place, PREFERRED, index, "podAffinityTerm")),
    ]),
  ];
}

/** MatchLabelKeysInPodAffinity in pkg/features/kube_features.go is on from 1.31; before, the fields are dropped. */
const FIRST_WITH_KEYS = 31;

/** validatePodAffinityTerm */
function podTermFaults(term: JsonObject, place: Place): Fault[] {
  return [
    ...selectorFaults(term.labelSelector, below(place, "labelSelector")),
    ...selectorFaults(term.namespaceSelector, below(place, "namespaceSelector")),
    ...listedTextFaults(term.namespaces, below(place, "namespaces"), DNS_LABEL),
    ...["matchLabelKeys", "mismatchLabelKeys"].flatMap((field) =>
      matchKeyFaults(term[field], term.labelSelector, below(place, field)).map((one) => ({
        ...one,
        since: FIRST_WITH_KEYS,
      })),
    ),
    ...requiredText(term.topologyKey, below(place, "topologyKey"), LABEL_KEY, "it names the label of a node"),
  ];
}

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** ValidateTolerations */
export function tolerationsFaults(tolerations: unknown, place: Place): Fault[] {
  return itemsOf(tolerations).flatMap(([index, { key, operator, value, effect, tolerationSeconds }]) => {
    const at = below(place, index);
    const faults = [
      ...textFaults(key, below(at, "key"), LABEL_KEY),
      ...choiceFaults(operator, below(at, "operator"), ["Equal", "Exists"]),
      ...choiceFaults(effect, below(at, "effect"), EFFECTS),
    ];
    if (isBlank(key) && operator !== "Exists" && (isBlank(operator) || textOf(operator) !== null))
      faults.push(fault(at, "has no key, which only the operator Exists allows", WHOLE));
    if (isSet(tolerationSeconds) && effect !== "NoExecute" && (isBlank(effect) || textOf(effect) !== null))
      faults.push(
        fault(below(at, "tolerationSeconds"), "is set, but only the effect NoExecute has a time", WHOLE),
      );
    if (operator === "Exists" && !isBlank(value))
      faults.push(fault(below(at, "value"), "is set, but the operator Exists takes none"));
    if (isBlank(operator) || operator === "Equal")
      faults.push(...textFaults(value, below(at, "value"), LABEL_VALUE));
    return faults;
  });
}

/** validateTopologySpreadConstraints */
export function spreadFaults(constraints: unknown, place: Place): Fault[] {
  const seen = new Set<string>();
  return itemsOf(constraints).flatMap(([index, constraint]) => {
    const at = below(place, index);
    const { topologyKey, whenUnsatisfiable, maxSkew, minDomains } = constraint;
    const faults = [
      ...(isSet(maxSkew)
        ? rangeFaults(maxSkew, below(at, "maxSkew"), { least: 1 })
        : [missing(below(at, "maxSkew"), "a number from 1 is expected")]),
      ...(isBlank(topologyKey) ? [missing(below(at, "topologyKey"), "it names the label of a node")] : []),
      ...requiredChoice(whenUnsatisfiable, below(at, "whenUnsatisfiable"), [
        "DoNotSchedule",
        "ScheduleAnyway",
      ]),
      ...["nodeAffinityPolicy", "nodeTaintsPolicy"].flatMap((field) =>
        pointerChoiceFaults(constraint[field], below(at, field), ["Honor", "Ignore"]),
      ),
      ...rangeFaults(minDomains, below(at, "minDomains"), { least: 1 }),
      ...selectorFaults(constraint.labelSelector, below(at, "labelSelector")),
    ];
    if (isSet(minDomains) && whenUnsatisfiable !== "DoNotSchedule")
      faults.push(
        fault(below(at, "minDomains"), "is set, which needs whenUnsatisfiable: DoNotSchedule", WHOLE),
      );
    const key = JSON.stringify([topologyKey, whenUnsatisfiable]);
    if (textOf(topologyKey) !== null && seen.has(key))
      faults.push(
        fault(
          below(at, "topologyKey"),
          `is ${quoted(String(topologyKey))}, which another entry has with the same whenUnsatisfiable`,
        ),
      );
    seen.add(key);
    const { matchLabelKeys, labelSelector } = constraint;
    return [...faults, ...matchKeyFaults(matchLabelKeys, labelSelector, below(at, "matchLabelKeys"))];
  });
}

/** validateLabelKeys, and ValidateMatchLabelKeysInTopologySpread: what is asked for stands in one of the two. */
function matchKeyFaults(keys: unknown, labelSelector: unknown, place: Place): Fault[] {
  if (asArray(keys).length > 0 && !isObject(labelSelector))
    return [fault(place, "is set, which needs a labelSelector", WHOLE)];
  return listedTextFaults(keys, place, LABEL_KEY);
}
