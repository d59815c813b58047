import { onVersions, pods, podsOf } from "../rollout/pods-in-words.js";
import type { VersionAnalysis } from "../rollout/workload-analysis.js";
import { workloadName } from "../workload/names.js";
import { bygoneDefaults } from "./common/bygone-defaults.js";
import type { Rule } from "./rule.js";

/** The worst case is above the ceiling that the policy sets for workloads that serve. */
export const worstCase: Rule = {
  name: "worst-case",
  text: {
    severity: "error",
    title: "More pods out of service than the policy allows",
    help: "The worst case of the next rollout is above the ceiling worstCase.max in the repository's policy, or that of all workloads behind one Service above worstCase.perService.",
  },
  judges: "cost",
  check({ workload, analysis, policy }) {
    const max = policy.worstCase?.max;
    if (max === undefined || !analysis.rollout.serving) return [];
    const lostOn = (one: VersionAnalysis) =>
      "pods" in max ? aboveInPods(one, max.pods) : aboveInPercent(one, max.percent);
    const above = [analysis, ...analysis.byVersion].find((one) => lostOn(one) !== null);
    if (above === undefined) return [];
    const lost = lostOn(above);
    const where = onVersions({ ...analysis, settled: above.settled });
    const allowed = "pods" in max ? `${max.pods}` : `${max.percent} %`;
    const found = `${lost} of ${workloadName(workload)} can be out of service at once; the policy allows ${allowed}`;
    return [
      {
        severity: "error",
        container: null,
        subject: "",
        path: ["spec", workload.traits.strategyField],
        message: `In a rollout${where} ${found}.${bygoneDefaults(workload)}`,
      },
    ];
  },
};

/** Returns the pods above the ceiling, in words; null where none are, or where that depends on unknown nodes. */
function aboveInPods({ overRange }: VersionAnalysis, ceiling: number): string | null {
  return overRange === null || overRange.maxPods <= ceiling ? null : pods(overRange.maxPods);
}

function aboveInPercent({ overRange, rollout }: VersionAnalysis, ceiling: number): string | null {
  if (overRange === null)
    return rollout.unknownNodes !== null && (rollout.worstShare ?? 0) * 100 > ceiling ? "every pod" : null;
  const { worstCase, replicas } = overRange.maxShare;
  // Crosswise: a quotient of doubles could tip 34 % of 50 either way.
  return worstCase * 100 <= ceiling * replicas ? null : podsOf(worstCase, replicas);
}
