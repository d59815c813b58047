import type { WorkloadKind } from "../../workload/workload.js";
import { argoRolloutWords } from "./argo-rollout-words.js";
import { daemonSetWords } from "./daemon-set-words.js";
import { deploymentWords } from "./deployment-words.js";
import type { RolloutWords } from "./rollout-words.js";
import { statefulSetWords } from "./stateful-set-words.js";

/** The one place of this folder that knows every kind. */
export const ROLLOUT_WORDS: Record<WorkloadKind, RolloutWords> = {
  Deployment: deploymentWords,
  StatefulSet: statefulSetWords,
  DaemonSet: daemonSetWords,
  Rollout: argoRolloutWords,
};
