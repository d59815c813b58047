import { get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import {
  type IntOrString,
  type ParsedIntOrPercent,
  parseIntOrPercent,
} from "../../rollout/int-or-percent.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { daemonSetDefaults } from "./daemon-set-defaults.js";

/** `spec.updateStrategy` of a DaemonSet after decoding, defaulting and validation. */
export type DaemonSetStrategy =
  | { type: "OnDelete" }
  | { type: "RollingUpdate"; maxSurge: IntOrString; maxUnavailable: IntOrString };

interface DaemonSetStrategyReading {
  /** the type written or defaulted; null where it is none of Kubernetes' */
  type: DaemonSetStrategy["type"] | null;
  /** null exactly where there are faults */
  strategy: DaemonSetStrategy | null;
  faults: StrategyFault[];
}

/**
 * Reads `spec.updateStrategy` as the API server does: SetDefaults_DaemonSet in pkg/apis/apps/v1/defaults.go, then
 * ValidateDaemonSetUpdateStrategy in pkg/apis/apps/validation/validation.go.
 */
export function readDaemonSetStrategy(apiVersion: string, written: unknown): DaemonSetStrategyReading {
  if (written == null) return readMapping(apiVersion, {});
  if (isObject(written)) return readMapping(apiVersion, written);
  const found = `is ${describeValue(written)}, but a mapping with type and rollingUpdate is expected`;
  return refused(null, [fault("updateStrategy", found)]);
}

function readMapping(apiVersion: string, updateStrategy: JsonObject): DaemonSetStrategyReading {
  const written = get(updateStrategy, "type");
  const type = written == null || written === "" ? daemonSetDefaults(apiVersion).updateStrategyType : written;
  // Unlike a StatefulSet's, its rollingUpdate is accepted beside OnDelete, and ignored.
  if (type === "OnDelete") return { type, strategy: { type }, faults: [] };
  if (type === "RollingUpdate") return readRollingUpdate(apiVersion, get(updateStrategy, "rollingUpdate"));
  const found = `is ${describeValue(type)}, but a DaemonSet knows only RollingUpdate and OnDelete`;
  return refused(null, [fault("updateStrategy.type", found)]);
}

function readRollingUpdate(apiVersion: string, written: unknown): DaemonSetStrategyReading {
  if (written != null && !isObject(written)) {
    const found = `is ${describeValue(written)}, but a mapping with maxSurge and maxUnavailable is expected`;
    return refused("RollingUpdate", [fault("updateStrategy.rollingUpdate", found)]);
  }
  const defaults = daemonSetDefaults(apiVersion);
  const maxSurge = get(written, "maxSurge") ?? defaults.maxSurge;
  const maxUnavailable = get(written, "maxUnavailable") ?? defaults.maxUnavailable;
  const isDefault = get(written, "maxSurge") == null || get(written, "maxUnavailable") == null;
  const faults = rollingUpdateFaults(maxSurge, maxUnavailable, isDefault);
  if (faults.length > 0) return refused("RollingUpdate", faults);
  const strategy = { maxSurge: maxSurge as IntOrString, maxUnavailable: maxUnavailable as IntOrString };
  return { type: "RollingUpdate", strategy: { type: "RollingUpdate", ...strategy }, faults: [] };
}

const SURGE = "updateStrategy.rollingUpdate.maxSurge";
const UNAVAILABLE = "updateStrategy.rollingUpdate.maxUnavailable";

/** ValidateRollingUpdateDaemonSet: exactly one of the two is above 0, and neither above 100%. */
function rollingUpdateFaults(
  maxSurge: unknown,
  maxUnavailable: unknown,
  isDefault: boolean,
): StrategyFault[] {
  const surge = parseIntOrPercent(maxSurge);
  const unavailable = parseIntOrPercent(maxUnavailable);
  const faults = [
    ...limitFaults(SURGE, maxSurge, surge),
    ...limitFaults(UNAVAILABLE, maxUnavailable, unavailable),
  ];
  if (faults.length > 0 || !surge.ok || !unavailable.ok) return faults;
  if (surge.amount > 0 && unavailable.amount > 0) {
    const other = `while maxUnavailable is ${describeValue(maxUnavailable)}${isDefault ? " by default" : ""}`;
    const found = `is ${describeValue(maxSurge)} ${other}, but a DaemonSet takes only one of the two above 0: write maxUnavailable: 0 beside maxSurge`;
    return [fault(SURGE, found, isDefault)];
  }
  if (surge.amount > 0 || unavailable.amount > 0) return [];
  const found = `is ${describeValue(maxUnavailable)} while maxSurge is ${describeValue(maxSurge)}, but one must be above 0, or the rollout could neither remove nor add a pod`;
  return [fault(UNAVAILABLE, found, isDefault)];
}

function limitFaults(field: string, written: unknown, parsed: ParsedIntOrPercent): StrategyFault[] {
  if (!parsed.ok) return [fault(field, parsed.message)];
  if (parsed.kind === "int" || parsed.amount <= 100) return [];
  return [fault(field, `is ${describeValue(written)}, but at most 100% of the pods are allowed`)];
}

function refused(type: DaemonSetStrategyReading["type"], faults: StrategyFault[]): DaemonSetStrategyReading {
  return { type, strategy: null, faults };
}
