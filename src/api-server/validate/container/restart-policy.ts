/** `restartPolicy` of single containers: validateContainerRestartPolicy and its callers in core/validation. */
import { asArray, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { below, type Fault, fault, missing, type Place, WHOLE } from "../values/fault.js";
import { isBlank, isSet, itemsOf } from "../values/read-value.js";
import { choiceFaults } from "../values/text-rules.js";

/** ContainerRestartRules in pkg/features/kube_features.go is on from 1.35; before, a regular container's are dropped. */
const FIRST_WITH_RULES = 35;
/** RestartAllContainersOnContainerExits is on from 1.36. */
const FIRST_WITH_ALL = 36;

const POLICIES = ["Always", "Never", "OnFailure"];
const MOST_RULES = 20;
const MOST_CODES = 255;

export function restartFaults(
  { restartPolicy, restartPolicyRules }: JsonObject,
  role: "regular" | "sidecar" | "init",
  place: Place,
): Fault[] {
  const since = { since: FIRST_WITH_RULES };
  const rules = itemsOf(restartPolicyRules);
  const at = below(place, "restartPolicy");
  return [
    ...choiceFaults(restartPolicy, at, POLICIES, since),
    ...(restartPolicy === ""
      ? [fault(at, "is an empty text, but Always, Never or OnFailure is expected", since)]
      : []),
    ...earlierFaults(restartPolicy, role, at),
    ...(rules.length > 0 && !isSet(restartPolicy)
      ? [{ ...missing(at, "restartPolicyRules need one"), ...since }]
      : []),
    ...(role === "sidecar" && rules.length > 0
      ? [
          fault(
            below(place, "restartPolicyRules"),
            "is set, which an init container with restartPolicy: Always may have only from 1.36 on",
            { ...since, until: FIRST_WITH_ALL - 1 },
          ),
        ]
      : []),
    ...(rules.length > MOST_RULES
      ? [
          fault(
            below(place, "restartPolicyRules"),
            `has ${rules.length} rules, but at most ${MOST_RULES} are allowed`,
            since,
          ),
        ]
      : []),
    ...rules.flatMap(([index, rule]) => ruleFaults(rule, below(place, "restartPolicyRules", index))),
  ];
}

/**
 * The versions before there were rules, but for the last of them, which drops what it does not know. Until 1.28 the
 * field is dropped from init containers, see SidecarContainers in pkg/features/kube_features.go.
 */
function earlierFaults(policy: unknown, role: string, place: Place): Fault[] {
  if (!isSet(policy) || typeof policy !== "string") return [];
  const until = FIRST_WITH_RULES - 2;
  if (role === "regular")
    return [fault(place, "is set, which only an init container may have before 1.34", { since: 28, until })];
  if (policy === "Always" || policy === "") return [];
  return [fault(place, "may only be Always on an init container before 1.34", { since: 29, until })];
}

function ruleFaults({ action, exitCodes }: JsonObject, place: Place): Fault[] {
  const since = { since: FIRST_WITH_RULES };
  const at = below(place, "action");
  const codes = below(place, "exitCodes");
  const faults = isBlank(action)
    ? [{ ...missing(at, "every rule needs one"), ...since }]
    : choiceFaults(action, at, ["Restart", "RestartAllContainers"], since);
  if (action === "RestartAllContainers")
    faults.push(fault(at, "allows only Restart before 1.36", { ...since, until: FIRST_WITH_ALL - 1 }));
  if (!isObject(exitCodes))
    return isSet(exitCodes) ? faults : [...faults, { ...missing(codes, "every rule needs them"), ...since }];
  const count = asArray(exitCodes.values).length;
  return [
    ...faults,
    ...(isBlank(exitCodes.operator)
      ? [{ ...missing(below(codes, "operator"), "In or NotIn is expected"), ...WHOLE, ...since }]
      : choiceFaults(exitCodes.operator, below(codes, "operator"), ["In", "NotIn"], since)),
    ...(count > MOST_CODES
      ? [fault(below(codes, "values"), `has ${count} codes, but at most ${MOST_CODES} are allowed`, since)]
      : []),
  ];
}
