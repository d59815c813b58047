import { pods } from "../../rollout/pods-in-words.js";
import type { Kind } from "../kind.js";
import { thinnestStep } from "./canary-steps.js";
import { readArgoStrategy } from "./read-argo-strategy.js";

/**
 * Tells where the steps send the new pods far more than their share. Weight and number are two matters with a traffic router alone
 * (docs/features/canary.md, Dynamic Canary Scale).
 */
export const argoRolloutNotes: NonNullable<Kind["notes"]> = ({ workload, analysis }) => {
  const { strategy } = readArgoStrategy(workload.spec.strategy);
  const replicas = analysis.rollout.replicas?.max ?? 0;
  if (strategy?.type !== "canary" || strategy.routing === null || replicas === 0) return [];
  const thin = thinnestStep(strategy.steps, strategy.routing, replicas);
  if (thin === null) return [];
  const share = (100 * thin.weight) / strategy.routing.maxTrafficWeight;
  const percent = Number.isInteger(share) ? `${share}%` : `${share.toFixed(1)}%`;
  return [
    {
      path: ["spec", "strategy", "canary", "steps", thin.index],
      message: `Step ${thin.index + 1} sends ${percent} of the traffic to ${thin.pods} of ${pods(replicas)}: what setCanaryScale says holds until a step with matchTrafficWeight: true, whatever the weight is.`,
    },
  ];
};
