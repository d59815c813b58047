/** Values that the API server fills in where a StatefulSet's spec is silent; a partition of 0 everywhere. */
interface StatefulSetDefaults {
  replicas: number;
  updateStrategyType: "RollingUpdate" | "OnDelete";
  podManagementPolicy: "OrderedReady";
  /** pods */
  partition: number;
  /** seconds */
  minReadySeconds: number;
  revisionHistoryLimit: number;
}

/** SetDefaults_StatefulSet in pkg/apis/apps/{v1,v1beta1,v1beta2}/defaults.go; unknown versions get those of apps/v1. */
export function statefulSetDefaults(apiVersion: string): StatefulSetDefaults {
  return {
    replicas: 1,
    updateStrategyType: apiVersion === "apps/v1beta1" ? "OnDelete" : "RollingUpdate",
    podManagementPolicy: "OrderedReady",
    partition: 0,
    minReadySeconds: 0,
    revisionHistoryLimit: 10,
  };
}
