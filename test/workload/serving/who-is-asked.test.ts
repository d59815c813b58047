import { describe, expect, it } from "vitest";
import { placesOf, verdictsOf } from "../../rules/verdicts.js";
import { deploymentOf, serviceOf } from "../read-yaml.js";

const OTHER = serviceOf("{port: 443}", { selector: "app: admission" }).replace(
  "name: web",
  "name: admission",
);
const web = (more: string, replicas = 1) =>
  deploymentOf({ spec: `replicas: ${replicas}`, containers: `{name: web, image: example.com/web, ${more}}` });
const HPA =
  "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 3, maxReplicas: 6}\n";
/** An Argo CD Application whose source has these entries beside its repository. */
const application = (source: string, spec = `source: {repoURL: a, ${source}}`) =>
  `---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {${spec}}\n`;
const severities = (text: string) => placesOf("readiness-gate", text).map((place) => place.split(" ")[0]);

describe("a port that nothing but a list speaks of", () => {
  it.each([
    ["beside a Service of other pods", web("ports: [{containerPort: 8080}]") + OTHER, "warning"],
    ["of several pods", web("ports: [{containerPort: 8080}]", 3) + OTHER, "error"],
    ["of pods that an autoscaler counts", web("ports: [{containerPort: 8080}]") + OTHER + HPA, "error"],
    [
      "of a pod on each node",
      web("ports: [{containerPort: 8080}]")
        .replace("kind: Deployment", "kind: DaemonSet")
        .replace("replicas: 1\n", "minReadySeconds: 0\n") + OTHER,
      "error",
    ],
    [
      "of pods that a kustomization counts",
      web("ports: [{containerPort: 8080}]") +
        OTHER +
        "---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nreplicas: [{name: web, count: 3}]\n",
      "error",
    ],
    ["alone", web("ports: [{containerPort: 8080}]"), "error"],
    ["with a name", web("ports: [{containerPort: 8080, name: http}]") + OTHER, "error"],
    ["that an argument names", web("args: [--port=8080], ports: [{containerPort: 8080}]") + OTHER, "error"],
    [
      "beside a Service of its name that misses it",
      web("ports: [{containerPort: 8080}]") + serviceOf("{port: 80}", { selector: "app: wbe" }),
      "error",
    ],
    [
      "that a Service leads to",
      web("ports: [{containerPort: 8080}]") + OTHER + serviceOf("{port: 80, targetPort: 8080}"),
      "error",
    ],
  ])("%s: %s", (_, text, severity) => {
    expect(severities(text)).toEqual([severity]);
  });

  const LISTED = web("ports: [{containerPort: 8080}]");
  it.each([
    ["is applied as it stands", LISTED + application("path: k8s"), "warning"],
    ["is applied with a slash", LISTED + application("path: ./k8s/"), "warning"],
    ["is the one of several sources", LISTED + application("", "sources: [{path: k8s}]"), "warning"],
    ["is one of two sources", LISTED + application("", "sources: [{path: k8s}, {path: more}]"), "error"],
    ["stands in another that is applied", LISTED + application("path: ."), "error"],
    ["is not the one that is applied", LISTED + application("path: k8s/web"), "error"],
    ["is a chart's", LISTED + application("path: k8s, helm: {releaseName: web}"), "error"],
    [
      "has a Service that selects no pods",
      `${LISTED}${application("path: k8s")}---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n`,
      "warning",
    ],
    [
      "a kustomization takes in",
      `${LISTED}${application("path: k8s")}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml, ../more]\n`,
      "error",
    ],
    ["of several pods", web("ports: [{containerPort: 8080}]", 3) + application("path: k8s"), "error"],
    [
      "has a port with a name",
      web("ports: [{containerPort: 8080, name: http}]") + application("path: k8s"),
      "error",
    ],
  ])("in a folder that %s", (_, text, severity) => {
    expect(severities(text)).toEqual([severity]);
  });

  it("of a pod on the only node is that of a pod on each", () => {
    const text = web("ports: [{containerPort: 8080}]")
      .replace("kind: Deployment", "kind: DaemonSet")
      .replace("replicas: 1\n", "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n");
    expect(placesOf("readiness-gate", text + OTHER, { policy: { nodes: 1 } })[0]).toMatch(/^error /);
  });

  it("is told with its doubt", () => {
    const [message] = verdictsOf("readiness-gate", web("ports: [{containerPort: 8080}]") + OTHER);
    expect(message).toContain("If anything asks port 8080, a rollout of “web”");
    expect(message).toContain(
      "the Services beside it select other pods, and no Service in sight leads to it",
    );
  });
});

const GATE = "readinessProbe: {httpGet: {port: 8000, path: /ready}}";
const SERVICE = serviceOf("{port: 80, targetPort: 8000}");
const pair = (front: string, app: string) =>
  deploymentOf({ containers: `{name: front, image: front, ${front}}, {name: app, image: app, ${app}}` }) +
  SERVICE;
const DECLARED = "ports: [{containerPort: 8000}]";

describe("a container that another one's probe asks", () => {
  it.each([
    ["with a readiness probe", `ports: [{containerPort: 9000}], ${GATE}`, true],
    ["with a startup probe", `ports: [{containerPort: 9000}], ${GATE.replace("readiness", "startup")}`, true],
    [
      "with a liveness probe alone",
      `ports: [{containerPort: 9000}], ${GATE.replace("readiness", "liveness")}`,
      false,
    ],
    [
      "which declares the port as well, and has it alone then",
      `ports: [{containerPort: 8000}], ${GATE}`,
      true,
    ],
    ["which declares none", GATE, false],
    [
      "of another host",
      `ports: [{containerPort: 9000}], ${GATE.replace("port: 8000", "port: 8000, host: example.com")}`,
      false,
    ],
  ])("%s: %s", (_, app, isGated) => {
    const found = placesOf("readiness-gate", pair(DECLARED, app)).filter((place) => place.includes("front"));
    expect(found.length === 0).toBe(isGated);
  });
});

