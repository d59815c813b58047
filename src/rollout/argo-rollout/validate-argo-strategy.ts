import { asArray, isObject, type JsonObject } from "../../manifest/json-value.js";
import { describeValue } from "../describe-value.js";
import { strategyFault as fault, type StrategyFault } from "../strategy-fault.js";

/** Traffic routers that send traffic through a Service each for the old pods and for the new ones. */
const WITH_SERVICES = ["alb", "istio", "smi", "apisix", "ambassador", "nginx", "appMesh", "traefik"];

const CANARY = "strategy.canary";

/** ValidateRolloutStrategyCanary in pkg/apis/rollouts/validation/validation.go, but for its limits. */
export function canaryFaults(canary: JsonObject): StrategyFault[] {
  const { canaryService, stableService, trafficRouting } = canary;
  const faults: StrategyFault[] = [];
  if (typeof stableService === "string" && stableService !== "" && stableService === canaryService)
    faults.push(fault(`${CANARY}.stableService`, "is the canaryService too, but two Services are needed"));
  if (trafficRouting == null) faults.push(...needingRouting(canary));
  else if (isObject(trafficRouting)) faults.push(...routingFaults(canary, trafficRouting));
  else {
    const found = `is ${describeValue(trafficRouting)}, but a mapping is expected`;
    faults.push(fault(`${CANARY}.trafficRouting`, found));
  }
  return [...faults, ...stepFaults(canary)];
}

function needingRouting(canary: JsonObject): StrategyFault[] {
  const only = "can only be used with trafficRouting";
  const faults: StrategyFault[] = [];
  if (canary.scaleDownDelaySeconds != null) faults.push(fault(`${CANARY}.scaleDownDelaySeconds`, only, true));
  if (canary.dynamicStableScale === true) faults.push(fault(`${CANARY}.dynamicStableScale`, only, true));
  return faults;
}

/** requireCanaryStableServices, and what does not go together. */
function routingFaults(canary: JsonObject, routing: JsonObject): StrategyFault[] {
  const faults: StrategyFault[] = [];
  const router = WITH_SERVICES.find(
    (name) => routing[name] != null && !needsNoServices(name, canary, routing),
  );
  const missing = ["stableService", "canaryService"].filter((name) => (canary[name] ?? "") === "");
  if (router !== undefined && missing.length > 0) {
    const found = `with ${router} needs stableService and canaryService, but there is no ${missing.join(" and no ")}`;
    faults.push(fault(`${CANARY}.trafficRouting`, found, true));
  }
  if (canary.scaleDownDelaySeconds != null && canary.dynamicStableScale === true)
    faults.push(fault(`${CANARY}.dynamicStableScale`, "cannot be used with scaleDownDelaySeconds"));
  return faults;
}

function needsNoServices(router: string, canary: JsonObject, routing: JsonObject): boolean {
  if (router !== "alb" && router !== "istio") return false;
  const { istio } = routing;
  return canary.pingPong != null || (router === "istio" && isObject(istio) && istio.destinationRule != null);
}

/** What a step can do; only the first four exclude one another. */
const EXCLUSIVE = ["setWeight", "pause", "experiment", "analysis"];
const ACTIONS = [...EXCLUSIVE, "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin"];

/** Faults of steps that are told; nobody mends more at once. */
const MAX_STEP_FAULTS = 10;

function stepFaults({ steps, trafficRouting }: JsonObject): StrategyFault[] {
  const field = `${CANARY}.steps`;
  if (steps != null && !Array.isArray(steps))
    return [fault(field, `is ${describeValue(steps)}, but a list of steps is expected`)];
  const most = isObject(trafficRouting) ? (trafficRouting.maxTrafficWeight ?? 100) : 100;
  const faults: StrategyFault[] = [];
  for (const [index, step] of asArray(steps).entries()) {
    const found = faults.length < MAX_STEP_FAULTS ? stepFault(step, trafficRouting != null, most) : null;
    if (found !== null)
      faults.push({ ...fault(`${field}.${index}`, ""), message: `step ${index + 1} ${found}` });
  }
  return faults;
}

function stepFault(step: unknown, isRouted: boolean, most: unknown): string | null {
  if (!isObject(step)) return `is ${describeValue(step)}, but a mapping is expected`;
  const actions = ACTIONS.filter((name) => step[name] != null);
  if (actions.length === 0) return `does nothing: one of ${ACTIONS.join(", ")} is needed`;
  if (actions.filter((name) => EXCLUSIVE.includes(name)).length > 1)
    return `has ${actions.join(" and ")}, but each needs a step of its own`;
  const { setWeight, setCanaryScale } = step;
  if (setWeight != null && !isWeight(setWeight, most))
    return `has ${describeValue(setWeight)} for setWeight, but a whole number from 0 to ${describeValue(most)} is expected`;
  if (setCanaryScale != null && !isRouted) return "has setCanaryScale, which needs trafficRouting";
  return null;
}

function isWeight(value: unknown, most: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= Number(most);
}

/** ValidateRolloutStrategyBlueGreen. A missing activeService is equal to a missing previewService. */
export function blueGreenFaults({ activeService, previewService }: JsonObject): StrategyFault[] {
  const field = "strategy.blueGreen.activeService";
  if ((activeService ?? "") === "")
    return [fault(field, "is missing: it names the Service that is switched", true)];
  if (activeService !== previewService) return [];
  return [fault(field, "is the previewService too, but two Services are needed")];
}
