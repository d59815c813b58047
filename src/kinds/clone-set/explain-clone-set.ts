import { get } from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import { limitLine } from "../common/limit-line.js";
import { startUp, unwaitedLine } from "../common/start-up-lines.js";
import type { Explanation, SettledRollout } from "../kind.js";
import { CLONE_SET_DEFAULTS } from "./clone-set-defaults.js";
import { cloneSetFields } from "./clone-set-fields.js";
import { keptPods } from "./clone-set-rollout.js";
import { readCloneSetStrategy } from "./read-clone-set-strategy.js";

export const explainCloneSet: Explanation = {
  outright: () => null,

  limits(settled) {
    const { rollout } = settled;
    const { maxSurge, maxUnavailable, atReplicas } = rollout;
    // Without a surge a share becomes the next higher number of pods.
    const rounding = maxSurge === 0 ? "ceil" : "floor";
    return [
      ...partitionLines(settled),
      limitLine("maxSurge", valuesOf(settled, "maxSurge"), "ceil", atReplicas, maxSurge),
      limitLine("maxUnavailable", valuesOf(settled, "maxUnavailable"), rounding, atReplicas, maxUnavailable),
      `budget = min(pods updated, maxUnavailable) = ${rollout.budget}`,
    ];
  },

  ungated(settled) {
    const { rollout, worst, policy } = settled;
    const waited = rollout.minReadySeconds ?? 0;
    return (
      unwaitedLine(settled, waited) ??
      `${startUp(policy)}, minReadySeconds ${waited}: min(pods updated, budget + floor(${policy.startupSeconds} / ${waited}) x (maxSurge + maxUnavailable)) = ${worst}`
    );
  },
};

function valuesOf({ workload }: SettledRollout, field: "maxSurge" | "maxUnavailable") {
  const written = get(workload.spec, ...cloneSetFields(workload.apiVersion)[field]);
  return { written, standard: CLONE_SET_DEFAULTS[field] };
}

/** Returns how the pods are updated, and how many the partition keeps as they are. */
function partitionLines({ analysis, rollout }: SettledRollout): string[] {
  const { type, strategy } = readCloneSetStrategy(analysis.written);
  const replicas = rollout.atReplicas ?? 0;
  const how =
    type === "ReCreate" ? "every pod is deleted and created" : "pods are updated in place where they can be";
  const kept = strategy === null ? 0 : (keptPods(strategy.partition, replicas) ?? 0);
  if (kept === 0) return [`${type}: ${how}`];
  return [
    `${type}: ${how}; the partition keeps ${kept}, so ${replicas - kept} of ${pods(replicas)} are updated`,
  ];
}
