import type { WorkloadKind } from "../workload/workload.js";
import { argoRollout } from "./argo-rollout/argo-rollout.js";
import { daemonSetRollout } from "./daemon-set/daemon-set-rollout.js";
import { deploymentRollout } from "./deployment/deployment-rollout.js";
import type { KindRollout } from "./rollout-reading.js";
import { statefulSetRollout } from "./stateful-set/stateful-set-rollout.js";

/** How each kind rolls out: the one place of this folder that knows them all. */
export const ROLLOUT_KINDS: Record<WorkloadKind, KindRollout> = {
  Deployment: deploymentRollout,
  StatefulSet: statefulSetRollout,
  DaemonSet: daemonSetRollout,
  Rollout: argoRollout,
};
