import { autoscalerTarget } from "./autoscaler-target.js";
import { disruptionBudget } from "./disruption-budget.js";
import { gracefulTermination } from "./graceful-termination.js";
import { invalidRollout } from "./invalid-rollout.js";
import { livenessBeforeReady } from "./liveness-before-ready.js";
import { manifestShape } from "./manifest-shape.js";
import { plannedOutage } from "./planned-outage.js";
import { probeTarget } from "./probe-target.js";
import { probeTiming } from "./probe-timing.js";
import { readinessGate } from "./readiness-gate.js";
import { readinessProbe } from "./readiness-probe.js";
import { refusedObject } from "./refused-object.js";
import { replicasVsAutoscaler } from "./replicas-vs-autoscaler.js";
import type { OwnObjectRule, Rule } from "./rule.js";
import { serviceMismatch } from "./service-mismatch.js";
import { stuckRollout } from "./stuck-rollout.js";
import { unknownField } from "./unknown-field.js";
import { unreadyTraffic } from "./unready-traffic.js";
import { worstCase } from "./worst-case.js";

/** Every rule of workloads, in the order in which its verdicts are told. */
export const RULES: readonly Rule[] = [
  manifestShape,
  unknownField,
  refusedObject,
  invalidRollout,
  stuckRollout,
  serviceMismatch,
  readinessGate,
  readinessProbe,
  probeTarget,
  probeTiming,
  livenessBeforeReady,
  unreadyTraffic,
  gracefulTermination,
  plannedOutage,
  replicasVsAutoscaler,
  worstCase,
];

/** The rules that judge objects beside workloads alone. */
export const OBJECT_RULES: readonly OwnObjectRule[] = [autoscalerTarget, disruptionBudget];
