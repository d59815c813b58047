import { describe, expect, it } from "vitest";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf } from "../../workload/read-yaml.js";

interface Asked {
  image: string;
  path: string;
  port?: number | string;
  type?: string;
  more?: string;
}

function pod({ image, path, port = 8080, type = "readinessProbe", more = "" }: Asked): string {
  const ports = "ports: [{name: http, containerPort: 8080}]";
  const probe = `${type}: {httpGet: {path: '${path}', port: ${port}}}`;
  return deploymentOf({ containers: `{name: web, image: "${image}", ${ports}, ${probe}${more}}` });
}

function reviewed(after: string, before?: string): string[] {
  const { problems } = reviewFiles({ "a.yaml": after }, before === undefined ? {} : { "a.yaml": before });
  return problems.flatMap(({ code, message }) => (code === "health-path" ? [message] : []));
}

function told(after: string, before?: string): string[] {
  return reviewed(after, before).flatMap(
    (message) =>
      /at port \d+\. (.*?) has no such path.*?: (.*)\.$/.exec(message)?.slice(1, 3).join(": ") ?? [],
  );
}

const LITELLM = "ghcr.io/berriai/litellm:main-v1.52.0";
const STATE = "registry.k8s.io/kube-state-metrics/kube-state-metrics";
const KEYCLOAK = "quay.io/keycloak/keycloak";
const READY = "“/-/ready” tells whether it can serve";

describe("a path that a well-known image does not have", () => {
  it.each<[Asked, string | null]>([
    [
      { image: LITELLM, path: "/health/ready", port: 4000 },
      "LiteLLM: “/health/readiness” tells whether it can serve",
    ],
    [{ image: LITELLM, path: "/health/readiness" }, null],
    [{ image: LITELLM, path: "/health/liveliness" }, null],
    [{ image: LITELLM, path: "/health/liveness" }, null],
    [{ image: "registry.example.com/litellm:1", path: "/health/ready" }, null],
    [
      { image: `${STATE}:v2.14.0`, path: "/readyz" },
      "kube-state-metrics: “/readyz” of its telemetry port, 8081, tells whether it can serve",
    ],
    [
      { image: `${STATE}:v2.14.0`, path: "/readyz", port: "http" },
      "kube-state-metrics: “/readyz” of its telemetry port, 8081, tells whether it can serve",
    ],
    [{ image: `${STATE}:v2.14.0`, path: "/readyz", port: 8081 }, null],
    [
      { image: `${STATE}:v2.14.0`, path: "/healthz", port: 8081 },
      "kube-state-metrics: “/readyz” tells there whether it can serve",
    ],
    [{ image: `${STATE}:v2.14.0`, path: "/livez" }, null],
    [{ image: `${STATE}:v2.8.0`, path: "/readyz" }, null],
    [{ image: `${STATE}:latest`, path: "/readyz" }, null],
    [{ image: `${STATE}:v2.14.0`, path: "/readyz", more: ", args: [--telemetry-port=8080]" }, null],
    [{ image: "prom/prometheus:v3.0.0", path: "/healthz", port: 9090 }, `Prometheus: ${READY}`],
    [{ image: "quay.io/prometheus/prometheus:v3.0.0", path: "/-/healthy", port: 9090 }, null],
    [{ image: "prom/alertmanager:v0.27.0", path: "/ready?a=b", port: 9093 }, `Alertmanager: ${READY}`],
    [
      { image: "ollama/ollama:0.5.0", path: "/health", port: 11434 },
      "Ollama: “/” tells whether it can serve",
    ],
    [{ image: "ollama/ollama:0.5.0", path: "/api/tags", port: 11434 }, null],
    [
      { image: "registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.0", path: "/healthz", port: 8085 },
      "The cluster autoscaler: “/health-check” tells whether it can serve",
    ],
    [
      { image: `${KEYCLOAK}:26.0.1`, path: "/auth/health/ready" },
      "Keycloak: the same path of its management port, 9000, tells whether it can serve, with health-enabled on",
    ],
    [{ image: `${KEYCLOAK}:26.0.1`, path: "/health/ready", port: 9000 }, null],
    [{ image: `${KEYCLOAK}:24.0.5`, path: "/health/ready" }, null],
    [
      {
        image: `${KEYCLOAK}:26.0.1`,
        path: "/health/ready",
        more: ", args: [start, --legacy-observability-interface=true]",
      },
      null,
    ],
    [
      {
        image: `${KEYCLOAK}:26.4.0`,
        path: "/health/ready",
        more: ", env: [{name: KC_HTTP_MANAGEMENT_HEALTH_ENABLED, value: 'false'}]",
      },
      null,
    ],
  ])("%o", (asked, expected) => expect(told(pod(asked))).toEqual(expected === null ? [] : [expected]));

  it("holds a pod back or restarts it", () => {
    const asked = (type: string) => pod({ image: LITELLM, path: "/health/ready", type });
    const ends = (text: string) => /if it answers 404 (.*?):/.exec(reviewed(text)[0] ?? "")?.[1];
    expect(ends(asked("readinessProbe"))).toBe("the pod never gets Ready");
    expect(ends(asked("startupProbe"))).toBe("the container is killed again and again");
    expect(ends(asked("livenessProbe"))).toBe("the container is killed again and again");
  });

  it("is told where the change brings it, be it by the image's release", () => {
    const asked = (image: string) => pod({ image, path: "/health/ready" });
    expect(told(asked(`${KEYCLOAK}:26.0.1`), asked(`${KEYCLOAK}:24.0.5`))).toHaveLength(1);
    expect(told(asked(`${KEYCLOAK}:26.0.2`), asked(`${KEYCLOAK}:26.0.1`))).toEqual([]);
  });
});
