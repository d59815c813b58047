import type { IntOrString } from "../../rollout/int-or-percent.js";

/** Values that the API server fills in where a Deployment's spec is silent. Seconds and pods. */
interface DeploymentDefaults {
  replicas: number;
  strategyType: "RollingUpdate";
  maxSurge: IntOrString;
  maxUnavailable: IntOrString;
  minReadySeconds: number;
  /** null: no deadline */
  progressDeadlineSeconds: number | null;
  /** old ReplicaSets that are kept; null: all */
  revisionHistoryLimit: number | null;
}

/** pkg/apis/apps/v1/defaults.go; apps/v1beta1 and apps/v1beta2 had the same values for these fields. */
const APPS: DeploymentDefaults = {
  replicas: 1,
  strategyType: "RollingUpdate",
  maxSurge: "25%",
  maxUnavailable: "25%",
  minReadySeconds: 0,
  progressDeadlineSeconds: 600,
  revisionHistoryLimit: 10,
};

/** pkg/apis/extensions/v1beta1/defaults.go, served until Kubernetes 1.15. */
const EXTENSIONS: DeploymentDefaults = {
  ...APPS,
  maxSurge: 1,
  maxUnavailable: 1,
  progressDeadlineSeconds: null,
  revisionHistoryLimit: null,
};

/** Returns the defaults of a Deployment written in this apiVersion; unknown versions get those of apps/v1. */
export function deploymentDefaults(apiVersion: string): DeploymentDefaults {
  return apiVersion === "extensions/v1beta1" ? EXTENSIONS : APPS;
}
