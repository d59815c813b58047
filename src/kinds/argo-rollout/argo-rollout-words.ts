import { get } from "../../manifest/json-value.js";
import { workloadName } from "../../workload/names.js";
import { newPodFirst } from "../common/beside-words.js";
import type { KindWords } from "../kind.js";

export const argoRolloutWords: KindWords = {
  outage({ workload, analysis }, pods) {
    const { all } = pods;
    const { strategy, budget, atReplicas } = analysis.rollout;
    if (strategy !== "canary" || budget === null || budget < (atReplicas ?? 0)) return null;
    // With a traffic router nothing but the steps takes pods away.
    if (get(workload.spec, "strategy", "canary", "trafficRouting") != null)
      return {
        path: ["spec", "strategy", "canary", "steps"],
        message: `The steps let a rollout take ${all} of ${workloadName(workload)} out at once: under dynamicStableScale the old pods go with their weight, and setCanaryScale keeps the new ones fewer.`,
      };
    const { advice, cure } = newPodFirst(["strategy", "canary"], pods);
    return {
      path: ["spec", "strategy", "canary", "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${workloadName(workload)} out at once.${advice}`,
      cure,
    };
  },
  idleGate: () => null,
  leftBehind: () => null,
  recreation: () => "",
};
