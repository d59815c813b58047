/** Every rule, in the order in which findings of one place are told. */
export const RULE_NAMES = [
  "manifest-shape",
  "unknown-field",
  "refused-object",
  "invalid-rollout",
  "stuck-rollout",
  "service-mismatch",
  "autoscaler-target",
  "readiness-gate",
  "readiness-probe",
  "probe-target",
  "probe-timing",
  "liveness-before-ready",
  "unready-traffic",
  "graceful-termination",
  "planned-outage",
  "replicas-vs-autoscaler",
  "disruption-budget",
  "worst-case",
] as const;

export type RuleName = (typeof RULE_NAMES)[number];

export type Severity = "error" | "warning";
