import { get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Container, ProbeType } from "../../workload/workload.js";

export const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"] as const;
export type HandlerName = (typeof HANDLERS)[number];

/** core/v1 defaults: SetDefaults_Probe. An explicit 0 is replaced too. */
const DEFAULTS = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
} as const;

type TimingField = keyof typeof DEFAULTS;
export const TIMING_FIELDS = Object.keys(DEFAULTS) as TimingField[];

/** A probe's timings after defaulting, seconds and counts. */
export type ProbeTimings = Record<TimingField, number>;

/** Returns a probe's timings; null where a value is not a number that the API server takes. */
export function timingsOf(probe: JsonObject): ProbeTimings | null {
  const values: Record<string, number> = {};
  for (const field of TIMING_FIELDS) {
    const written = probe[field];
    if (written != null && !(Number.isInteger(written) && (written as number) >= 0)) return null;
    values[field] = (written as number) || DEFAULTS[field];
  }
  return values as ProbeTimings;
}

/**
 * Returns the seconds that the kubelet waits before it asks probes that prove nothing: they hold a pod back for that long
 * and no longer (worker.go: doProbe). 0 where there is none, or where it cannot be read.
 */
export function delayOfHollowProbes({ probes, hollowProbes }: Container): number {
  const delays = (["readinessProbe", "startupProbe"] as const)
    .filter((type) => hollowProbes[type] !== undefined)
    .map((type) => timingsOf(probes[type] ?? {})?.initialDelaySeconds ?? 0);
  return Math.max(0, ...delays);
}

/** Returns the handlers that a probe names; a null one is absent. */
export function handlersOf(probe: JsonObject): HandlerName[] {
  return HANDLERS.filter((name) => probe[name] !== undefined && probe[name] !== null);
}

/** Returns the port that a probe's handler names, or undefined for one that has none. */
export function portOf(probe: JsonObject, handler: HandlerName): unknown {
  return isObject(probe[handler]) ? get(probe, handler, "port") : undefined;
}

export const PROBE_WORDS: Record<ProbeType, string> = {
  readinessProbe: "readiness probe",
  livenessProbe: "liveness probe",
  startupProbe: "startup probe",
};
