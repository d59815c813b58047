import { get } from "../../manifest/json-value.js";
import { ARGO_DEFAULTS } from "../../rollout/argo-rollout/argo-defaults.js";
import { asIntOrPercent } from "../../rollout/argo-rollout/argo-limit.js";
import { stableReplicasAt, weightsOf } from "../../rollout/argo-rollout/canary-steps.js";
import { type ArgoStrategy, readArgoStrategy } from "../../rollout/argo-rollout/read-argo-strategy.js";
import type { IntOrString } from "../../rollout/int-or-percent.js";
import { pods } from "../../rollout/pods-in-words.js";
import { explainDeployment, raisedLimit, startUp, unwaitedLine } from "./explain-deployment.js";
import type { Explanation, SettledRollout } from "./explanation.js";
import { limitLine } from "./limit-line.js";

/** Steps that are told one by one; a rollout can have hundreds. */
const MAX_STEPS = 6;

export const explainArgoRollout: Explanation = {
  outright: () => null,

  limits(settled) {
    const { rollout } = settled;
    const strategy = strategyOf(settled);
    if (strategy?.type === "blueGreen")
      return ["blueGreen: the active Service is switched once all new pods are available: budget = 0"];
    if (strategy?.routing != null) {
      const moves = "canary with trafficRouting: the traffic moves to new pods that are available, and";
      return strategy.routing.dynamicStableScale
        ? [
            `${moves} as many old ones go (dynamicStableScale): budget = what the steps leave out = ${rollout.budget}`,
          ]
        : [`${moves} the old ones stay until the end: budget = 0`];
    }
    return [...basicLimits(settled), ...stepLines(settled, weightsOf(strategy?.steps ?? []))];
  },

  ungated(settled) {
    const strategy = strategyOf(settled);
    if (strategy?.type === "canary" && strategy.routing === null) return explainDeployment.ungated(settled);
    const { rollout, worst, policy } = settled;
    const waited = rollout.minReadySeconds ?? 0;
    const line = unwaitedLine(settled, waited);
    if (line !== null) return line;
    return waited > (policy.startupSeconds ?? 0)
      ? `${startUp(policy)}, minReadySeconds ${waited}: no new pod counts before it serves, worst case = ${worst}`
      : `${startUp(policy)}, minReadySeconds ${waited}: all new pods may count before they serve, worst case = replicas = ${worst}`;
  },

  overTime: () => [],

  fragment: () => null,
};

function strategyOf({ workload }: SettledRollout): ArgoStrategy | null {
  return readArgoStrategy(workload.spec.strategy).strategy;
}

function basicLimits({ workload, rollout }: SettledRollout): string[] {
  const { atReplicas: replicas, maxSurge, maxUnavailable, budget } = rollout;
  const valuesOf = (field: "maxSurge" | "maxUnavailable") => {
    const written = get(workload.spec, "strategy", "canary", field) as IntOrString | null | undefined;
    return {
      written: written == null ? null : asIntOrPercent(written),
      standard: asIntOrPercent(ARGO_DEFAULTS[field]),
    };
  };
  const unavailable = valuesOf("maxUnavailable");
  const resolved = raisedLimit(unavailable.written ?? unavailable.standard, replicas ?? 0, maxUnavailable);
  return [
    limitLine("maxSurge", valuesOf("maxSurge"), "ceil", replicas, maxSurge),
    limitLine("maxUnavailable", unavailable, "floor", replicas, resolved),
    `budget = min(maxUnavailable, replicas) = ${budget}`,
  ];
}

/** Up to which step how many pods can be new, and so lost to a template that never serves. */
function stepLines({ rollout }: SettledRollout, weights: readonly number[]): string[] {
  const { atReplicas, maxSurge } = rollout;
  if (weights.length === 0 || atReplicas === null) return [];
  const told = weights.slice(0, MAX_STEPS).map((weight) => {
    const old = stableReplicasAt(weight, atReplicas, maxSurge ?? 0);
    return `${old} at setWeight ${weight}`;
  });
  const more = weights.length > MAX_STEPS ? ", …" : "";
  return [`steps: of ${pods(atReplicas)}, old ones left: ${told.join(", ")}${more}, 0 after the last`];
}
