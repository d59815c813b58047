import { get } from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import { workloadName } from "../../workload/names.js";
import { newPodFirst } from "../common/beside-words.js";
import type { KindWords } from "../kind.js";
import { CLONE_SET_DEFAULTS } from "./clone-set-defaults.js";
import { cloneSetFields } from "./clone-set-fields.js";
import { keptPods } from "./clone-set-rollout.js";
import { readCloneSetStrategy } from "./read-clone-set-strategy.js";

export const cloneSetWords: KindWords = {
  outage({ workload, analysis }, pods) {
    const { all } = pods;
    const { strategy, budget, atReplicas } = analysis.rollout;
    if (budget === null || budget < (atReplicas ?? 0)) return null;
    const path = cloneSetFields(workload.apiVersion).maxUnavailable;
    const limit =
      get(workload.spec, ...path) == null
        ? `maxUnavailable, ${CLONE_SET_DEFAULTS.maxUnavailable} by default and rounded up where there is no maxSurge,`
        : "maxUnavailable";
    const { advice, cure } =
      strategy === "InPlaceOnly"
        ? {
            advice:
              " Under InPlaceOnly no pod can come beside another: a smaller maxUnavailable, or more replicas, avoid it.",
            cure: undefined,
          }
        : newPodFirst(path.slice(0, -1), pods);
    return {
      path: ["spec", ...path],
      message: `${limit} lets a rollout take ${all} of ${workloadName(workload)} out at once.${advice}`,
      cure,
    };
  },

  idleGate({ analysis }) {
    const { budget, worstCase, atReplicas } = analysis.settled;
    const { strategy } = readCloneSetStrategy(analysis.written);
    if (strategy === null || atReplicas === null || worstCase === null || budget !== worstCase) return null;
    const kept = keptPods(strategy.partition, atReplicas) ?? 0;
    const replaced = atReplicas - kept;
    return kept === 0 || replaced > worstCase
      ? null
      : `Its partition lets a rollout update ${replaced} of ${pods(atReplicas)}, so a probe would not lower the worst case.`;
  },

  leftBehind: () => null,

  recreation: () => "",
};
