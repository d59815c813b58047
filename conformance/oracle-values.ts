/** The API server's defaulted objects in the form in which Surefoot's numbers come. */
import type { ObjectAnswer } from "./oracle.js";
import type { ProbeValues, WorkloadValues } from "./surefoot-answer.js";

// biome-ignore lint/suspicious/noExplicitAny: an object of the API server's, which has the shape of its kind
type Any = any;

/** Null for an object that is no workload. */
export function oracleValues({ kind = "", values }: ObjectAnswer): WorkloadValues | null {
  const spec: Any = values;
  if (spec === undefined || !["Deployment", "StatefulSet", "DaemonSet"].includes(kind)) return null;
  const strategy: Any = spec.strategy ?? spec.updateStrategy ?? {};
  return {
    kind,
    replicas: kind === "DaemonSet" ? null : spec.replicas,
    strategy: strategy.type ?? null,
    ...amountsOf(kind, spec.replicas, strategy),
    minReadySeconds: spec.minReadySeconds ?? 0,
    probes: Object.fromEntries(
      [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container: Any) => [
        container.name,
        probesOf(container),
      ]),
    ),
  };
}

interface Amounts {
  maxSurge: number | null;
  maxUnavailable: number | null;
}

/** As the controllers resolve them: ResolveFenceposts, and getStatefulSetMaxUnavailable; a DaemonSet's per cents hang on its nodes. */
function amountsOf(kind: string, replicas: number, { type, rollingUpdate }: Any): Amounts {
  if (type !== "RollingUpdate") return { maxSurge: null, maxUnavailable: null };
  if (kind === "DaemonSet") {
    return {
      maxSurge: countOf(rollingUpdate.maxSurge),
      maxUnavailable: countOf(rollingUpdate.maxUnavailable),
    };
  }
  if (kind === "StatefulSet") {
    const written = rollingUpdate?.maxUnavailable ?? 1;
    return { maxSurge: null, maxUnavailable: Math.max(1, podsOf(written, replicas, Math.floor)) };
  }
  const maxSurge = podsOf(rollingUpdate.maxSurge, replicas, Math.ceil);
  const maxUnavailable = podsOf(rollingUpdate.maxUnavailable, replicas, Math.floor);
  return { maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

function countOf(amount: number | string): number | null {
  return typeof amount === "number" ? amount : Number(amount.replace("%", "")) === 0 ? 0 : null;
}

function podsOf(amount: number | string, replicas: number, round: (pods: number) => number): number {
  if (typeof amount === "number") return amount;
  return round((Number(amount.replace("%", "")) * replicas) / 100);
}

function probesOf(container: Any): Record<string, ProbeValues> {
  const probes: Record<string, ProbeValues> = {};
  for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
    const probe = container[type];
    if (probe === undefined) continue;
    const handler = ["exec", "httpGet", "tcpSocket", "grpc"].find((each) => probe[each] !== undefined) ?? "";
    probes[type] = {
      handler,
      port: probe[handler]?.port ?? null,
      timings: {
        initialDelaySeconds: probe.initialDelaySeconds ?? 0,
        timeoutSeconds: probe.timeoutSeconds,
        periodSeconds: probe.periodSeconds,
        successThreshold: probe.successThreshold,
        failureThreshold: probe.failureThreshold,
      },
    };
  }
  return probes;
}
