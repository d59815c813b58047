/** The survey's own reading of "serving container": see own-view.ts. */

// biome-ignore lint/suspicious/noExplicitAny: parsed YAML of unknown shape, read defensively
export type Json = any;

export interface Port {
  name: string;
  number: number;
  protocol: string;
  appProtocol: string;
}

export function portsOf(container: Json): Port[] {
  const ports = Array.isArray(container?.ports) ? container.ports : [];
  return ports
    .filter((port: Json) => Number.isInteger(port?.containerPort))
    .map((port: Json) => ({
      name: String(port.name ?? ""),
      number: port.containerPort,
      protocol: String(port.protocol ?? "TCP"),
      appProtocol: String(port.appProtocol ?? ""),
    }));
}

export function tcpPorts(container: Json): Port[] {
  return portsOf(container).filter(
    (port) => port.protocol === "TCP" && port.number >= 1 && port.number <= 65535,
  );
}

export function isAuxiliaryName(name: string): boolean {
  return /metrics|^prom|debug|jmx|admin|health|probe|profil|pprof|monitoring/i.test(name);
}

export function isGrpc(port: Port): boolean {
  return /grpc/i.test(port.name) || /grpc|h2c/i.test(port.appProtocol);
}

/** Names of the containers of a pod that traffic reaches. */
export function servingNames(deployment: Json, around: readonly Json[]): Set<string> {
  const pod = deployment.spec.template.spec;
  const running: Json[] = [
    ...(Array.isArray(pod.initContainers) ? pod.initContainers : []).filter(
      (one: Json) => one?.restartPolicy === "Always",
    ),
    ...pod.containers,
  ];
  const services = around.filter((object) => selects(object, deployment));
  const open = running.filter((container) => tcpPorts(container).length > 0);
  const targets = services.flatMap((service) => servicePorts(service));
  // A Service for metrics alone says nothing about where users' traffic goes.
  if (targets.length === 0) {
    const isMain = (container: Json) => tcpPorts(container).some((port) => !isAuxiliaryName(port.name));
    const main = open.filter(isMain);
    return new Set((main.length > 0 ? main : open).map((container) => container.name));
  }
  const named = new Set<string>();
  for (const target of targets) {
    const hit = running.filter((container) =>
      tcpPorts(container).some((port) =>
        typeof target === "number" ? port.number === target : port.name === target,
      ),
    );
    if (hit.length === 0 && typeof target === "number" && pod.containers.length === 1)
      hit.push(pod.containers[0]);
    for (const container of hit) named.add(container.name);
  }
  return named;
}

function servicePorts(service: Json): (number | string)[] {
  const ports = Array.isArray(service.spec?.ports) ? service.spec.ports : [];
  return ports
    .filter((port: Json) => (port?.protocol ?? "TCP") === "TCP" && !isAuxiliaryName(String(port?.name ?? "")))
    .map((port: Json) =>
      port.targetPort === undefined || port.targetPort === null ? port.port : port.targetPort,
    );
}

function selects(object: Json, deployment: Json): boolean {
  if (object?.kind !== "Service" || object.apiVersion !== "v1") return false;
  const selector = object.spec?.selector;
  if (typeof selector !== "object" || selector === null || Object.keys(selector).length === 0) return false;
  const mine = object.metadata?.namespace;
  const theirs = deployment.metadata?.namespace;
  if (mine !== undefined && theirs !== undefined && mine !== theirs) return false;
  const labels = deployment.spec.template.metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => String(labels[key]) === String(value));
}
