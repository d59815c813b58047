/** What tells the operators of Prometheus and VictoriaMetrics which ports to scrape, and what leads users to Services. They are read for that alone. */
import { asArray, asObject, asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";

/** A ServiceMonitor or a PodMonitor, or VictoriaMetrics' own of either. */
export interface Monitor {
  kind: string;
  /** whose labels it selects by */
  of: "services" | "pods";
  name: string | null;
  namespace: string | null;
  /** other namespaces that it selects in; "any" for all of them */
  elsewhere: "any" | readonly string[];
  /** as written: a LabelSelector, of the labels of Services or of pods */
  selector: JsonObject;
  /** the ports that it scrapes: names of a Service's or a container's, and names or numbers of a container's */
  ports: readonly { name: string | null; target: string | number | null }[];
}

interface Callers {
  monitors: readonly Monitor[];
  /** names of Services that an Ingress, a route or the like leads to, and other names that stand beside these */
  routed: readonly string[];
}

/**
 * Which scrape Services and which pods, and the API group of each; VictoriaMetrics' have the fields of Prometheus'. Its VMProbe
 * and VMNodeScrape are none: by what they name they may ask what users ask, or the nodes.
 */
const MONITORS: ReadonlyMap<string, { of: Monitor["of"]; group: string }> = new Map([
  ["ServiceMonitor", { of: "services", group: "monitoring.coreos.com" }],
  ["PodMonitor", { of: "pods", group: "monitoring.coreos.com" }],
  ["VMServiceScrape", { of: "services", group: "operator.victoriametrics.com" }],
  ["VMPodScrape", { of: "pods", group: "operator.victoriametrics.com" }],
]);
const ROUTES: ReadonlySet<string> = new Set([
  ...["Ingress", "IngressRoute", "IngressRouteTCP", "HTTPProxy", "VirtualService", "Route", "Mapping"],
  ...["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "APIService", "TargetGroupBinding"],
]);
const KINDS: ReadonlySet<string> = new Set([...MONITORS.keys(), ...ROUTES]);
/** A second reading costs as much as the first. */
const HAS_ANY = new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${[...KINDS].join("|")})\\b`);
const NONE: Callers = { monitors: [], routed: [] };

const readBefore = new WeakMap<Manifest, Callers>();

/** Returns those of a file. */
export function callersIn(manifest: Manifest): Callers {
  let callers = readBefore.get(manifest);
  if (callers === undefined) {
    callers = read(manifest);
    readBefore.set(manifest, callers);
  }
  return callers;
}

function read({ path, text }: Manifest): Callers {
  if (!HAS_ANY.test(text)) return NONE;
  const objects = readObjects(path, text, KINDS);
  return {
    monitors: objects.flatMap((object) => (MONITORS.has(object.kind) ? monitorOf(object) : [])),
    routed: objects.flatMap(({ kind, value }) => (ROUTES.has(kind) ? namesIn(value.spec) : [])),
  };
}

/** monitoring.coreos.com/v1: ServiceMonitorSpec and PodMonitorSpec; operator.victoriametrics.com/v1beta1: VMServiceScrapeSpec and VMPodScrapeSpec. */
function monitorOf({ kind, apiVersion, value }: ManifestObject): Monitor[] {
  const known = MONITORS.get(kind);
  if (known === undefined || !apiVersion.startsWith(`${known.group}/`)) return [];
  const { spec } = value;
  const endpoints = asArray(get(spec, known.of === "pods" ? "podMetricsEndpoints" : "endpoints"));
  const ports = endpoints.map((endpoint) => {
    const target = get(endpoint, "targetPort") ?? get(endpoint, "portNumber");
    return {
      name: asString(get(endpoint, "port")),
      target: typeof target === "string" || typeof target === "number" ? target : null,
    };
  });
  const namespaces = get(spec, "namespaceSelector");
  return [
    {
      kind,
      of: known.of,
      name: asString(get(value, "metadata", "name")),
      namespace: asString(get(value, "metadata", "namespace")),
      elsewhere: get(namespaces, "any") === true ? "any" : asArray(get(namespaces, "matchNames")).map(String),
      selector: asObject(get(spec, "selector")),
      ports,
    },
  ];
}

/** Entries by which the kinds of routes name a Service; the first label of a host is a Service's name, too. */
const NAMING: ReadonlySet<string> = new Set(["name", "serviceName", "host", "service"]);

/** Returns all that may be a Service's name. */
function namesIn(value: unknown): string[] {
  const names: string[] = [];
  const left: unknown[] = [value];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (Array.isArray(one)) left.push(...one.slice(0, MAX_ENTRIES));
    if (!isObject(one)) continue;
    for (const [key, inner] of Object.entries(one).slice(0, MAX_ENTRIES)) {
      if (typeof inner !== "string") left.push(inner ?? []);
      else if (NAMING.has(key)) names.push(inner, inner.split(/[.:]/, 1)[0] ?? inner);
    }
  }
  return names;
}

/** Of one list or mapping; what stands behind is not looked into. */
const MAX_ENTRIES = 1000;
