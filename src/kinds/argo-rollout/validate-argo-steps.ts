/** Faults in the steps of a canary: ValidateRolloutStrategyCanary in pkg/apis/rollouts/validation/validation.go. */
import { asArray, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { describeValue } from "../../rollout/describe-value.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { pauseSeconds } from "./pause-seconds.js";

/** Actions of a step; only the first four exclude one another. */
const EXCLUSIVE = ["setWeight", "pause", "experiment", "analysis"];
const ACTIONS = [...EXCLUSIVE, "setCanaryScale", "setHeaderRoute", "setMirrorRoute", "plugin"];

/** Faults of steps that are told; a person mends no more at once. */
const MAX_STEP_FAULTS = 10;

const FIELD = "strategy.canary.steps";

export function stepFaults({ steps, trafficRouting }: JsonObject): StrategyFault[] {
  if (steps != null && !Array.isArray(steps))
    return [fault(FIELD, `is ${describeValue(steps)}, but a list of steps is expected`)];
  const routing = isObject(trafficRouting) ? trafficRouting : null;
  const faults: StrategyFault[] = [];
  for (const [index, step] of asArray(steps).entries()) {
    const found = faults.length < MAX_STEP_FAULTS ? stepFault(step, routing) : null;
    if (found !== null)
      faults.push({ ...fault(`${FIELD}.${index}`, ""), message: `step ${index + 1} ${found}` });
  }
  return faults;
}

function stepFault(step: unknown, routing: JsonObject | null): string | null {
  if (!isObject(step)) return `is ${describeValue(step)}, but a mapping is expected`;
  const actions = ACTIONS.filter((name) => step[name] != null);
  // The main branch had it for two weeks of 2019 (argo-rollouts, commit d54c4db12 took it away).
  if (actions.length === 0 && Number.isInteger(step.wait))
    return "has “wait”, which no release of Argo Rollouts knows: a pause with a duration is meant";
  if (actions.length === 0) return `does nothing: one of ${ACTIONS.join(", ")} is needed`;
  if (actions.filter((name) => EXCLUSIVE.includes(name)).length > 1)
    return `has ${actions.join(" and ")}, but each needs a step of its own`;
  return (
    weightFault(step, routing?.maxTrafficWeight ?? 100) ??
    pauseFault(step.pause) ??
    (step.setCanaryScale != null && routing === null
      ? "has setCanaryScale, which needs trafficRouting"
      : null) ??
    routeFault(step, routing) ??
    experimentFault(step.experiment, routing)
  );
}

function weightFault({ setWeight }: JsonObject, most: unknown): string | null {
  if (setWeight == null || isPlaceholder(setWeight)) return null;
  if (Number.isInteger(setWeight) && (setWeight as number) >= 0 && (setWeight as number) <= Number(most))
    return null;
  return `has ${describeValue(setWeight)} for setWeight, but a whole number from 0 to ${describeValue(most)} is expected`;
}

function pauseFault(pause: unknown): string | null {
  const duration = get(pause, "duration");
  if (duration == null || isPlaceholder(duration)) return null;
  const seconds = pauseSeconds(duration);
  if (seconds === null)
    return `pauses for ${describeValue(duration)}, but seconds, or a text such as "90s" or "1h30m", are expected`;
  return seconds < 0 ? `pauses for ${describeValue(duration)}, but a pause cannot be negative` : null;
}

const ROUTES: Record<string, readonly string[]> = {
  setHeaderRoute: ["istio", "alb", "apisix"],
  setMirrorRoute: ["istio"],
};

/** A route needs a router that can have it, a place among managedRoutes, and something to match. */
function routeFault(step: JsonObject, routing: JsonObject | null): string | null {
  for (const [action, routers] of Object.entries(ROUTES)) {
    const route = step[action];
    if (route == null) continue;
    if (!routers.some((router) => routing?.[router] != null) && !hasPlugins(routing))
      return `has ${action}, which needs trafficRouting by ${routers.join(" or ")} or a plugin`;
    const managed = asArray(routing?.managedRoutes);
    if (!managed.some((one) => get(one, "name") === get(route, "name")) && !isPlaceholder(get(route, "name")))
      return `has ${action} for a route that trafficRouting.managedRoutes does not name`;
    const bad = matchFault(action, asArray(get(route, "match")), routing?.alb != null);
    if (bad !== null) return bad;
  }
  return null;
}

function hasPlugins(routing: JsonObject | null): boolean {
  return isObject(routing?.plugins) && Object.keys(routing.plugins).length > 0;
}

const WAYS = ["exact", "regex", "prefix"];

/** hasMultipleMatchValues and hasALBInvalidValues */
function matchFault(action: string, matches: readonly unknown[], isAlb: boolean): string | null {
  for (const match of matches) {
    const values =
      action === "setHeaderRoute"
        ? [get(match, "headerValue") ?? null]
        : [get(match, "method"), get(match, "path")].filter((value) => value != null);
    for (const value of values) {
      const ways = WAYS.filter((way) => (get(value, way) ?? "") !== "");
      if (action === "setHeaderRoute" && isAlb && ways.join() !== "exact")
        return `has ${action} with a match other than exact, the only one that an ALB knows`;
      if (ways.length !== 1) return `has ${action} with a match that needs one of ${WAYS.join(", ")}`;
    }
  }
  return null;
}

function experimentFault(experiment: unknown, routing: JsonObject | null): string | null {
  const weighted = asArray(get(experiment, "templates")).some((template) => get(template, "weight") != null);
  if (!weighted) return null;
  const routers = ["alb", "smi", "istio"];
  if (routers.some((router) => routing?.[router] != null) || hasPlugins(routing)) return null;
  return `has a weight for its experiment, which needs trafficRouting by ${routers.join(", ")} or a plugin`;
}
