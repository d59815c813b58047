import { workloadName } from "../../workload/names.js";
import { surgeOfOne } from "../common/beside-words.js";
import { orphaned } from "../common/orphaned.js";
import type { KindWords } from "../kind.js";
import { readDaemonSetStrategy } from "./read-daemon-set-strategy.js";
import { isStalled } from "./validate-daemon-set.js";

export const daemonSetWords: KindWords = {
  outage({ workload, analysis }, { all, isBrought }) {
    const { budget, atReplicas, unknownNodes } = analysis.rollout;
    const takesAll =
      unknownNodes === null ? budget !== null && budget >= (atReplicas ?? 0) : unknownNodes.limit === "100%";
    if (!takesAll) return null;
    const limits = ["updateStrategy", "rollingUpdate"];
    const way =
      " With maxUnavailable: 0 and maxSurge: 1 the new pod of a node comes first, where two fit on one.";
    return {
      path: ["spec", ...limits, "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${workloadName(workload)} out at once.${isBrought ? "" : way}`,
      cure: isBrought ? undefined : surgeOfOne(limits),
    };
  },

  idleGate({ analysis }) {
    const { apiVersion, spec } = analysis.written;
    const why = "so a probe would not lower the worst case.";
    if (analysis.settled.strategy === "OnDelete") return `OnDelete replaces no pod by itself, ${why}`;
    const { strategy } = readDaemonSetStrategy(apiVersion, spec.updateStrategy);
    return isStalled(strategy, analysis.written)
      ? `No old pod goes before a new one is beside it, and the host port lets none come, ${why}`
      : null;
  },

  // Beside OnDelete the API server takes any rollingUpdate of a DaemonSet.
  leftBehind: () => null,

  recreation: orphaned,
};
