import type { WorkloadKind } from "../../workload/workload.js";
import { explainArgoRollout } from "./explain-argo-rollout.js";
import { explainDaemonSet } from "./explain-daemon-set.js";
import { explainDeployment } from "./explain-deployment.js";
import { explainStatefulSet } from "./explain-stateful-set.js";
import type { Explanation } from "./explanation.js";

/** The one place of this folder that knows every kind. */
export const EXPLANATIONS: Record<WorkloadKind, Explanation> = {
  Deployment: explainDeployment,
  StatefulSet: explainStatefulSet,
  DaemonSet: explainDaemonSet,
  Rollout: explainArgoRollout,
};
