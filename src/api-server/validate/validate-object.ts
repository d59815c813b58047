/** The kinds of object that are validated, and in which apiVersions the supported versions of Kubernetes have them. */
import type { JsonObject } from "../../manifest/json-value.js";
import { autoscalerFaults } from "./autoscaler/autoscaler.js";
import { disruptionBudgetFaults } from "./disruption-budget.js";
import { serviceFaults } from "./service/service.js";
import type { Fault } from "./values/fault.js";
import { daemonSetFaults, deploymentFaults, rolloutFaults, statefulSetFaults } from "./workload-kinds.js";

const VALIDATORS: Record<string, (object: JsonObject) => Fault[]> = {
  "apps/v1/Deployment": deploymentFaults,
  "apps/v1/StatefulSet": statefulSetFaults,
  "apps/v1/DaemonSet": daemonSetFaults,
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
