import { get } from "../../manifest/json-value.js";
import { workloadName } from "../../workload/names.js";
import { besideWords } from "../common/beside-words.js";
import type { KindWords } from "../kind.js";

export const argoRolloutWords: KindWords = {
  outage({ workload, analysis }, { all, heldAlone }) {
    const { strategy, budget, atReplicas } = analysis.rollout;
    if (strategy !== "canary" || budget === null || budget < (atReplicas ?? 0)) return null;
    // With a traffic router nothing but the steps takes pods away.
    if (get(workload.spec, "strategy", "canary", "trafficRouting") != null)
      return {
        path: ["spec", "strategy", "canary", "steps"],
        message: `The steps let a rollout take ${all} of ${workloadName(workload)} out at once: under dynamicStableScale the old pods go with their weight, and setCanaryScale keeps the new ones fewer.`,
      };
    return {
      path: ["spec", "strategy", "canary", "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${workloadName(workload)} out at once.${besideWords(heldAlone, "With maxUnavailable: 0 and maxSurge: 1 the new pod comes first.")}`,
    };
  },
  idleGate: () => null,
  leftBehind: () => null,
  recreation: () => "",
};
