import { get, isObject } from "../../manifest/json-value.js";
import type { Container } from "../workload.js";

const GATES = ["readinessProbe", "startupProbe"] as const;
const HANDLERS = ["httpGet", "tcpSocket", "grpc"] as const;

/**
 * Returns the containers that another one's readiness or startup probe asks. The kubelet sends a probe to the pod's address
 * (pkg/kubelet/prober/prober.go), which the containers share, so whoever listens on the port answers: where one container alone
 * declares it, and the probed one does not, the pod is not ready before that one serves. A port's name is looked up in the
 * probed container alone, and so never leads to another.
 */
export function askedBySiblings(containers: readonly Container[]): Container[] {
  const running = containers.filter(({ role }) => role !== "init");
  if (running.length < 2) return [];
  const asked = running.flatMap((container) => portsAskedElsewhere(container));
  return running.filter((container) =>
    container.ports.some(
      ({ containerPort, protocol }) =>
        protocol === "TCP" &&
        asked.includes(containerPort) &&
        running.every((other) => other === container || !declares(other, containerPort)),
    ),
  );
}

/** Returns the ports that a container's probes ask and that it does not declare, while it declares others. */
function portsAskedElsewhere(container: Container): number[] {
  // One that declares none may well listen on what another declares.
  if (container.ports.length === 0) return [];
  return GATES.flatMap((type) => {
    const probe = container.probes[type];
    if (probe === undefined || container.hollowProbes[type] !== undefined) return [];
    return HANDLERS.flatMap((handler) => {
      const port = isObject(probe[handler]) ? get(probe, handler, "port") : undefined;
      return typeof port === "number" && !declares(container, port) ? [port] : [];
    });
  });
}

function declares({ ports }: Container, port: number): boolean {
  return ports.some(({ containerPort, protocol }) => protocol === "TCP" && containerPort === port);
}
