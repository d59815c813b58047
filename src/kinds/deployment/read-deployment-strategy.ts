import { get, isObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { type IntOrString, parseIntOrPercent } from "../../rollout/int-or-percent.js";
import type { RollingStrategy } from "../../rollout/rolling-strategy.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { deploymentDefaults } from "./deployment-defaults.js";

interface StrategyReading {
  /** the type written or defaulted; null where it is none of Kubernetes' */
  type: RollingStrategy["type"] | null;
  /** after decoding, defaulting and validation; null exactly where there are faults */
  strategy: RollingStrategy | null;
  faults: StrategyFault[];
}

/**
 * Reads `spec.strategy` as it stands in a manifest, as the API server does: pkg/apis/apps/v1/defaults.go, then
 * ValidateDeploymentStrategy in pkg/apis/apps/validation/validation.go. An explicit null counts as absent, since
 * defaults are filled in after decoding.
 */
export function readDeploymentStrategy(apiVersion: string, written: unknown): StrategyReading {
  if (written == null) return readMapping(apiVersion, {});
  if (isObject(written)) return readMapping(apiVersion, written);
  return refused(null, [
    fault("strategy", `is ${describeValue(written)}, but a mapping with type and rollingUpdate is expected`),
  ]);
}

function readMapping(apiVersion: string, strategy: Record<string, unknown>): StrategyReading {
  const written = get(strategy, "type");
  // defaults.go compares with "", so an empty type is defaulted like an absent one.
  const type = written == null || written === "" ? deploymentDefaults(apiVersion).strategyType : written;
  const rollingUpdate = get(strategy, "rollingUpdate");
  if (type === "Recreate") return readRecreate(rollingUpdate);
  if (type === "RollingUpdate") return readRollingUpdate(apiVersion, rollingUpdate);
  return refused(null, [
    fault(
      "strategy.type",
      `is ${describeValue(type)}, but a Deployment knows only Recreate and RollingUpdate`,
    ),
  ]);
}

function readRecreate(rollingUpdate: unknown): StrategyReading {
  if (rollingUpdate == null) return { type: "Recreate", strategy: { type: "Recreate" }, faults: [] };
  return refused("Recreate", [
    fault(
      "strategy.rollingUpdate",
      "is set although strategy.type is Recreate, which replaces all pods at once: remove rollingUpdate, or set the type to RollingUpdate",
    ),
  ]);
}

function readRollingUpdate(apiVersion: string, written: unknown): StrategyReading {
  if (written != null && !isObject(written)) {
    return refused("RollingUpdate", [
      fault(
        "strategy.rollingUpdate",
        `is ${describeValue(written)}, but a mapping with maxSurge and maxUnavailable is expected`,
      ),
    ]);
  }
  const defaults = deploymentDefaults(apiVersion);
  const maxSurge = get(written, "maxSurge") ?? defaults.maxSurge;
  const maxUnavailable = get(written, "maxUnavailable") ?? defaults.maxUnavailable;
  const faults = rollingUpdateFaults(maxSurge, maxUnavailable);
  if (faults.length > 0) return refused("RollingUpdate", faults);
  const strategy = { maxSurge: maxSurge as IntOrString, maxUnavailable: maxUnavailable as IntOrString };
  return { type: "RollingUpdate", strategy: { type: "RollingUpdate", ...strategy }, faults: [] };
}

/** ValidateRollingUpdateDeployment. There is no upper limit for maxSurge, nor for maxUnavailable in pods. */
function rollingUpdateFaults(maxSurge: unknown, maxUnavailable: unknown): StrategyFault[] {
  const faults: StrategyFault[] = [];
  const surge = parseIntOrPercent(maxSurge);
  const unavailable = parseIntOrPercent(maxUnavailable);
  if (!surge.ok) faults.push(fault("strategy.rollingUpdate.maxSurge", surge.message));
  const field = "strategy.rollingUpdate.maxUnavailable";
  if (!unavailable.ok) faults.push(fault(field, unavailable.message));
  else if (unavailable.kind === "percent" && unavailable.amount > 100) {
    faults.push(
      fault(field, `is ${describeValue(maxUnavailable)}, but at most 100% of the pods can be unavailable`),
    );
  } else if (surge.ok && surge.amount === 0 && unavailable.amount === 0) {
    // Only zeros as they are written: percentages that round to 0 are accepted and resolved to 1 pod later.
    const found = `is ${describeValue(maxUnavailable)} while maxSurge is ${describeValue(maxSurge)}`;
    faults.push(
      fault(field, `${found}, but one must be above 0, or the rollout could neither remove nor add a pod`),
    );
  }
  return faults;
}

function refused(type: StrategyReading["type"], faults: StrategyFault[]): StrategyReading {
  return { type, strategy: null, faults };
}