describe("ports of helpers", () => {
  it("are a CSI driver's sidecar's for its metrics", () => {
    const sidecar = web(
      "args: ['--csi-address=/csi/csi.sock', '--http-endpoint=:8093'], ports: [{containerPort: 8093, name: attacher}]",
    );
    expect(placesOf("readiness-gate", sidecar)).toEqual([]);
  });

  it("are those of a screen, which a Service may lead users to", () => {
    const screen = web("ports: [{containerPort: 5900}]");
    expect(severities(screen)).toEqual(["warning"]);
    expect(verdictsOf("readiness-gate", screen)[0]).toContain(
      "numbers, which are those of a screen that VNC shows",
    );
    expect(severities(screen + serviceOf("{port: 5900}"))).toEqual(["error"]);
  });

  it("are an exporter's that Prometheus is told to scrape by its Service", () => {
    const exporter = deploymentOf({
      containers: "{name: pg, image: example.com/pg-exporter, ports: [{containerPort: 8080}]}",
    });
    const service = serviceOf("{port: 8080}");
    const scraped = service.replace(
      "metadata: {",
      'metadata: {annotations: {prometheus.io/scrape: "true"}, ',
    );
    expect(severities(exporter + service)).toEqual(["error"]);
    expect(severities(exporter + scraped)).toEqual(["warning"]);
    expect(verdictsOf("readiness-gate", exporter + scraped)[0]).toContain(
      "It is an exporter, and Service “web” tells Prometheus",
    );
  });

  it("are an exporter's by a number that exporters have, whoever its Service tells", () => {
    const exporter = (image: string, port: number) =>
      deploymentOf({
        containers: `{name: main, image: "${image}", ports: [{containerPort: ${port}, name: http}]}`,
      }) + serviceOf(`{port: 80, targetPort: ${port}}`);
    expect(severities(exporter("example.com/postgres_exporter:1", 9187))).toEqual(["warning"]);
    expect(severities(exporter("example.com/pdf-exporter:1", 8080))).toEqual(["error"]);
    expect(severities(exporter("example.com/postgres:1", 9187))).toEqual(["error"]);
    expect(severities(exporter("registry.k8s.io/external-dns/external-dns:v0.16.1", 7979))).toEqual([
      "warning",
    ]);
    expect(verdictsOf("readiness-gate", exporter("example.com/postgres_exporter:1", 9187))[0]).toContain(
      "for operators alone, by their numbers, which are those by which the image tells of metrics.",
    );
  });
});

describe("a controller that waits for the lead", () => {
  const controller = ({ args = "--leader-elect", port = "containerPort: 9402", service = "" } = {}) =>
    deploymentOf({
      containers: `{name: main, image: example.com/issuer:1, args: ["${args}"], ports: [{${port}}]}`,
    }).replace("labels: {app: web}}", 'labels: {app: web}, annotations: {prometheus.io/port: "9402"}}') +
    service;
  const TO_SCRAPES = serviceOf("{name: tcp, port: 9402}");

  it.each([
    ["has a port for scrapes alone", controller(), []],
    ["has a Service for them", controller({ service: TO_SCRAPES }), []],
    ["has a Service of pages", controller({ service: serviceOf("{port: 80, targetPort: 9402}") }), ["error"]],
    [
      "has a Service that is open to the outside",
      controller({ service: serviceOf("{port: 9402}").replace("spec: {", "spec: {type: LoadBalancer, ") }),
      ["error"],
    ],
    ["has another port", controller({ port: "containerPort: 8080" }), ["error"]],
    ["is none", controller({ args: "--verbose", service: TO_SCRAPES }), ["error"]],
    [
      "is known by its image's own port",
      controller({ service: TO_SCRAPES })
        .replace('9402"', '1"')
        .replace("example.com/issuer:1", "quay.io/jetstack/cert-manager-controller:v1.9.1"),
      [],
    ],
  ])("%s", (_, text, expected) => expect(severities(text)).toEqual(expected));
});

describe("a worker that KEDA starts by its queue", () => {
  const scaled = (types: string[], more = "") =>
    `---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}, ${more}triggers: [${types.map((type) => `{type: ${type}}`).join(", ")}]}\n`;
  const worker = deploymentOf();

  it.each([
    ["serves nobody", worker + scaled(["rabbitmq"]), []],
    ["serves nobody by several", worker + scaled(["aws-sqs-queue", "kafka"]), []],
    [
      "serves nobody from an idle count",
      worker + scaled(["rabbitmq"], "minReplicaCount: 2, idleReplicaCount: 0, "),
      [],
    ],
    [
      "may serve by its Service",
      worker + scaled(["rabbitmq"]) + serviceOf("{port: 80, targetPort: 8000}"),
      ["error"],
    ],
    ["may serve where a pod always runs", worker + scaled(["rabbitmq"], "minReplicaCount: 1, "), ["error"]],
    ["may serve where traffic starts it", worker + scaled(["rabbitmq", "prometheus"]), ["error"]],
    ["may serve where nothing is known to start it", worker + scaled([]), ["error"]],
    [
      "may serve at a port of its node",
      worker.replace("containerPort: 8000", "containerPort: 8000, hostPort: 8000") + scaled(["rabbitmq"]),
      ["error"],
    ],
  ])("%s", (_, text, expected) => expect(severities(text)).toEqual(expected));
});
