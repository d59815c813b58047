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

export interface OwnServing {
  /** names of the containers that traffic reaches */
  names: Set<string>;
  /** names of those of which one answers, and this reading does not know which */
  unsure: Set<string>;
}

/** The containers of a pod that traffic reaches. */
export function ownServing(deployment: Json, around: readonly Json[]): OwnServing {
  const pod = deployment.spec.template.spec;
  const running: Json[] = [
    ...(Array.isArray(pod.initContainers) ? pod.initContainers : []).filter(
      (one: Json) => one?.restartPolicy === "Always",
    ),
    ...pod.containers,
  ];
  const services = around.filter((object) => selects(object, deployment));
  const targets = services.flatMap((service) =>
    servicePorts(service).map((target) => ({ target, givesNames: givesNames(service, deployment) })),
  );
  const found: OwnServing = { names: new Set(), unsure: new Set() };
  // A Service for metrics alone says nothing about where users' traffic goes.
  for (const { target, givesNames } of targets) addTarget(found, target, running, pod.containers, givesNames);
  if (found.names.size === 0 && found.unsure.size === 0) {
    const open = running.filter(
      (container) => tcpPorts(container).length > 0 && (running.length === 1 || !callsOut(container)),
    );
    const isMain = (container: Json) => tcpPorts(container).some((port) => !isAuxiliaryName(port.name));
    const main = open.filter(isMain);
    for (const container of main.length > 0 ? main : open) found.names.add(container.name);
  }
  addBehindProxies(found.names, running, pod.containers);
  return found;
}

function addTarget(
  { names, unsure }: OwnServing,
  target: number | string,
  running: readonly Json[],
  regular: readonly Json[],
  givesNames: boolean,
): void {
  const hit = running.filter((container) =>
    tcpPorts(container).some((port) =>
      typeof target === "number" ? port.number === target : port.name === target,
    ),
  );
  for (const container of hit) names.add(container.name);
  if (hit.length > 0 || typeof target === "string") return;
  const saying = regular.length === 1 ? regular : running.filter((container) => saysPort(container, target));
  const without = regular.filter((container) => tcpPorts(container).length === 0 && !standsBeside(container));
  const candidates = saying.length > 0 ? saying : without.length > 0 ? without : regular;
  const [only] = candidates;
  if (candidates.length === 1 && (saying.length > 0 || without.length > 0)) names.add(only.name);
  else if (!givesNames) for (const container of candidates) unsure.add(container.name);
}

function givesNames(service: Json, deployment: Json): boolean {
  return service.spec.clusterIP === "None" || deployment.spec.serviceName === service.metadata?.name;
}

const CLIENT =
  /upstream|backend|target|remote|redis|database|(?:^|[-_])db[-_]|postgres|mysql|mongo|kafka|proxy.?pass/i;

/** Whether a container's own probes, variables or words have a port's number where one listens. */
function saysPort(container: Json, port: number): boolean {
  const probes = [container.readinessProbe, container.livenessProbe, container.startupProbe];
  if (probes.some((probe) => probe && new RegExp(`"port":${port}\\b`).test(JSON.stringify(probe))))
    return true;
  const ends = new RegExp(`(?:^|[=:])${port}[;/,]?$`);
  const words = wordsOf(container);
  return words.some((word, index) => {
    const flag = words[index - 1]?.startsWith("-") ? words[index - 1] : "";
    return ends.test(word) && !/localhost|127\.0\.0\.1/.test(word) && !CLIENT.test(`${flag} ${word}`);
  });
}

/** Words of the command line, and variables as `NAME=value`. */
function wordsOf(container: Json): string[] {
  const line = [...(container.command ?? []), ...(container.args ?? [])].map(String).join(" ");
  const env = Array.isArray(container.env) ? container.env : [];
  const variables = env
    .filter(
      (one: Json) =>
        typeof one?.value === "string" && /port|listen|addr|bind|upstream|target|backend/i.test(one.name),
    )
    .map((one: Json) => `${one.name}=${one.value}`);
  return [...line.split(/[\s"']+/), ...variables];
}

function callsOut(container: Json): boolean {
  return /cloud.?sql.?proxy|gce-proxy/.test(String(container.image));
}

function standsBeside(container: Json): boolean {
  return (
    callsOut(container) ||
    /rbac-proxy|fluent|exporter|filebeat|promtail|git-sync|reload/.test(String(container.image))
  );
}

const FORWARDS = /upstream|backend|target|_pass|proxy.?(?:to|url)|reverse-proxy/i;

/** Follows what a serving container forwards to within the pod, until nothing new comes. */
function addBehindProxies(names: Set<string>, running: readonly Json[], regular: readonly Json[]): void {
  for (const name of names) {
    const proxy = running.find((container) => container.name === name);
    const words = proxy === undefined ? [] : wordsOf(proxy);
    const ports = words.flatMap((word, index) => {
      const port = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d+)/.exec(word)?.[1];
      return port !== undefined && FORWARDS.test(`${words[index - 1] ?? ""} ${word}`) ? [Number(port)] : [];
    });
    if (/nginx/.test(String(proxy?.image)))
      for (const one of running) if (/php.*fpm/.test(`${one.name} ${one.image}`)) names.add(one.name);
    for (const port of ports) {
      const others = running.filter((one) => one !== proxy && !callsOut(one));
      const declaring = others.filter((one) => tcpPorts(one).some(({ number }) => number === port));
      const saying = others.filter((one) => new RegExp(`[:=\\s]${port}\\b`).test(wordsOf(one).join(" ")));
      const left = regular.filter((one) => one !== proxy && !standsBeside(one));
      const guess = /rbac-proxy/.test(String(proxy.image)) || left.length !== 1 ? [] : left;
      const behind = declaring.length > 0 ? declaring : saying.length === 1 ? saying : guess;
      for (const one of behind) names.add(one.name);
    }
  }
}

function servicePorts(service: Json): (number | string)[] {
  const ports = Array.isArray(service.spec?.ports) ? service.spec.ports : [];
  return ports
    .filter((port: Json) => (port?.protocol ?? "TCP") === "TCP" && !isAuxiliaryName(String(port?.name ?? "")))
    .map((port: Json) => port.targetPort || port.port);
}

/** Whether an object is a Service whose selector the labels of a workload's pods fulfil. */
export function selects(object: Json, deployment: Json): boolean {
  if (object?.kind !== "Service" || object.apiVersion !== "v1") return false;
  const selector = object.spec?.selector;
  if (typeof selector !== "object" || selector === null || Object.keys(selector).length === 0) return false;
  const mine = object.metadata?.namespace;
  const theirs = deployment.metadata?.namespace;
  if (mine !== undefined && theirs !== undefined && mine !== theirs) return false;
  const labels = deployment.spec.template.metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => String(labels[key]) === String(value));
}
