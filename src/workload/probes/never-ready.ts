import { get } from "../../manifest/json-value.js";
import { type Container, runningContainers, type Workload } from "../workload.js";

/** Whether a container has a port of that name; the kubelet looks for it among the container's own (prober: findPortByName). */
export function declaresPort({ ports }: Container, name: string): boolean {
  return ports.some((port) => port.name === name);
}

/**
 * Returns a container whose pods are never ready, as a readiness or startup probe asks for a port by a name that it does not
 * declare; null where there is none.
 */
export function neverReady(workload: Workload): Container | null {
  if (workload.partial) return null;
  return runningContainers(workload).find(asksForNothing) ?? null;
}

function asksForNothing(container: Container): boolean {
  const { readinessProbe, startupProbe } = container.probes;
  const ports = [readinessProbe, startupProbe].flatMap((probe) => [
    get(probe, "httpGet", "port"),
    get(probe, "tcpSocket", "port"),
  ]);
  return ports.some(
    (port) => typeof port === "string" && /[a-z]/.test(port) && !declaresPort(container, port),
  );
}
