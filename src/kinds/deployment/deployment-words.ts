import { get } from "../../manifest/json-value.js";
import { workloadName } from "../../workload/names.js";
import type { KindWords } from "../kind.js";

export const deploymentWords: KindWords = {
  outage({ workload, analysis }, all) {
    const { strategy, budget, atReplicas } = analysis.rollout;
    const name = workloadName(workload);
    if (strategy === "Recreate") {
      return {
        path: ["spec", "strategy"],
        message: `Recreate stops ${all} of ${name} before the first new one starts: every rollout is an outage. RollingUpdate avoids it, where two versions can run side by side.`,
      };
    }
    if (budget === null || budget < (atReplicas ?? 0)) return null;
    const written = get(workload.spec, "strategy", "rollingUpdate", "maxUnavailable") != null;
    const limit = written
      ? "maxUnavailable"
      : `maxUnavailable, ${budget} by default in ${workload.apiVersion},`;
    return {
      path: ["spec", "strategy", "rollingUpdate", "maxUnavailable"],
      message: `${limit} lets a rollout take ${all} of ${name} out at once. With maxUnavailable: 0 and maxSurge: 1 the new pod comes first.`,
    };
  },

  idleGate: ({ analysis }) =>
    analysis.settled.strategy === "Recreate"
      ? "Recreate takes every pod out anyway, so a probe would not lower the worst case."
      : null,

  leftBehind: (strategy) =>
    get(strategy, "rollingUpdate") === undefined
      ? { type: "Recreate", clientSide: "A client-side apply takes it away by itself" }
      : null,

  recreation: () => "",
};
