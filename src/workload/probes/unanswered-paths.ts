/**
 * Paths that well-known images are asked for and do not have, each by the routes in its own source: what asks for one gets 404,
 * so that the pod never gets Ready, or is killed again and again. Paths that they have, and that tell too little, are in health-paths.ts.
 */
import { asString, get, type JsonObject } from "../../manifest/json-value.js";
import { partsOfImage, repositoryOf } from "../servers/image.js";
import { settingsOf } from "../serving/settings-of.js";
import type { Container } from "../workload.js";

export interface UnansweredPath {
  /** the program that is asked */
  program: string;
  /** as it is asked, without a query */
  path: string;
  port: number;
  /** what it answers in its place, as the subject of a sentence */
  instead: string;
}

interface Row {
  program: string;
  /** repositories, without tag; none that a company may build under the same name */
  images: RegExp;
  /** the release that answers otherwise than those before it; a tag without numbers says nothing of it */
  since?: [major: number, minor: number];
  paths: RegExp;
  /** where it listens by itself; absent where the paths are nowhere */
  ports?: readonly number[];
  /** settings, by their keys or flags, that move the path or the port */
  unless?: RegExp;
  instead: string;
}

const USUAL = "health|healthz|ready|readyz|live|livez";

const ROWS: readonly Row[] = [
  {
    // BerriAI/litellm, proxy/health_endpoints/_health_endpoints.py: /health itself asks for a key
    program: "LiteLLM",
    images: /(?:^|\/)berriai\/litellm(?:-database|-non_root)?$/,
    paths: /^\/(?:health\/(?:ready|live|alive)|healthz|ready|readyz|livez)$/,
    instead: "“/health/readiness” tells whether it can serve",
  },
  {
    // kubernetes/kube-state-metrics, pkg/app/server.go, buildMetricsServer, from 2.13 on; those before 2.9 answer every path
    program: "kube-state-metrics",
    images: /(?:^|\/)kube-state-metrics\/kube-state-metrics$/,
    since: [2, 13],
    paths: /^\/readyz$/,
    ports: [8080],
    unless: /^(?:telemetry-)?port$/,
    instead: "“/readyz” of its telemetry port, 8081, tells whether it can serve",
  },
  {
    // the same, buildTelemetryServer
    program: "kube-state-metrics",
    images: /(?:^|\/)kube-state-metrics\/kube-state-metrics$/,
    since: [2, 13],
    paths: /^\/(?:livez|healthz)$/,
    ports: [8081],
    unless: /^(?:telemetry-)?port$/,
    instead: "“/readyz” tells there whether it can serve",
  },
  {
    // prometheus/prometheus, web/web.go, and prometheus/alertmanager, ui/web.go: both know /-/healthy and /-/ready
    program: "Prometheus",
    images: /(?:^|\/)prom(?:etheus)?\/prometheus$/,
    paths: new RegExp(`^/(?:${USUAL})$`),
    instead: "“/-/ready” tells whether it can serve",
  },
  {
    program: "Alertmanager",
    images: /(?:^|\/)prom(?:etheus)?\/alertmanager$/,
    paths: new RegExp(`^/(?:${USUAL})$`),
    instead: "“/-/ready” tells whether it can serve",
  },
  {
    // ollama/ollama, server/routes.go, GenerateRoutes
    program: "Ollama",
    images: /(?:^|\/)ollama\/ollama$/,
    paths: new RegExp(`^/(?:api/health|${USUAL})$`),
    instead: "“/” tells whether it can serve",
  },
  {
    // kubernetes/autoscaler, cluster-autoscaler/main.go
    program: "The cluster autoscaler",
    images: /(?:^|\/)cluster-autoscaler(?:-(?:amd64|arm64))?$/,
    paths: new RegExp(`^/(?:${USUAL})$`),
    instead: "“/health-check” tells whether it can serve",
  },
  {
    // keycloak/keycloak, docs/guides/server/management-interface.adoc: since 25 at a port of its own
    program: "Keycloak",
    images: /(?:^|\/)keycloak\/keycloak$/,
    since: [25, 0],
    paths: /\/health(?:\/(?:ready|live|started))?$/,
    ports: [8080, 8443],
    unless: /legacy[-_]observability|management[-_]health|management[-_]port/,
    instead: "the same path of its management port, 9000, tells whether it can serve, with health-enabled on",
  },
];

/** Returns the path that a probe asks of a container's image and that this does not answer; null where none is known. */
export function unansweredPath(probe: JsonObject, container: Container): UnansweredPath | null {
  const asked = get(probe, "httpGet");
  const path = asString(get(asked, "path"))?.replace(/[?#].*$/, "");
  const port = portOf(get(asked, "port"), container);
  // Another host is no pod's own server.
  if (path === undefined || path.length > 300 || port === null || get(asked, "host") != null) return null;
  const repository = repositoryOf(container.image ?? "").toLowerCase();
  const row = ROWS.find(
    ({ images, paths, ports, since, unless }) =>
      images.test(repository) &&
      paths.test(path) &&
      (ports === undefined || ports.includes(port)) &&
      (since === undefined || isSince(container.image ?? "", since)) &&
      (unless === undefined || !settingsOf(container).some(({ key }) => unless.test(key))),
  );
  return row === undefined ? null : { program: row.program, path, port, instead: row.instead };
}

function portOf(asked: unknown, { ports }: Container): number | null {
  if (typeof asked === "number") return asked;
  return ports.find(({ name }) => name !== null && name === asked)?.containerPort ?? null;
}

function isSince(image: string, [major, minor]: [number, number]): boolean {
  const tag = /^v?(\d+)\.(\d+)/.exec(partsOfImage(image).tag ?? "");
  if (tag === null) return false;
  const [first, second] = [Number(tag[1]), Number(tag[2])];
  return first > major || (first === major && second >= minor);
}
