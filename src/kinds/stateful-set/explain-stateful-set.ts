import { get } from "../../manifest/json-value.js";
import { pods } from "../../rollout/pods-in-words.js";
import { limitLine } from "../common/limit-line.js";
import { startUp, unwaitedLine } from "../common/start-up-lines.js";
import type { Explanation, SettledRollout } from "../kind.js";
import { statefulSetFeatures } from "./stateful-set-features.js";

export const explainStatefulSet: Explanation = {
  outright({ rollout }) {
    return rollout.strategy === "OnDelete"
      ? "OnDelete: the controller replaces a pod only after you delete it, worst case = 0"
      : null;
  },

  limits(settled) {
    const { rollout } = settled;
    const replicas = rollout.atReplicas ?? 0;
    const partition = partitionOf(settled);
    const left = Math.max(0, replicas - partition);
    return [
      partition === 0
        ? "partition 0: every pod is replaced, the highest ordinal first"
        : `partition ${partition}: max(0, replicas - partition) = ${left} of ${pods(replicas)} replaced`,
      maxUnavailableLine(settled),
      `budget = min(pods replaced, maxUnavailable) = ${rollout.budget}`,
    ];
  },

  ungated(settled) {
    const { rollout, worst, policy } = settled;
    const waited = ignoresMinReadySeconds(settled) ? 0 : (rollout.minReadySeconds ?? 0);
    const cold = `floor(${policy.startupSeconds} / ${waited})`;
    // worst-case-of-stateful-set.ts: pods that come back one by one.
    const inOrder = settled.workload.spec.podManagementPolicy !== "Parallel" && rollout.maxUnavailable !== 1;
    const formula = inOrder
      ? `of batches of maxUnavailable that come back one by one, the most of min(pods before a batch, ${cold}) + the batch`
      : `min(pods replaced, maxUnavailable x (${cold} + 1))`;
    return (
      unwaitedLine(settled, waited) ?? `${startUp(policy)}, minReadySeconds ${waited}: ${formula} = ${worst}`
    );
  },
};

function partitionOf({ workload }: SettledRollout): number {
  const written = get(workload.spec, "updateStrategy", "rollingUpdate", "partition");
  return typeof written === "number" ? written : 0;
}

function maxUnavailableLine({ workload, analysis, rollout }: SettledRollout): string {
  const written = get(workload.spec, "updateStrategy", "rollingUpdate", "maxUnavailable");
  if (written == null) return "maxUnavailable = 1: one pod at a time";
  if (!statefulSetFeatures(analysis.written.version).maxUnavailable)
    return "maxUnavailable = 1: one pod at a time; what is written is dropped, as its feature gate is off by default";
  const { atReplicas, maxUnavailable } = rollout;
  return limitLine("maxUnavailable", { written, standard: 1 }, "floor", atReplicas, maxUnavailable);
}

function ignoresMinReadySeconds({ workload, analysis }: SettledRollout): boolean {
  return (
    workload.spec.podManagementPolicy === "Parallel" &&
    !statefulSetFeatures(analysis.written.version).minReadySecondsInParallel
  );
}
