/** Paths by which frameworks tell of an app's health, as each documents them, and which of them is for traffic. */
import { asString, get, type JsonObject } from "../../manifest/json-value.js";

interface Framework {
  name: string;
  /** what begins all of its paths, unless its settings say otherwise; an app may have a path of its own in front */
  root: string;
  liveness: string;
  readiness: string;
  startup: string | null;
  /** others than its apps are not known to have these paths */
  isSure: boolean;
  /** names of images that are its servers, whose paths are these for sure */
  images?: RegExp;
}

const FRAMEWORKS: readonly Framework[] = [
  {
    // docs.spring.io, Spring Boot reference: Kubernetes probes; both groups are there or neither is
    name: "Spring Boot",
    root: "/actuator/health",
    liveness: "/liveness",
    readiness: "/readiness",
    startup: null,
    isSure: true,
  },
  {
    // jhipster.tech, Monitoring: its management endpoints; Micronaut has the same two where its own are put there
    name: "JHipster",
    root: "/management/health",
    liveness: "/liveness",
    readiness: "/readiness",
    startup: null,
    isSure: true,
  },
  {
    // helidon.io, Observability: the health observer; camel.apache.org, Observability Services
    name: "Helidon and Camel",
    root: "/observe/health",
    liveness: "/live",
    readiness: "/ready",
    startup: "/started",
    isSure: true,
  },
  {
    // docs.gitlab.com, Health check
    name: "GitLab",
    root: "/-",
    liveness: "/liveness",
    readiness: "/readiness",
    startup: null,
    isSure: true,
  },
  {
    // quarkus.io, guide of SmallRye Health
    name: "Quarkus",
    root: "/q/health",
    liveness: "/live",
    readiness: "/ready",
    startup: "/started",
    isSure: true,
  },
  {
    // download.eclipse.org/microprofile, Health 4.0: protocol and wire format
    name: "MicroProfile Health",
    root: "/health",
    liveness: "/live",
    readiness: "/ready",
    startup: "/started",
    isSure: false,
  },
  {
    // docs.micronaut.io: management endpoints, the health endpoint
    name: "Micronaut",
    root: "/health",
    liveness: "/liveness",
    readiness: "/readiness",
    startup: null,
    isSure: false,
  },
  {
    // ory.sh, API of Kratos, Hydra, Keto and Oathkeeper: isAlive says nothing of the database, isReady does
    name: "Ory's servers",
    root: "/health",
    liveness: "/alive",
    readiness: "/ready",
    startup: null,
    isSure: false,
  },
  {
    // prometheus.io, Management API, and that of Alertmanager; some exporters have the first alone
    name: "Prometheus and Alertmanager",
    root: "/-",
    liveness: "/healthy",
    readiness: "/ready",
    startup: null,
    isSure: false,
    images: /^(?:prometheus|alertmanager|thanos)$/,
  },
];

/** A path that says whether an app lives or has started, and the one of the same framework that says whether it can serve. */
export interface HealthPath {
  framework: string;
  from: string;
  to: string;
  /** else it may be the path of any app, and nothing says that it has the other one */
  isSure: boolean;
}

/** Returns the path for traffic beside the one that a probe of an image, by its name, asks; null where none is documented. */
export function pathForTraffic(probe: JsonObject, image: string): HealthPath | null {
  const from = pathOf(probe);
  if (from === null) return null;
  for (const { name, root, liveness, readiness, startup, images, ...framework } of FRAMEWORKS) {
    const isSure = framework.isSure || images?.test(image) === true;
    for (const end of startup === null ? [liveness] : [liveness, startup]) {
      const tail = root + end;
      if (!from.endsWith(tail) || (!isSure && from !== tail)) continue;
      return { framework: name, from, to: `${from.slice(0, -tail.length)}${root}${readiness}`, isSure };
    }
  }
  return null;
}

/** Whether a probe asks for a path that is done with once the app has started: it says nothing of later. */
export function asksForStart(probe: JsonObject): boolean {
  return /\/start(?:ed|up|upz)$/i.test(pathOf(probe) ?? "");
}

/** Whether a probe asks for a path that says by its name that it decides on a restart. */
export function asksForLife(probe: JsonObject): boolean {
  return /\/(?:live|livez|liveness|alive|healthz)$/i.test(pathOf(probe) ?? "");
}

/** Returns the path without a query, which may say anything. */
function pathOf(probe: JsonObject): string | null {
  const path = asString(get(probe, "httpGet", "path"));
  return path === null || path.length > 300 ? null : path.replace(/\/$/, "");
}
