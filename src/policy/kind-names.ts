/** Every kind of workload that is judged, by the name that its manifests, reports and waivers have for it. */
export const WORKLOAD_KIND_NAMES = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Rollout",
  "CloneSet",
  "DeploymentConfig",
] as const;

export type WorkloadKindName = (typeof WORKLOAD_KIND_NAMES)[number];

/** The kinds whose findings a policy can waive: workloads, and the objects around them that are judged for themselves. */
export const WAIVABLE_KINDS = [
  ...WORKLOAD_KIND_NAMES,
  "Service",
  "HorizontalPodAutoscaler",
  "ScaledObject",
  "PodDisruptionBudget",
  "PersistentVolumeClaim",
  "ResourceQuota",
] as const;
