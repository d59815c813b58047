import { get } from "../../manifest/json-value.js";
import { allowanceOf } from "../../rollout/pods-in-words.js";
import { limitLine } from "../common/limit-line.js";
import { startUp, unwaitedLine } from "../common/start-up-lines.js";
import type { Explanation, SettledRollout } from "../kind.js";
import { daemonSetDefaults } from "./daemon-set-defaults.js";
import { readDaemonSetStrategy } from "./read-daemon-set-strategy.js";
import { isStalled } from "./validate-daemon-set.js";

export const explainDaemonSet: Explanation = {
  outright({ analysis, rollout }) {
    if (rollout.strategy === "OnDelete")
      return "OnDelete: the controller replaces a pod only after you delete it, worst case = 0";
    const { apiVersion, spec } = analysis.written;
    const { strategy } = readDaemonSetStrategy(apiVersion, spec.updateStrategy);
    return isStalled(strategy, analysis.written)
      ? "maxSurge with a host port: the new pod cannot start beside the old one, which waits for it, worst case = 0"
      : null;
  },

  limits({ workload, rollout }) {
    const defaults = daemonSetDefaults(workload.apiVersion);
    const valuesOf = (field: "maxSurge" | "maxUnavailable") => ({
      written: get(workload.spec, "updateStrategy", "rollingUpdate", field),
      standard: defaults[field],
    });
    const { maxSurge, maxUnavailable, atReplicas } = rollout;
    return [
      limitLine("maxSurge", valuesOf("maxSurge"), "ceil", atReplicas, maxSurge),
      limitLine("maxUnavailable", valuesOf("maxUnavailable"), "ceil", atReplicas, maxUnavailable),
      surges(rollout)
        ? "the new pod of a node comes before the old one goes: budget = 0"
        : `budget = min(maxUnavailable, nodes) = ${allowanceOf(rollout)}`,
    ];
  },

  ungated(settled) {
    const { rollout, worst, policy } = settled;
    const waited = rollout.minReadySeconds ?? 0;
    const cold = `floor(${policy.startupSeconds} / ${waited})`;
    const formula = surges(rollout) ? `${cold} x maxSurge` : `(1 + ${cold}) x maxUnavailable`;
    return (
      unwaitedLine(settled, waited) ??
      `${startUp(policy)}, minReadySeconds ${waited} (its controller looks again after ${waited + 1} s, or at any event from ${waited} s on): min(nodes, ${formula}) = ${worst}`
    );
  },
};

function surges({ maxSurge, maxUnavailable }: SettledRollout["rollout"]): boolean {
  // Where the nodes are unknown a surge in per cent is no number, and then the other limit is 0.
  return maxSurge !== 0 && maxUnavailable === 0;
}
