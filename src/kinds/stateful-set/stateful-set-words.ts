import { get } from "../../manifest/json-value.js";
import { onVersions, pods } from "../../rollout/pods-in-words.js";
import { workloadName } from "../../workload/names.js";
import { orphaned } from "../common/orphaned.js";
import type { KindWords } from "../kind.js";

export const statefulSetWords: KindWords = {
  outage({ workload, analysis }, { all }) {
    const { budget, atReplicas } = analysis.rollout;
    if (budget === null || budget < (atReplicas ?? 0)) return null;
    const name = workloadName(workload);
    if (atReplicas === 1) {
      return {
        path: ["spec", "replicas"],
        message: `A StatefulSet stops ${all} of ${name} before its replacement starts, as both have one name: every rollout is an outage. More replicas avoid it, where the app can run them.`,
      };
    }
    return {
      path: ["spec", "updateStrategy", "rollingUpdate", "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${name} out at once${onVersions(analysis)}.`,
    };
  },

  idleGate({ workload, analysis }) {
    const { strategy, budget, worstCase, atReplicas } = analysis.settled;
    const why = "so a probe would not lower the worst case.";
    if (strategy === "OnDelete") return `OnDelete replaces no pod by itself, ${why}`;
    const partition = get(workload.spec, "updateStrategy", "rollingUpdate", "partition");
    if (!partition || atReplicas === null || budget !== worstCase || worstCase === null) return null;
    const left = Math.max(0, atReplicas - (partition as number));
    return left > worstCase
      ? null
      : `Its partition lets a rollout replace ${left} of ${pods(atReplicas)}, ${why}`;
  },

  // SetDefaults_StatefulSet fills it in only where no type is written.
  leftBehind: (strategy) =>
    get(strategy, "rollingUpdate") === undefined && !get(strategy, "type")
      ? {
          type: "OnDelete",
          clientSide:
            "A client-side apply takes it away where rollingUpdate: null is written beside the type",
        }
      : null,

  recreation: (change) => (change.hasNewClaims ? "" : orphaned(change)),
};
