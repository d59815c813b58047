import { workloadName } from "../words.js";
import type { RolloutWords } from "./rollout-words.js";

export const argoRolloutWords: RolloutWords = {
  outage({ workload, analysis }, all) {
    const { strategy, budget, atReplicas } = analysis.rollout;
    if (strategy !== "canary" || budget === null || budget < (atReplicas ?? 0)) return null;
    return {
      path: ["spec", "strategy", "canary", "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${workloadName(workload)} out at once. With maxUnavailable: 0 and maxSurge: 1 the new pod comes first.`,
    };
  },
  idleGate: () => null,
  recreation: () => "",
};
