import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";

const ROOT = "{httpGet: {path: /, port: 7472}}";
const METRICS = "{httpGet: {path: /metrics, port: monitoring}}";

function pool({
  probes = "",
  port = "name: monitoring, containerPort: 7472",
  annotations = "",
  replicas = 2,
} = {}) {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: pool}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: pool}}
  template:
    metadata: {labels: {app: pool}, annotations: {${annotations}}}
    spec:
      containers:
        - {name: pool, image: "registry.example.com/pool:1", ports: [{${port}}]${probes}}
`;
}

function notices(after: string, before?: string): string[] {
  const { problems } = reviewFiles({ "a.yaml": after }, before === undefined ? {} : { "a.yaml": before });
  return problems.flatMap(({ code, message }) =>
    code === "health-path" ? (/at port (.*?)\. Many/.exec(message)?.slice(1) ?? []) : [],
  );
}

const READY = `, readinessProbe: ${ROOT}`;
const HTTP = "name: http, containerPort: 7472";
const SCRAPED = "prometheus.io/port: '7472'";

describe("a probe of the root of a port for metrics", () => {
  it.each([
    ["by the port's name", pool({ probes: READY }), ["7472, which is for metrics by its name “monitoring”"]],
    [
      "at start-up",
      pool({ probes: `, startupProbe: ${ROOT}` }),
      ["7472, which is for metrics by its name “monitoring”"],
    ],
    [
      "beside a probe of another path",
      pool({ probes: `${READY}, livenessProbe: ${METRICS}` }),
      ["7472, where the liveness probe asks for “/metrics”"],
    ],
    [
      "by an annotation",
      pool({ probes: READY, port: HTTP, annotations: SCRAPED }),
      ["7472, where Prometheus is told to ask for “/metrics”"],
    ],
    [
      "by an annotation with its path",
      pool({ probes: READY, port: HTTP, annotations: `${SCRAPED}, prometheus.io/path: /stats` }),
      ["7472, where Prometheus is told to ask for “/stats”"],
    ],
    [
      "of which Prometheus asks for the same",
      pool({ probes: READY, port: HTTP, annotations: `${SCRAPED}, prometheus.io/path: /` }),
      [],
    ],
    ["of a port for users", pool({ probes: READY, port: HTTP }), []],
    ["with a path of its own", pool({ probes: `, readinessProbe: ${METRICS}` }), []],
    ["without pods", pool({ probes: READY, replicas: 0 }), []],
    ["that only restarts", pool({ probes: `, livenessProbe: ${ROOT}` }), []],
  ])("%s", (_, text, expected) => expect(notices(text)).toEqual(expected));

  it("is Jaeger's way to tell of its health", () => {
    const admin = (image: string) =>
      pool({
        port: "name: admin-metrics, containerPort: 14269",
        probes: `, readinessProbe: {httpGet: {path: /, port: 14269}}`,
      }).replace("registry.example.com/pool", image);
    expect(notices(admin("jaegertracing/jaeger-collector"))).toEqual([]);
    expect(notices(admin("jaegertracing/all-in-one"))).toEqual([]);
    expect(notices(admin("registry.example.com/pool"))).toHaveLength(1);
  });

  it("is told where the change writes it, and not where a probe was answered there before", () => {
    expect(notices(pool({ probes: READY }), pool({ probes: `, readinessProbe: ${METRICS}` }))).toHaveLength(
      1,
    );
    expect(notices(pool({ probes: READY, replicas: 3 }), pool({ probes: READY }))).toEqual([]);
    expect(notices(pool({ probes: READY }), pool({ probes: `, livenessProbe: ${ROOT}` }))).toEqual([]);
  });
});
