import type { IntOrString } from "../../rollout/int-or-percent.js";

/** Values that the API server fills in where a DaemonSet's spec is silent. Seconds and pods. */
interface DaemonSetDefaults {
  updateStrategyType: "RollingUpdate" | "OnDelete";
  maxSurge: IntOrString;
  maxUnavailable: IntOrString;
  minReadySeconds: number;
  revisionHistoryLimit: number;
}

/**
 * SetDefaults_DaemonSet in pkg/apis/apps/v1/defaults.go, the same in apps/v1beta2; extensions/v1beta1 replaced nothing
 * unless it was asked to (pkg/apis/extensions/v1beta1/defaults.go). Unknown versions get those of apps/v1.
 */
export function daemonSetDefaults(apiVersion: string): DaemonSetDefaults {
  return {
    updateStrategyType: apiVersion === "extensions/v1beta1" ? "OnDelete" : "RollingUpdate",
    maxSurge: 0,
    maxUnavailable: 1,
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
  };
}
