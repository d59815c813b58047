import { get, isObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { type IntOrString, parseIntOrPercent } from "../../rollout/int-or-percent.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { DEPLOYMENT_CONFIG_DEFAULTS, defaultedLimits } from "./deployment-config-defaults.js";

/** `spec.strategy` of a DeploymentConfig after defaulting and validation. */
export type DeploymentConfigStrategy =
  | { type: "Rolling"; maxSurge: IntOrString; maxUnavailable: IntOrString }
  | { type: "Recreate" }
  /** a deployer that is not OpenShift's replaces the pods */
  | { type: "Custom" };

export interface DeploymentConfigStrategyReading {
  /** the type written or defaulted; null where it is none of OpenShift's */
  type: DeploymentConfigStrategy["type"] | null;
  /** null exactly where there are faults */
  strategy: DeploymentConfigStrategy | null;
  faults: StrategyFault[];
}

/** Reads `spec.strategy` as OpenShift's API server does: defaults.go, then validateDeploymentStrategy in validation.go. */
export function readDeploymentConfigStrategy(written: unknown): DeploymentConfigStrategyReading {
  if (written != null && !isObject(written)) {
    const found = `is ${describeValue(written)}, but a mapping with type and rollingParams is expected`;
    return refused(null, [fault("strategy", found)]);
  }
  const type = get(written, "type") || DEPLOYMENT_CONFIG_DEFAULTS.strategyType;
  if (type === "Rolling") return readRolling(get(written, "rollingParams"));
  if (type === "Recreate") return { type, strategy: { type }, faults: [] };
  if (type === "Custom") return readCustom(get(written, "customParams"));
  const found = `is ${describeValue(type)}, but a DeploymentConfig knows only Rolling, Recreate and Custom`;
  return refused(null, [fault("strategy.type", found)]);
}

function readCustom(customParams: unknown): DeploymentConfigStrategyReading {
  if (isObject(customParams)) return { type: "Custom", strategy: { type: "Custom" }, faults: [] };
  const found = `is ${customParams == null ? "missing" : describeValue(customParams)}, but Custom needs it`;
  return refused("Custom", [fault("strategy.customParams", found, customParams == null)]);
}

const SURGE = "strategy.rollingParams.maxSurge";
const UNAVAILABLE = "strategy.rollingParams.maxUnavailable";

function readRolling(rollingParams: unknown): DeploymentConfigStrategyReading {
  if (rollingParams != null && !isObject(rollingParams)) {
    const found = `is ${describeValue(rollingParams)}, but a mapping with maxSurge and maxUnavailable is expected`;
    return refused("Rolling", [fault("strategy.rollingParams", found)]);
  }
  const { maxSurge, maxUnavailable } = defaultedLimits(rollingParams);
  const faults = rollingFaults(maxSurge, maxUnavailable);
  if (faults.length > 0) return refused("Rolling", faults);
  const limits = { maxSurge: maxSurge as IntOrString, maxUnavailable: maxUnavailable as IntOrString };
  return { type: "Rolling", strategy: { type: "Rolling", ...limits }, faults: [] };
}

/** validateRollingParams: as of a Deployment, there is no upper limit for maxSurge. */
function rollingFaults(maxSurge: unknown, maxUnavailable: unknown): StrategyFault[] {
  const [surge, unavailable] = [parseIntOrPercent(maxSurge), parseIntOrPercent(maxUnavailable)];
  const faults = [
    ...(surge.ok ? [] : [fault(SURGE, surge.message)]),
    ...(unavailable.ok ? [] : [fault(UNAVAILABLE, unavailable.message)]),
  ];
  if (!surge.ok || !unavailable.ok) return faults;
  const found = `is ${describeValue(maxUnavailable)}`;
  if (unavailable.kind === "percent" && unavailable.amount > 100)
    return [fault(UNAVAILABLE, `${found}, but at most 100% of the pods can be unavailable`)];
  if (surge.amount > 0 || unavailable.amount > 0) return [];
  const both = `${found} while maxSurge is ${describeValue(maxSurge)}, but one must be above 0`;
  return [fault(UNAVAILABLE, `${both}, or the rollout could neither remove nor add a pod`)];
}

function refused(
  type: DeploymentConfigStrategyReading["type"],
  faults: StrategyFault[],
): DeploymentConfigStrategyReading {
  return { type, strategy: null, faults };
}
