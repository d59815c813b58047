import { holdsHostPorts } from "../../workload/host-ports.js";
import { workloadName } from "../../workload/names.js";
import { untoldPort } from "../../workload/probes/untold-port.js";
import type { Workload } from "../../workload/workload.js";
import { surgeOfOne } from "../common/beside-words.js";
import { orphaned } from "../common/orphaned.js";
import type { KindWords, StrategyCure } from "../kind.js";
import { readDaemonSetStrategy } from "./read-daemon-set-strategy.js";
import { isStalled } from "./validate-daemon-set.js";

const LIMITS = ["updateStrategy", "rollingUpdate"];

export const daemonSetWords: KindWords = {
  outage({ workload, analysis }, { all, isBrought }) {
    const { budget, atReplicas, unknownNodes } = analysis.rollout;
    const takesAll =
      unknownNodes === null ? budget !== null && budget >= (atReplicas ?? 0) : unknownNodes.limit === "100%";
    if (!takesAll) return null;
    const way = isBrought ? { words: "", cure: undefined } : wayOf(workload, atReplicas);
    return {
      path: ["spec", ...LIMITS, "maxUnavailable"],
      message: `maxUnavailable lets a rollout take ${all} of ${workloadName(workload)} out at once.${way.words}`,
      cure: way.cure,
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

/** Returns the advice, as a sentence after a space; where no second pod can listen on a node the old one has to go first. */
function wayOf(workload: Workload, nodes: number | null): { words: string; cure: StrategyCure | undefined } {
  const held = heldPort(workload);
  if (held === null)
    return {
      words:
        " With maxUnavailable: 0 and maxSurge: 1 the new pod of a node comes first, where two fit on one.",
      cure: surgeOfOne(LIMITS),
    };
  const why = ` Two of them cannot run on one node, as ${held}.`;
  // The only node's pod is all of them.
  if (nodes === 1) return { words: why, cure: undefined };
  return {
    words: `${why} With a lower maxUnavailable, such as 1, those of the other nodes stay meanwhile.`,
    cure: { path: ["spec", ...LIMITS], entries: { maxUnavailable: 1 } },
  };
}

/** Why two pods cannot both listen on one node, in words that go behind "as"; null where nothing says so. */
function heldPort(workload: Workload): string | null {
  if (holdsHostPorts(workload)) return "both take the same port of the node";
  const untold = untoldPort(workload);
  return untold === null ? null : `under hostNetwork both listen on port ${untold.port} of the node`;
}
