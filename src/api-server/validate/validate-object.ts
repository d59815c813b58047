/** The kinds of object that are validated, by the apiVersions that the supported versions of Kubernetes have, or that had them. */
import type { JsonObject } from "../../manifest/json-value.js";
import { autoscalerFaults } from "./autoscaler/autoscaler.js";
import { bygoneDaemonSetFaults, bygoneDeploymentFaults, bygoneStatefulSetFaults } from "./bygone-kinds.js";
import { disruptionBudgetFaults } from "./disruption-budget.js";
import { serviceFaults } from "./service/service.js";
import type { Fault } from "./values/fault.js";
import { daemonSetFaults, deploymentFaults, rolloutFaults, statefulSetFaults } from "./workload-kinds.js";

const VALIDATORS: Record<string, (object: JsonObject) => Fault[]> = {
  "apps/v1/Deployment": deploymentFaults,
  "apps/v1/StatefulSet": statefulSetFaults,
  "apps/v1/DaemonSet": daemonSetFaults,
  "apps/v1beta1/Deployment": bygoneDeploymentFaults,
  "apps/v1beta1/StatefulSet": bygoneStatefulSetFaults,
  "apps/v1beta2/Deployment": bygoneDeploymentFaults,
  "apps/v1beta2/StatefulSet": bygoneStatefulSetFaults,
  "apps/v1beta2/DaemonSet": bygoneDaemonSetFaults,
  "extensions/v1beta1/Deployment": bygoneDeploymentFaults,
  "extensions/v1beta1/DaemonSet": bygoneDaemonSetFaults,
  "argoproj.io/v1alpha1/Rollout": rolloutFaults,
  "v1/Service": serviceFaults,
  "autoscaling/v1/HorizontalPodAutoscaler": autoscalerFaults,
  "autoscaling/v2/HorizontalPodAutoscaler": autoscalerFaults,
  "policy/v1/PodDisruptionBudget": disruptionBudgetFaults,
};

/** Returns all that validation refuses in an object; nothing for a kind, or an apiVersion, that is not known here. */
export function validateObject(apiVersion: string, kind: string, value: JsonObject): Fault[] {
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(VALIDATORS, key) ? (VALIDATORS[key]?.(value) ?? []) : [];
}
