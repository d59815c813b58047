import { traitsOf } from "../workload/kinds/workload-kinds.js";
import type { Rule } from "./rule.js";
import { pods, podsOf, workloadName } from "./words.js";

/** The worst case is above the ceiling that the policy sets for workloads that serve. */
export const worstCaseCeiling: Rule = {
  name: "worst-case",
  judges: "cost",
  check({ workload, analysis, policy }) {
    const { overRange, rollout } = analysis;
    if (policy.worstCase === null || overRange === null || !rollout.serving) return [];
    const { max } = policy.worstCase;
    const { worstCase, replicas } = overRange.maxShare;
    let found: string;
    if ("pods" in max) {
      if (overRange.maxPods <= max.pods) return [];
      found = `${pods(overRange.maxPods)} of ${workloadName(workload)} can be out of service at once; the policy allows ${max.pods}`;
    } else {
      // Crosswise: a quotient of doubles could tip 34 % of 50 either way.
      if (worstCase * 100 <= max.percent * replicas) return [];
      found = `${podsOf(worstCase, replicas)} of ${workloadName(workload)} can be out of service at once; the policy allows ${max.percent} %`;
    }
    return [
      {
        severity: "error",
        container: null,
        subject: "",
        path: ["spec", traitsOf(workload.kind).strategyField],
        message: `In a rollout ${found}.`,
      },
    ];
  },
};
