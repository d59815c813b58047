import { asArray, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import type { IntOrString } from "../../rollout/int-or-percent.js";
import { readCount } from "../../rollout/read-count.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";
import { asIntOrPercent, parseArgoLimit } from "./argo-limit.js";
import { blueGreenFaults, canaryFaults } from "./validate-argo-strategy.js";

/** `spec.strategy` of a Rollout after defaulting and validation; limits as Kubernetes would write them. */
export type ArgoStrategy =
  | { type: "blueGreen"; maxUnavailable: IntOrString }
  | {
      type: "canary";
      maxSurge: IntOrString;
      maxUnavailable: IntOrString;
      /** a traffic router, not the number of pods, decides who gets how much; null without one */
      routing: CanaryRouting | null;
      steps: JsonObject[];
    };

export interface CanaryRouting {
  /** old pods go as their share of the traffic does */
  dynamicStableScale: boolean;
  /** what the weights of all add up to */
  maxTrafficWeight: number;
  minPodsPerReplicaSet: number;
}

interface ArgoStrategyReading {
  /** null where it is neither, or both */
  type: ArgoStrategy["type"] | null;
  /** null exactly where there are faults */
  strategy: ArgoStrategy | null;
  faults: StrategyFault[];
}

/** Reads `spec.strategy` as pkg/apis/rollouts/validation/validation.go and utils/defaults/defaults.go do. */
export function readArgoStrategy(written: unknown): ArgoStrategyReading {
  if (written != null && !isObject(written)) {
    const found = `is ${describeValue(written)}, but a mapping with canary or blueGreen is expected`;
    return refused(null, [fault("strategy", found)]);
  }
  const [canary, blueGreen] = [get(written, "canary"), get(written, "blueGreen")];
  if (canary != null && blueGreen != null)
    return refused(null, [
      fault("strategy", "has both canary and blueGreen, but only one of them is allowed"),
    ]);
  if (canary != null) return readCanary(canary);
  if (blueGreen != null) return readBlueGreen(blueGreen);
  const slip =
    get(written, "rollingUpdate") == null && get(written, "type") == null
      ? ""
      : "; type and rollingUpdate are a Deployment's";
  return refused(null, [
    fault("strategy", `has neither canary nor blueGreen, but one is needed${slip}`, true),
  ]);
}

function readCanary(canary: unknown): ArgoStrategyReading {
  if (!isObject(canary)) return refused("canary", [notMapping("canary", canary)]);
  const maxSurge = canary.maxSurge ?? ARGO_DEFAULTS.maxSurge;
  const maxUnavailable = canary.maxUnavailable ?? ARGO_DEFAULTS.maxUnavailable;
  const faults = [...limitFaults(maxSurge, maxUnavailable), ...canaryFaults(canary)];
  if (faults.length > 0) return refused("canary", faults);
  return {
    type: "canary",
    strategy: {
      type: "canary",
      maxSurge: asIntOrPercent(maxSurge as IntOrString),
      maxUnavailable: asIntOrPercent(maxUnavailable as IntOrString),
      routing: isObject(canary.trafficRouting) ? routingOf(canary, canary.trafficRouting) : null,
      steps: asArray(canary.steps).filter(isObject),
    },
    faults: [],
  };
}

function routingOf(canary: JsonObject, routing: JsonObject): CanaryRouting {
  return {
    dynamicStableScale: canary.dynamicStableScale === true,
    // 0 would divide by nothing: what Argo makes of it is no number of pods.
    maxTrafficWeight: readCount(routing.maxTrafficWeight, 0) || 100,
    minPodsPerReplicaSet: readCount(canary.minPodsPerReplicaSet, 0) ?? 0,
  };
}

function readBlueGreen(blueGreen: unknown): ArgoStrategyReading {
  if (!isObject(blueGreen)) return refused("blueGreen", [notMapping("blueGreen", blueGreen)]);
  const maxUnavailable = blueGreen.maxUnavailable ?? ARGO_DEFAULTS.maxUnavailable;
  const faults = [
    ...limitFault("strategy.blueGreen.maxUnavailable", maxUnavailable),
    ...blueGreenFaults(blueGreen),
  ];
  if (faults.length > 0) return refused("blueGreen", faults);
  const limit = asIntOrPercent(maxUnavailable as IntOrString);
  return { type: "blueGreen", strategy: { type: "blueGreen", maxUnavailable: limit }, faults: [] };
}

/** invalidMaxSurgeMaxUnavailable. Unlike Kubernetes, Argo has no upper limit for maxUnavailable in per cent. */
function limitFaults(maxSurge: unknown, maxUnavailable: unknown): StrategyFault[] {
  if (refusedAmount(maxSurge) === 0 && refusedAmount(maxUnavailable) === 0) {
    const found = `is ${describeValue(maxUnavailable)} while maxSurge is ${describeValue(maxSurge)}`;
    const why = "but one must be above 0, or the rollout could neither remove nor add a pod";
    return [fault("strategy.canary.maxUnavailable", `${found}, ${why}`)];
  }
  return [
    ...limitFault("strategy.canary.maxSurge", maxSurge),
    ...limitFault("strategy.canary.maxUnavailable", maxUnavailable),
  ];
}

/** Returns a limit as the validation reads it: getIntOrPercentValue takes a text that is no number for 0. */
function refusedAmount(written: unknown): number {
  if (typeof written !== "string") return Number(written);
  return /^[0-9]+%$/.test(written) || /^[-+]?[0-9]+$/.test(written) ? Number.parseInt(written, 10) : 0;
}

/**
 * Validation takes a negative limit, and one that is no number. The controller then has no room to start or to stop a
 * pod (resolveFenceposts in utils/replicaset/replicaset.go). Other types are refused by the API server.
 */
function limitFault(field: string, written: unknown): StrategyFault[] {
  const parsed = parseArgoLimit(written);
  if (parsed.ok) return [];
  const isTaken = typeof written === "string" || Number.isInteger(written);
  return [{ ...fault(field, parsed.message), refused: !isTaken }];
}

function notMapping(name: string, written: unknown): StrategyFault {
  return fault(`strategy.${name}`, `is ${describeValue(written)}, but a mapping is expected`);
}

function refused(type: ArgoStrategyReading["type"], faults: StrategyFault[]): ArgoStrategyReading {
  return { type, strategy: null, faults };
}
