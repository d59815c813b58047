import { describe, expect, it } from "vitest";
import { monitoredAlone } from "../../../src/workload/scrapes/monitored-alone.js";
import { runningContainers, type Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const monitor = (endpoint: string, { kind = "ServiceMonitor", more = "", app = "web" } = {}) => `---
apiVersion: ${kind.startsWith("VM") ? "operator.victoriametrics.com/v1beta1" : "monitoring.coreos.com/v1"}
kind: ${kind}
metadata: {name: scrapes}
spec: {selector: {matchLabels: {app: ${app}}}, ${more}${kind.includes("Pod") ? "podMetricsEndpoints" : "endpoints"}: [${endpoint}]}
`;
const service = (ports: string, spec = "") => `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {${spec}selector: {app: web}, ports: [${ports}]}
`;
const ingress = (backend: string) => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: ${backend}, port: {number: 80}}}}
`;
const route = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: outside}
spec: {http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]}
`;

function alone(around: string, ports = "{containerPort: 8000, name: telemetry}") {
  const containers = `{name: web, image: web, ports: [${ports}]}`;
  const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + around);
  const workload = workloads[0] as Workload;
  const [container] = runningContainers(workload);
  return container && (monitoredAlone(container, workload, neighbours)?.kind ?? null);
}

const TELEMETRY = "{name: telemetry, port: 8000, targetPort: telemetry}";
const SCRAPED = monitor("{port: telemetry}");
const HTTP = "{containerPort: 8000, name: http}";
const TO_HTTP = "{name: http, port: 80, targetPort: http}";

describe("a port that a monitor scrapes", () => {
  it.each([
    ["is asked by nobody else", alone(service(TELEMETRY) + SCRAPED), "ServiceMonitor"],
    ["is asked by whoever there is without a monitor", alone(service(TELEMETRY)), null],
    [
      "by the container's number",
      alone(service(TELEMETRY.replace("t: telemetry", "t: 8000")) + SCRAPED),
      "ServiceMonitor",
    ],
    [
      "by the monitor's targetPort",
      alone(service(TELEMETRY) + monitor("{targetPort: telemetry}")),
      "ServiceMonitor",
    ],
    ["is another than the monitor's", alone(service(TELEMETRY) + monitor("{port: other}")), null],
    [
      "stands behind a Service of other labels",
      alone(service(TELEMETRY) + monitor("{port: telemetry}", { app: "other" })),
      null,
    ],
    [
      "stands in another namespace",
      alone(
        (service(TELEMETRY) + SCRAPED).replace("{name: scrapes}", "{name: scrapes, namespace: monitoring}"),
      ),
      null,
    ],
    [
      "stands in a namespace that the monitor names",
      alone(
        (
          service(TELEMETRY) +
          monitor("{port: telemetry}", { more: "namespaceSelector: {matchNames: [shop]}, " })
        ).replace("{name: scrapes}", "{name: scrapes, namespace: monitoring}"),
      ),
      "ServiceMonitor",
    ],
    ["is led to by an Ingress", alone(service(TELEMETRY) + SCRAPED + ingress("web")), null],
    [
      "stands beside an Ingress of others",
      alone(service(TELEMETRY) + SCRAPED + ingress("shop")),
      "ServiceMonitor",
    ],
    ["is led to by a host of its name", alone(service(TELEMETRY) + SCRAPED + route), null],
    ["is opened to the outside", alone(service(TELEMETRY, "type: LoadBalancer, ") + SCRAPED), null],
    [
      "is one of two that a Service leads to",
      alone(
        service(`${TELEMETRY}, ${TO_HTTP}`) + SCRAPED,
        "{containerPort: 8000, name: telemetry}, {containerPort: 80, name: http}",
      ),
      null,
    ],
    ["may be the users' by its name", alone(service(TO_HTTP) + monitor("{port: http}"), HTTP), null],
    [
      "has the users' name behind a Service without an address",
      alone(service(TO_HTTP, "clusterIP: None, ") + monitor("{port: http}"), HTTP),
      "ServiceMonitor",
    ],
    [
      "has no Service and is the pod's only one",
      alone(monitor("{port: http}", { kind: "PodMonitor" }), HTTP),
      "PodMonitor",
    ],
    [
      "has no Service and its number",
      alone(monitor("{portNumber: 8000}", { kind: "PodMonitor" }), "{containerPort: 8000}"),
      "PodMonitor",
    ],
    [
      "is VictoriaMetrics' by the pods",
      alone(monitor("{port: http}", { kind: "VMPodScrape" }), HTTP),
      "VMPodScrape",
    ],
    [
      "is VictoriaMetrics' by a Service",
      alone(service(TELEMETRY) + monitor("{port: telemetry}", { kind: "VMServiceScrape" })),
      "VMServiceScrape",
    ],
    [
      "is that of another project's kind",
      alone(
        monitor("{port: http}", { kind: "VMPodScrape" }).replace(
          "operator.victoriametrics.com",
          "example.com",
        ),
        HTTP,
      ),
      null,
    ],
    [
      "is probed from outside as users do",
      alone(service(TELEMETRY) + monitor("{port: telemetry}", { kind: "VMProbe" })),
      null,
    ],
    [
      "is not the only one of a pod",
      alone(monitor("{port: http}", { kind: "PodMonitor" }), `${HTTP}, {containerPort: 9000}`),
      null,
    ],
    [
      "has a Service beside a PodMonitor",
      alone(service(TO_HTTP) + monitor("{port: http}", { kind: "PodMonitor" }), HTTP),
      null,
    ],
    [
      "has no name of the monitor's",
      alone(monitor("{}", { kind: "PodMonitor" }), "{containerPort: 8000}"),
      null,
    ],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
