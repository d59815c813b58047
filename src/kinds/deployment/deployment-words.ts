import { get } from "../../manifest/json-value.js";
import { workloadName } from "../../workload/names.js";
import type { Workload } from "../../workload/workload.js";
import { besideWords, newPodFirst } from "../common/beside-words.js";
import { orphaned } from "../common/orphaned.js";
import type { KindWords } from "../kind.js";

/** What is not written may be a default of today, or one that the live object keeps (live-defaults.ts). */
function limitWords({ object, spec, apiVersion }: Workload, path: readonly string[], budget: number): string {
  if (get(object.value, "spec", ...path) != null) return "maxUnavailable";
  return get(spec, ...path) == null
    ? `maxUnavailable, ${budget} by default in ${apiVersion},`
    : `maxUnavailable, which the live object keeps at ${get(spec, ...path)} from an older apiVersion,`;
}

export const deploymentWords: KindWords = {
  outage({ workload, analysis }, pods) {
    const { all } = pods;
    const { strategy, budget, atReplicas } = analysis.rollout;
    const name = workloadName(workload);
    if (strategy === "Recreate") {
      return {
        path: ["spec", "strategy"],
        message: `Recreate stops ${all} of ${name} before the first new one starts: every rollout is an outage.${besideWords(pods, "RollingUpdate avoids it, where two versions can run side by side.")}`,
      };
    }
    if (budget === null || budget < (atReplicas ?? 0)) return null;
    const limits = ["strategy", "rollingUpdate"];
    const path = [...limits, "maxUnavailable"];
    const { advice, cure } = newPodFirst(limits, pods);
    return {
      path: ["spec", ...path],
      message: `${limitWords(workload, path, budget)} lets a rollout take ${all} of ${name} out at once.${advice}`,
      cure,
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

  recreation: orphaned,
};
