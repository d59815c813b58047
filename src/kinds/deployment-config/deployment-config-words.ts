import { get } from "../../manifest/json-value.js";
import { workloadName } from "../../workload/names.js";
import { besideWords, newPodFirst } from "../common/beside-words.js";
import type { KindWords } from "../kind.js";

export const deploymentConfigWords: KindWords = {
  outage({ workload, analysis }, pods) {
    const { all } = pods;
    const { strategy, budget, atReplicas } = analysis.rollout;
    const name = workloadName(workload);
    if (strategy === "Recreate")
      return {
        path: ["spec", "strategy"],
        message: `Recreate stops ${all} of ${name} before the first new one starts: every rollout is an outage.${besideWords(pods, "Rolling avoids it, where two versions can run side by side.")}`,
      };
    if (budget === null || budget < (atReplicas ?? 0)) return null;
    const { advice, cure } = newPodFirst(["strategy", "rollingParams"], pods);
    const written = get(workload.spec, "strategy", "rollingParams", "maxUnavailable") != null;
    return {
      path: ["spec", "strategy", "rollingParams", "maxUnavailable"],
      message: `maxUnavailable${written ? "" : `, ${budget} by default,`} lets a rollout take ${all} of ${name} out at once.${advice}`,
      cure,
    };
  },

  idleGate: ({ analysis }) =>
    analysis.settled.strategy === "Recreate"
      ? "Recreate takes every pod out anyway, so a probe would not lower the worst case."
      : null,

  leftBehind: () => null,

  recreation: () => "",
};
