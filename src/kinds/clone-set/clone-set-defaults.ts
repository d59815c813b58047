import type { IntOrString } from "../../rollout/int-or-percent.js";

/** Values that OpenKruise fills in where a CloneSet's spec is silent: apis/apps/defaults/v1alpha1.go. Seconds and pods. */
export const CLONE_SET_DEFAULTS = {
  replicas: 1,
  minReadySeconds: 0,
  revisionHistoryLimit: 10,
  type: "ReCreate",
  partition: 0 as IntOrString,
  maxSurge: 0 as IntOrString,
  maxUnavailable: "20%" as IntOrString,
} as const;
