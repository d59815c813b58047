/** What tells Prometheus' operator which ports to scrape, and what leads users to Services. They are read for that alone. */
import { asArray, asObject, asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";

/** A ServiceMonitor or a PodMonitor. */
export interface Monitor {
  kind: "ServiceMonitor" | "PodMonitor";
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

const MONITORS: ReadonlySet<string> = new Set(["ServiceMonitor", "PodMonitor"]);
const ROUTES: ReadonlySet<string> = new Set([
  ...["Ingress", "IngressRoute", "IngressRouteTCP", "HTTPProxy", "VirtualService", "Route", "Mapping"],
  ...["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "APIService", "TargetGroupBinding"],
]);
const KINDS: ReadonlySet<string> = new Set([...MONITORS, ...ROUTES]);
/** A second reading costs as much as the first. */
const HAS_ANY = new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${[...KINDS].join("|")})\\b`);
const NONE: Callers = { monitors: [], routed: [] };

const known = new WeakMap<Manifest, Callers>();

/** Returns those of a file. */
export function callersIn(manifest: Manifest): Callers {
  let callers = known.get(manifest);
  if (callers === undefined) {
    callers = read(manifest);
    known.set(manifest, callers);
  }
  return callers;
}

function read({ path, text }: Manifest): Callers {
  if (!HAS_ANY.test(text)) return NONE;
  const { objects } = readManifest(path, text, KINDS);
  return {
    monitors: objects.flatMap((object) => (MONITORS.has(object.kind) ? monitorOf(object) : [])),
    routed: objects.flatMap(({ kind, value }) => (ROUTES.has(kind) ? namesIn(value.spec) : [])),
  };
}

/** monitoring.coreos.com/v1: ServiceMonitorSpec and PodMonitorSpec. */
function monitorOf({ kind, apiVersion, value }: ManifestObject): Monitor[] {
  if (!apiVersion.startsWith("monitoring.coreos.com/")) return [];
  const isOfPods = kind === "PodMonitor";
  const { spec } = value;
  const endpoints = asArray(get(spec, isOfPods ? "podMetricsEndpoints" : "endpoints"));
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
      kind: isOfPods ? "PodMonitor" : "ServiceMonitor",
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
