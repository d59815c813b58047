/** Values that Argo Rollouts fills in where a Rollout's spec is silent: utils/defaults/defaults.go. Seconds and pods. */
export const ARGO_DEFAULTS = {
  replicas: 1,
  maxSurge: "25",
  maxUnavailable: "25",
  minReadySeconds: 0,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
} as const;
