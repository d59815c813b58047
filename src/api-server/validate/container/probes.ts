/** The probes of a container: validateProbe and its callers in pkg/apis/core/validation/validation.go. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { below, type Fault, fault, type Place } from "../values/fault.js";
import { rangeFaults } from "../values/number-rules.js";
import { isSet, numberOf } from "../values/read-value.js";
import { probeHandlerFaults } from "./handlers.js";

export const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

const COUNTS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
];

export function probesFaults(container: JsonObject, place: Place): Fault[] {
  return PROBES.flatMap((type) => {
    const probe = container[type];
    return isObject(probe) ? probeFaults(type, probe, below(place, type)) : [];
  });
}

/** A 0 is defaulted, but for the delay, and so is an absent count (SetDefaults_Probe). */
function probeFaults(type: (typeof PROBES)[number], probe: JsonObject, place: Place): Fault[] {
  const { terminationGracePeriodSeconds: grace } = probe;
  const at = below(place, "terminationGracePeriodSeconds");
  const threshold = numberOf(get(probe, "successThreshold")) ?? 0;
  const faults = [
    ...probeHandlerFaults(probe, place),
    ...COUNTS.flatMap((field) => rangeFaults(probe[field], below(place, field), { least: 0 })),
  ];
  if (type !== "readinessProbe" && threshold > 1)
    faults.push(fault(below(place, "successThreshold"), `is ${threshold}, but only 1 is allowed there`));
  if (type !== "readinessProbe") return [...faults, ...rangeFaults(grace, at, { least: 1 })];
  return isSet(grace)
    ? [...faults, fault(at, "is set, but only liveness and startup probes may have it")]
    : faults;
}
