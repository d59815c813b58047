/** Pods that every API server accepts, with much of what real ones have. */
import type { DrawnMapping, DrawnValue } from "./drawn-value.js";
import type { Random } from "./random.js";

const PORT_NAMES = ["http", "web", "grpc", "metrics", "admin", "a1", "x-y"];
const NUMBERS = [80, 443, 3000, 8080, 8443, 9090, 1, 65535];

export function goodPod(random: Random, claims: readonly string[]): DrawnMapping {
  const pod: DrawnMapping = {};
  const volumes = goodVolumes(random);
  const mounted = [...claims, ...volumes.map(({ name }) => String(name))];
  const count = random.chance(0.75) ? 1 : 2;
  pod.containers = ["app", "side-car"].slice(0, count).map((name, place) => {
    return goodContainer(random, name, place, mounted);
  });
  if (random.chance(0.2)) pod.initContainers = [goodInitContainer(random)];
  if (volumes.length > 0) pod.volumes = volumes;
  const optional: [string, number, () => DrawnValue][] = [
    ["terminationGracePeriodSeconds", 0.25, () => random.pick([0, 1, 30, 31, 60, 3600])],
    ["restartPolicy", 0.15, () => "Always"],
    ["serviceAccountName", 0.15, () => random.pick(["default", "robot"])],
    ["dnsPolicy", 0.08, () => random.pick(["ClusterFirst", "Default", "ClusterFirstWithHostNet"])],
    ["nodeSelector", 0.1, () => ({ "kubernetes.io/os": "linux" })],
    ["imagePullSecrets", 0.08, () => [{ name: "pull" }]],
    ["priorityClassName", 0.05, () => "high"],
    ["enableServiceLinks", 0.05, () => random.chance(0.5)],
    ["readinessGates", 0.04, () => [{ conditionType: "example.com/ready" }]],
    ["securityContext", 0.15, () => ({ runAsNonRoot: true, fsGroup: random.pick([0, 2000]) })],
    ["tolerations", 0.1, () => [{ key: "dedicated", operator: "Exists", effect: "NoSchedule" }]],
    ["topologySpreadConstraints", 0.08, () => [spreadConstraint(random)]],
    ["affinity", 0.08, () => antiAffinity()],
    ["hostAliases", 0.03, () => [{ ip: "10.0.0.1", hostnames: ["db"] }]],
  ];
  for (const [key, share, value] of optional) if (random.chance(share)) pod[key] = value();
  return pod;
}

function goodContainer(
  random: Random,
  name: string,
  place: number,
  volumes: readonly string[],
): DrawnMapping {
  const container: DrawnMapping = {
    name,
    image: random.pick(["nginx:1.27", `registry.example.com:5000/app@sha256:${"ab".repeat(32)}`, "app"]),
  };
  const names = goodPorts(random, container, place);
  for (const probe of ["readinessProbe", "livenessProbe", "startupProbe"]) {
    if (random.chance(probe === "startupProbe" ? 0.15 : 0.4))
      container[probe] = goodProbe(random, probe, names);
  }
  const mounts = volumes.map((volume, at) => ({ name: volume, mountPath: `/data/${at}` }));
  const optional: [string, number, () => DrawnValue][] = [
    ["imagePullPolicy", 0.2, () => random.pick(["Always", "IfNotPresent", "Never"])],
    ["command", 0.1, () => ["/bin/app"]],
    ["args", 0.15, () => ["--port", "8080"]],
    ["env", 0.3, () => goodEnvironment(random)],
    ["envFrom", 0.08, () => [{ configMapRef: { name: "settings" } }]],
    ["resources", 0.4, () => goodResources(random)],
    ["lifecycle", 0.2, () => goodLifecycle(random)],
    ["securityContext", 0.15, () => ({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true })],
    ["workingDir", 0.03, () => "/srv"],
    ["terminationMessagePolicy", 0.04, () => random.pick(["File", "FallbackToLogsOnError"])],
    ["volumeMounts", mounts.length > 0 ? 0.9 : 0, () => mounts],
  ];
  for (const [key, share, value] of optional) if (random.chance(share)) container[key] = value();
  return container;
}

function goodPorts(random: Random, container: DrawnMapping, place: number): string[] {
  if (random.chance(0.25)) return [];
  const count = random.chance(0.7) ? 1 : 2;
  const names: string[] = [];
  container.ports = Array.from({ length: count }, (_, at) => {
    const port: DrawnMapping = {
      containerPort: (NUMBERS[(at + place * 2 + random.below(3)) % 8] ?? 80) + at,
    };
    if (port.containerPort === 65536) port.containerPort = 65534;
    if (count > 1 || random.chance(0.6)) {
      const name = PORT_NAMES[(at + place * 3 + random.below(2) * 2) % 7] ?? "http";
      if (!names.includes(name)) {
        port.name = name;
        names.push(name);
      } else {
        port.name = `${name}-2`;
      }
    }
    if (random.chance(0.3)) port.protocol = random.pick(["TCP", "TCP", "UDP", "SCTP"]);
    return port;
  });
  return names;
}

