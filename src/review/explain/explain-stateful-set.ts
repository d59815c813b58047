import { get } from "../../manifest/json-value.js";
import { statefulSetFeatures } from "../../rollout/stateful-set/stateful-set-features.js";
import { pods } from "../../rules/words.js";
import { startUp, unwaitedLine } from "./explain-deployment.js";
import type { Explanation, SettledRollout } from "./explanations.js";
import { limitLine } from "./limit-line.js";

export const explainStatefulSet: Explanation = {
  outright({ rollout }) {
    return rollout.strategy === "OnDelete"
      ? "OnDelete: the controller replaces no pod, whoever deletes the pods decides, worst case = 0"
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
    return (
      unwaitedLine(settled, waited) ??
      `${startUp(policy)}, minReadySeconds ${waited}: min(pods replaced, maxUnavailable x (floor(${policy.startupSeconds} / ${waited}) + 1)) = ${worst}`
    );
  },

  overTime: () => [],

  fragment: () => null,
};

function partitionOf({ workload }: SettledRollout): number {
  const written = get(workload.spec, "updateStrategy", "rollingUpdate", "partition");
  return typeof written === "number" ? written : 0;
}

function maxUnavailableLine({ workload, analysis, rollout }: SettledRollout): string {
  const written = get(workload.spec, "updateStrategy", "rollingUpdate", "maxUnavailable");
  if (statefulSetFeatures(analysis.written.kubernetesMinor).maxUnavailable)
    return limitLine(
      "maxUnavailable",
      { written, standard: 1 },
      "floor",
      rollout.atReplicas,
      rollout.maxUnavailable,
    );
  const dropped =
    written == null ? "" : "; what is written is dropped, as its feature gate is off by default";
  return `maxUnavailable = 1: one pod at a time${dropped}`;
}

function ignoresMinReadySeconds({ workload, analysis }: SettledRollout): boolean {
  return (
    workload.spec.podManagementPolicy === "Parallel" &&
    !statefulSetFeatures(analysis.written.kubernetesMinor).minReadySecondsInParallel
  );
}
