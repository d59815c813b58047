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
import type { Rule } from "./rule.js";
import { serviceMismatch } from "./service-mismatch.js";
import { unknownField } from "./unknown-field.js";
import { unreadyTraffic } from "./unready-traffic.js";
import { worstCase } from "./worst-case.js";

/** Every rule, in the order in which its verdicts are told. */
export const RULES: readonly Rule[] = [
  manifestShape,
  unknownField,
  refusedObject,
  invalidRollout,
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
