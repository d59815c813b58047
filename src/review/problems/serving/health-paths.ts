import type { Judgement } from "../../../judge/judge-workload.js";
import { asString, canonicalJson, get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { problemOf } from "../../../manifest/origin.js";
import type { Problem } from "../../../manifest/problem.js";
import { PROBE_WORDS } from "../../../rules/common/read-probe.js";
import { quoted } from "../../../words/quote.js";
import { containerName } from "../../../workload/names.js";
import { asksForStart, pathForTraffic } from "../../../workload/probes/health-paths.js";
import { podOf } from "../../../workload/probes/pod-of.js";
import { scrapedPath, scrapedPort } from "../../../workload/scrapes/scrape-annotations.js";
import { callsItself, imageName } from "../../../workload/servers/image.js";
import {
  type Container,
  type ContainerPort,
  PROBE_TYPES,
  type ProbeType,
  runningContainers,
} from "../../../workload/workload.js";

/**
 * Readiness probes that ask a framework whether the app lives. They hold a new pod back until its server answers, so it is a
 * notice and no finding: how much lies between that and serving only its owners know.
 */
export function healthPaths(judgements: readonly Judgement[]): Problem[] {
  return judgements.flatMap(({ workload, serving, analysis }) => {
    if (analysis.refused || analysis.rollout.replicas?.max === 0) return [];
    return serving.containers.flatMap((container): Problem[] => {
      const { readinessProbe } = container.probes;
      if (readinessProbe === undefined) return [];
      const path = pathForTraffic(readinessProbe, imageName(container));
      const at = [...container.path, "readinessProbe"];
      // Who asks the same at the start and after it means so: Kubernetes' own way of a slow start does.
      const { startupProbe } = container.probes;
      const goesOn =
        startupProbe !== undefined &&
        canonicalJson(startupProbe.httpGet ?? null) === canonicalJson(readinessProbe.httpGet ?? null);
      if (path?.isSure !== true && asksForStart(readinessProbe) && !goesOn) {
        const message = `The readiness probe of ${containerName(container)} asks for a path that by its name tells whether the app has started: from then on it may be answered with yes for ever, and a pod that fails later keeps its traffic.`;
        return [problemOf(workload.object, at, "health-path", message)];
      }
      if (path === null || !path.isSure) return [];
      const { framework, from, to } = path;
      const message = `The readiness probe of ${containerName(container)} asks for ${quoted(from)}, by which ${framework} tells whether the app lives or has started, and may be answered with yes where the app cannot serve, as while start-up tasks run or once it refuses traffic. ${quoted(to)} is the path that tells that.`;
      return [problemOf(workload.object, at, "health-path", message)];
    });
  });
}

/**
 * Probes that hold a new pod back, that the change writes, and that ask for the root of a port for metrics: servers of these
 * often know no path but their own (a ServeMux with client_golang's promhttp alone), and answer 404 to every other one, so that
 * the pod never gets Ready. No manifest tells whether this one does, so it is a notice and no finding.
 */
export function rootsOfMetrics(before: Judgement | null, after: Judgement | null): Problem[] {
  if (after === null || after.analysis.refused || after.analysis.rollout.replicas?.max === 0) return [];
  const { workload } = after;
  const old = before === null ? [] : runningContainers(before.workload);
  const { annotations } = podOf(workload);
  return runningContainers(workload).flatMap((container): Problem[] => {
    const was = old.find(({ name }) => name === container.name);
    const type = GATES.find((one) => rootAskedBy(container, one) !== null);
    const port = type === undefined ? null : rootAskedBy(container, type);
    if (type === undefined || port === null) return [];
    // What answers a probe today answers another one, too.
    if (was !== undefined && PROBE_TYPES.some((one) => pathAskedBy(was, one, port) === "/")) return [];
    const known = whatElseAsks(container, port, annotations);
    if (known === null) return [];
    const message = `The ${PROBE_WORDS[type]} of ${containerName(container)} asks for ${quoted("/")} at port ${port.containerPort}, ${known}. Many servers of metrics answer every path but their own with 404, and if this one does the pod never gets Ready.`;
    return [problemOf(workload.object, [...container.path, type], "health-path", message)];
  });
}

const GATES = ["readinessProbe", "startupProbe"] as const satisfies ProbeType[];

/** Returns what says that a port is for metrics, as a clause; null where nothing does. */
function whatElseAsks(container: Container, port: ContainerPort, annotations: JsonObject): string | null {
  if (answersRoot(container, port)) return null;
  const isScraped = scrapedPort(annotations) === String(port.containerPort);
  const isNamed = port.purpose !== null && /metrics|prom|monitoring/i.test(port.purpose);
  if (!isScraped && !isNamed) return null;
  const other = PROBE_TYPES.find((one) => (pathAskedBy(container, one, port) ?? "/") !== "/");
  if (other !== undefined)
    return `where the ${PROBE_WORDS[other]} asks for ${quoted(pathAskedBy(container, other, port) ?? "")}`;
  if (!isScraped) return `which is for metrics by its name ${quoted(port.name ?? "")}`;
  const scraped = scrapedPath(annotations);
  return scraped === "/" ? null : `where Prometheus is told to ask for ${quoted(scraped)}`;
}

/**
 * Jaeger's own numbers of its admin servers: collector and all-in-one, ingester, agent, query (jaegertracing/jaeger:
 * ports/ports.go). Each of them has its health at the root, beside “/metrics” (cmd/flags/admin.go).
 */
const JAEGER_ADMIN: ReadonlySet<number> = new Set([14269, 14270, 14271, 16687]);

/** Whether the root of a port for metrics is where its server tells of its health. */
function answersRoot(container: Container, { containerPort }: ContainerPort): boolean {
  return JAEGER_ADMIN.has(containerPort) && /jaeger|\ball-in-one\b/.test(callsItself(container));
}

/** Returns the port of which a container's probe asks for the root path; null where it asks for another one, or for none. */
function rootAskedBy(container: Container, type: ProbeType): ContainerPort | null {
  return container.ports.find((port) => pathAskedBy(container, type, port) === "/") ?? null;
}

/** Returns the path that a container's probe asks of a port; null where it asks another one, or for no path. */
function pathAskedBy({ probes }: Container, type: ProbeType, port: ContainerPort): string | null {
  const asked = get(probes[type], "httpGet");
  const named = get(asked, "port");
  if (!isObject(asked) || (named !== port.containerPort && (named !== port.name || port.name === null)))
    return null;
  // core/v1 defaults: SetDefaults_HTTPGetAction.
  return asString(asked.path) || "/";
}
