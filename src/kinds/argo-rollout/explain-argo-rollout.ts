import { get } from "../../manifest/json-value.js";
import type { IntOrString } from "../../rollout/int-or-percent.js";
import { pods } from "../../rollout/pods-in-words.js";
import { rollingLimits, rollingUngated } from "../common/rolling-update-lines.js";
import { startUp, unwaitedLine } from "../common/start-up-lines.js";
import type { Explanation, SettledRollout } from "../kind.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";
import { asIntOrPercent } from "./argo-limit.js";
import { stableReplicasAt, weightsOf } from "./canary-steps.js";
import { type ArgoStrategy, readArgoStrategy } from "./read-argo-strategy.js";

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
    if (strategy?.type === "canary" && strategy.routing === null) return rollingUngated(settled);
    const { rollout, worst, policy } = settled;
    const waited = rollout.minReadySeconds ?? 0;
    const line = unwaitedLine(settled, waited);
    if (line !== null) return line;
    return waited > (policy.startupSeconds ?? 0)
      ? `${startUp(policy)}, minReadySeconds ${waited}: no new pod counts before it serves, worst case = ${worst}`
      : `${startUp(policy)}, minReadySeconds ${waited}: all new pods may count before they serve, worst case = replicas = ${worst}`;
  },
};

function strategyOf({ workload }: SettledRollout): ArgoStrategy | null {
  return readArgoStrategy(workload.spec.strategy).strategy;
}

function basicLimits(settled: SettledRollout): string[] {
  return rollingLimits(settled, (field) => {
    const written = get(settled.workload.spec, "strategy", "canary", field) as IntOrString | null | undefined;
    return {
      written: written == null ? null : asIntOrPercent(written),
      standard: asIntOrPercent(ARGO_DEFAULTS[field]),
    };
  });
}

/** Returns up to which step how many pods can be new, and so lost to a template that never serves. */
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
