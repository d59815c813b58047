/** The survey's own reading of the guardrails that keep a probe from being offered at one click: see own-view.ts. */
import type { Json, Port } from "./own-serving.js";

/** In one word why a readiness gate would not lower the worst case or may stall; null where it is plainly useful. */
export function guardOf(
  deployment: Json,
  container: Json,
  around: readonly Json[],
  ports: readonly Port[],
): string | null {
  const spec = deployment.spec;
  const pod = spec.template.spec;
  const replicas = spec.replicas ?? 1;
  if (deployment.kind === "DaemonSet") return guardOfDaemonSet(deployment, pod);
  if (spec.strategy?.type === "Recreate") return "recreate";
  if (!Number.isInteger(replicas)) return "replicas-unreadable";
  if (replicas === 0) return "replicas-0";
  if (deployment.kind === "StatefulSet") return guardOfStatefulSet(deployment, pod, replicas);
  const limit = deployment.apiVersion === "extensions/v1beta1" ? 1 : "25%";
  const surge = resolve(spec.strategy?.rollingUpdate?.maxSurge ?? limit, replicas, Math.ceil);
  const floor = resolve(spec.strategy?.rollingUpdate?.maxUnavailable ?? limit, replicas, Math.floor);
  if (surge === null || floor === null) return "strategy-invalid";
  const unavailable = Math.min(replicas, surge === 0 && floor === 0 ? 1 : floor);
  if (unavailable >= replicas) return "u-at-least-n";
  if (pod.hostNetwork === true) return "host-network";
  if (ports.some((port) => port.number < 1 || port.number > 65535)) return "port-number";
  if (unavailable === 0 && waitsForOld(pod, container, around)) return "waits-for-old-pod";
  if (Array.isArray(pod.readinessGates) && pod.readinessGates.length > 0) return "readiness-gates";
  return null;
}

/** Pods go one at a time, each before its replacement comes. */
function guardOfStatefulSet({ spec, apiVersion }: Json, pod: Json, replicas: number): string | null {
  const type = spec.updateStrategy?.type ?? (apiVersion === "apps/v1beta1" ? "OnDelete" : "RollingUpdate");
  if (type === "OnDelete") return "on-delete";
  if (replicas - (spec.updateStrategy?.rollingUpdate?.partition ?? 0) <= 1) return "u-at-least-n";
  return pod.hostNetwork === true ? "host-network" : null;
}

function guardOfDaemonSet({ spec, apiVersion }: Json, pod: Json): string | null {
  const type =
    spec.updateStrategy?.type ?? (apiVersion === "extensions/v1beta1" ? "OnDelete" : "RollingUpdate");
  if (type === "OnDelete") return "on-delete";
  if (spec.updateStrategy?.rollingUpdate?.maxUnavailable === "100%") return "u-at-least-n";
  return pod.hostNetwork === true ? "host-network" : null;
}

function resolve(value: unknown, of: number, round: (value: number) => number): number | null {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? null : round((Number(percent) * of) / 100);
}

function waitsForOld(pod: Json, container: Json, around: readonly Json[]): boolean {
  const words = [...(container.command ?? []), ...(container.args ?? [])].filter(
    (word) => typeof word === "string",
  );
  if (words.some((word: string) => /leader-?elect/i.test(word))) return true;
  const claims = (Array.isArray(pod.volumes) ? pod.volumes : []).flatMap(
    (one: Json) => one?.persistentVolumeClaim?.claimName ?? [],
  );
  return claims.some((name: string) => {
    const claim = around.find(
      (object) => object?.kind === "PersistentVolumeClaim" && object.metadata?.name === name,
    );
    const modes: string[] = claim?.spec?.accessModes ?? [];
    return !modes.includes("ReadWriteMany");
  });
}