export function goodHandler(random: Random, names: readonly string[]): DrawnMapping {
  const port = names.length > 0 && random.chance(0.5) ? random.pick(names) : random.pick([80, 8080, 9090]);
  const get: DrawnMapping = { path: random.pick(["/healthz", "/", "/ready?full=1", "ready"]), port };
  if (random.chance(0.2)) get.scheme = random.pick(["HTTP", "HTTPS"]);
  if (random.chance(0.1)) get.host = "127.0.0.1";
  if (random.chance(0.1)) get.httpHeaders = [{ name: "X-Probe", value: "yes" }];
  return random.pick<DrawnMapping>([
    { httpGet: get },
    { httpGet: get },
    { tcpSocket: { port } },
    { exec: { command: ["cat", "/tmp/ready"] } },
    { grpc: random.chance(0.5) ? { port: 9090 } : { port: 9090, service: "health" } },
  ]);
}

function goodProbe(random: Random, type: string, names: readonly string[]): DrawnMapping {
  const probe = goodHandler(random, names);
  const timings: [string, readonly number[]][] = [
    ["initialDelaySeconds", [0, 5, 30]],
    ["periodSeconds", [0, 1, 10]],
    ["timeoutSeconds", [0, 1, 5]],
    ["failureThreshold", [0, 1, 3, 30]],
    ["successThreshold", type === "readinessProbe" ? [0, 1, 2] : [0, 1]],
  ];
  for (const [key, values] of timings) if (random.chance(0.3)) probe[key] = random.pick(values);
  if (type !== "readinessProbe" && random.chance(0.08)) probe.terminationGracePeriodSeconds = 20;
  return probe;
}

function goodInitContainer(random: Random): DrawnMapping {
  const container: DrawnMapping = { name: "prepare", image: "busybox" };
  if (random.chance(0.4)) {
    container.restartPolicy = "Always";
    if (random.chance(0.6)) container.readinessProbe = goodProbe(random, "readinessProbe", []);
    if (random.chance(0.3)) container.startupProbe = goodProbe(random, "startupProbe", []);
    if (random.chance(0.3)) container.lifecycle = goodLifecycle(random);
  } else if (random.chance(0.5)) {
    container.command = ["sh", "-c", "true"];
  }
  return container;
}

function goodEnvironment(random: Random): DrawnValue {
  return random.pick<DrawnValue>([
    [{ name: "LOG_LEVEL", value: "info" }],
    [{ name: "PORT", value: "8080" }, { name: "EMPTY" }],
    [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "token", key: "value", optional: true } } }],
    [{ name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } }],
    [{ name: "CPUS", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } }],
    [{ name: "my.dotted-name", value: "" }],
  ]);
}

function goodResources(random: Random): DrawnValue {
  return random.pick<DrawnValue>([
    { requests: { cpu: "100m", memory: "128Mi" } },
    { requests: { cpu: 1, memory: "1Gi" }, limits: { memory: "1Gi" } },
    { limits: { cpu: "0.5", memory: "512M" } },
    { requests: { cpu: 0.25, "ephemeral-storage": "1Gi" } },
    {},
  ]);
}

function goodLifecycle(random: Random): DrawnValue {
  return random.pick<DrawnValue>([
    { preStop: { exec: { command: ["sleep", "5"] } } },
    { preStop: { sleep: { seconds: random.pick([1, 5]) } } },
    { preStop: { httpGet: { path: "/stop", port: 8080 } } },
    { postStart: { exec: { command: ["true"] } } },
    {},
  ]);
}

function goodVolumes(random: Random): DrawnMapping[] {
  if (random.chance(0.7)) return [];
  return [
    random.pick<DrawnMapping>([
      { name: "cache", emptyDir: {} },
      { name: "cache", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
      { name: "settings", configMap: { name: "settings", defaultMode: 420 } },
      { name: "token", secret: { secretName: "token", items: [{ key: "a", path: "b/c" }] } },
      { name: "store", persistentVolumeClaim: { claimName: "store" } },
      { name: "host", hostPath: { path: "/var/log", type: "Directory" } },
      { name: "bare" },
      { name: "all", projected: { sources: [{ configMap: { name: "settings" } }] } },
    ]),
  ];
}

function spreadConstraint(random: Random): DrawnMapping {
  return {
    maxSkew: random.pick([1, 2]),
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: random.pick(["DoNotSchedule", "ScheduleAnyway"]),
    labelSelector: { matchLabels: { app: "shop" } },
  };
}

function antiAffinity(): DrawnMapping {
  const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "shop" } } };
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
    },
  };
}
