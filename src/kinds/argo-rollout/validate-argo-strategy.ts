import { isObject, type JsonObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { stepFaults } from "./validate-argo-steps.js";

/** Traffic routers that need a Service each for the old pods and for the new ones. */
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
  return [...faults, ...pingPongFaults(canary), ...antiAffinityFaults(CANARY, canary), ...stepFaults(canary)];
}

/** Two Services that take turns. */
function pingPongFaults({ pingPong, trafficRouting }: JsonObject): StrategyFault[] {
  if (!isObject(pingPong)) return [];
  const { pingService, pongService } = pingPong;
  const field = `${CANARY}.pingPong`;
  const routing = isObject(trafficRouting) ? trafficRouting : null;
  const faults: StrategyFault[] = [];
  const missing = ["pingService", "pongService"].filter((name) => (pingPong[name] ?? "") === "");
  if (missing.length > 0)
    faults.push(fault(field, `needs two Services, but there is no ${missing.join(" and no ")}`, true));
  else if (pingService === pongService)
    faults.push(fault(`${field}.pongService`, "is the pingService too, but two Services are needed"));
  if (routing !== null && routing.alb == null && routing.istio == null && !isObject(routing.plugins))
    faults.push(fault(field, "works only with trafficRouting by alb, istio or a plugin", true));
  if (isObject(routing?.alb) && (routing.alb.rootService ?? "") === "")
    faults.push(fault(`${CANARY}.trafficRouting.alb.rootService`, "is missing, which pingPong needs", true));
  return faults;
}

/** ValidateRolloutStrategyAntiAffinity */
function antiAffinityFaults(strategy: string, { antiAffinity }: JsonObject): StrategyFault[] {
  if (!isObject(antiAffinity)) return [];
  const field = `${strategy}.antiAffinity`;
  const preferred = antiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
  const required = antiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  if ((preferred == null) === (required == null))
    return [fault(field, "needs exactly one of the preferred and the required strategy", true)];
  const weight = isObject(preferred) ? (preferred.weight ?? 0) : 1;
  if (typeof weight !== "number" || (weight >= 1 && weight <= 100)) return [];
  const at = `${field}.preferredDuringSchedulingIgnoredDuringExecution.weight`;
  return [fault(at, `is ${weight}, but 1 to 100 is expected`)];
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
  if (routing.maxTrafficWeight != null && routing.nginx == null && !isObject(routing.plugins))
    faults.push(
      fault(`${CANARY}.trafficRouting.maxTrafficWeight`, "can only be used with nginx or a plugin"),
    );
  if (canary.scaleDownDelaySeconds != null && canary.dynamicStableScale === true)
    faults.push(fault(`${CANARY}.dynamicStableScale`, "cannot be used with scaleDownDelaySeconds"));
  return faults;
}

function needsNoServices(router: string, canary: JsonObject, routing: JsonObject): boolean {
  if (router !== "alb" && router !== "istio") return false;
  const { istio } = routing;
  return canary.pingPong != null || (router === "istio" && isObject(istio) && istio.destinationRule != null);
}

/** ValidateRolloutStrategyBlueGreen. A missing activeService is equal to a missing previewService. */
export function blueGreenFaults(blueGreen: JsonObject): StrategyFault[] {
  const { activeService, previewService } = blueGreen;
  const field = "strategy.blueGreen.activeService";
  const faults = antiAffinityFaults("strategy.blueGreen", blueGreen);
  if ((activeService ?? "") === "")
    return [fault(field, "is missing: it names the Service that is switched", true), ...faults];
  if (activeService !== previewService) return faults;
  return [fault(field, "is the previewService too, but two Services are needed"), ...faults];
}
