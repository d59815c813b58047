/** Where a suggested probe comes from, how far it is trusted, and what it says: row by row. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Policy } from "../../src/policy/policy.js";
import type { Fix } from "../../src/review/findings/finding.js";
import { fixText } from "../../src/review/write/fix-words.js";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";

/** The first fix that is no other strategy. */
function fixOf(yaml: string, policy: Partial<Policy> = {}): Fix {
  const { findings } = reviewFiles({ "k8s/web.yaml": yaml }, {}, policy);
  return findings.find(({ fix }) => fix !== null && fix.origin !== "strategy")?.fix as Fix;
}

/** "origin confidence reason", and the probe. */
function suggested(yaml: string, policy: Partial<Policy> = {}): [string, unknown] {
  const { origin, confidence, reason, text } = fixOf(yaml, policy);
  return [[origin, confidence, reason ?? ""].join(" ").trim(), parse(text)?.readinessProbe ?? null];
}

const HTTP = "ports: [{containerPort: 8000}]";
const one = (entries: string) => deploymentOf({ containers: `{name: web, image: a, ${entries}}` });
const annotated = (annotations: string) =>
  one(HTTP).replace(
    "metadata: {labels: {app: web}}",
    `metadata: {labels: {app: web}, annotations: {${annotations}}}`,
  );
const identified = (volume: string) =>
  deploymentOf({
    containers: `{name: web, image: a, ${HTTP}, volumeMounts: [{name: identity, mountPath: /identity}]}`,
    pod: `volumes: [${volume}]`,
  });
const SEED = {
  initialDelaySeconds: 30,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};
const tcp = (port: number) => ({ tcpSocket: { port }, ...SEED });

describe("a probe that is suggested", () => {
  it.each([
    ["the only TCP port", one(HTTP), "tcp-port one-click", tcp(8000)],
    [
      "the first port that is not for operators",
      one("ports: [{containerPort: 1, name: metrics}, {containerPort: 2}, {containerPort: 3}]"),
      "tcp-port one-click",
      tcp(2),
    ],
    [
      "the port that a Service targets",
      one("ports: [{containerPort: 1}, {containerPort: 2}]") + serviceOf("{port: 80, targetPort: 2}"),
      "service-port one-click",
      tcp(2),
    ],
    [
      "a port before one that is named after a program which is not there",
      one("ports: [{containerPort: 9091}, {containerPort: 8888}]") +
        serviceOf("{name: transmission, port: 9091}, {name: pages, port: 8888}"),
      "service-port one-click",
      tcp(8888),
    ],
    [
      "a port that is named after the workload's own program",
      (one("ports: [{containerPort: 9091, name: sonarr-web}]") + serviceOf("{port: 9091}")).replace(
        "name: web",
        "name: sonarr",
      ),
      "service-port one-click",
      tcp(9091),
    ],
    [
      "a port that is named after the image's own program",
      one("ports: [{containerPort: 9091, name: sonarr-web}]").replace(
        "image: a",
        "image: linuxserver/sonarr",
      ) + serviceOf("{port: 9091}"),
      "service-port one-click",
      tcp(9091),
    ],
    [
      "a port that a proxy has for another program",
      one("ports: [{containerPort: 9091, name: sonarr}]").replace("image: a", "image: nginx") +
        serviceOf("{port: 9091}"),
      "service-port one-click",
      tcp(9091),
    ],
    [
      "a port that a client of a VPN opens itself, by a variable",
      one(
        "ports: [{containerPort: 8888}], env: [{name: HTTPPROXY_LISTENING_ADDRESS, value: ':8888'}]",
      ).replace("image: a", "image: qmcgaw/gluetun:v3") + serviceOf("{port: 8888}"),
      "service-port one-click",
      tcp(8888),
    ],
    [
      "the port of DNS before the page beside it",
      one("ports: [{containerPort: 5380, name: web}, {containerPort: 53, name: dns-tcp}]") +
        serviceOf("{name: web, port: 80, targetPort: web}, {name: dns, port: 53, targetPort: dns-tcp}"),
      "service-port one-click",
      tcp(53),
    ],
    [
      "the port of DNS that opens only after a setup, in words",
      one("ports: [{containerPort: 3000}, {containerPort: 53}]").replace(
        "image: a",
        "image: adguard/adguardhome",
      ) + serviceOf("{name: web, port: 80, targetPort: 3000}, {name: dns, port: 53}"),
      "service-port advice may-not-listen",
      tcp(53),
    ],
    [
      "a port for users before a console's, although the environment names that one",
      one(
        "ports: [{containerPort: 8404, name: stats}, {containerPort: 8080, name: http}], env: [{name: STATS_PORT, value: '8404'}]",
      ) + serviceOf("{name: stats, port: 8404, targetPort: stats}, {name: http, port: 80, targetPort: http}"),
      "service-port one-click",
      tcp(8080),
    ],
    [
      "a port for users before one that the Service calls a dashboard",
      one("ports: [{containerPort: 9001}, {containerPort: 8080}]") +
        serviceOf("{name: dashboard, port: 9001}, {name: http, port: 80, targetPort: 8080}"),
      "service-port one-click",
      tcp(8080),
    ],
    [
      "the first of two consoles, where nothing else is there",
      one("ports: [{containerPort: 9001, name: ui}, {containerPort: 9002, name: dashboard}]") +
        serviceOf("{name: a, port: 1, targetPort: ui}, {name: b, port: 2, targetPort: dashboard}"),
      "service-port one-click",
      tcp(9001),
    ],
    [
      "a port that the environment names",
      one("env: [{name: PORT, value: '9000'}]") + serviceOf("{port: 80, targetPort: 9000}"),
      "named-port one-click",
      tcp(9000),
    ],
    [
      "a port beside a gRPC one that the environment names",
      one(
        "ports: [{containerPort: 8000}, {containerPort: 9000, name: grpc}], env: [{name: HTTP_PORT, value: '8000'}]",
      ),
      "tcp-port one-click",
      tcp(8000),
    ],
    [
      "a port that socat only forwards",
      one(`${HTTP}, args: [socat, "TCP-LISTEN:8000,fork", "TCP:db:5432"], image: alpine/socat`),
      "tcp-port one-click",
      tcp(8000),
    ],
    [
      "another port than that where each connection starts a command",
      one(`${HTTP}, command: [sh, -c, "ncat -lk 9000 -c date & exec web"]`),
      "tcp-port one-click",
      tcp(8000),
    ],
    [
      "a port that only the Service names, in words",
      one("env: []") + serviceOf("{port: 80, targetPort: 9000}"),
      "service-port advice port-not-named",
      tcp(9000),
    ],
    [
      "a number that stands alone on the command line, in words",
      one("args: [serve, '9000']") + serviceOf("{port: 80, targetPort: 9000}"),
      "service-port advice port-not-named",
      tcp(9000),
    ],
    [
      "no port that it opens for its own pod alone",
      one("ports: [{containerPort: 9000}], args: ['--listen=127.0.0.1:9000']"),
      "none advice loopback-port",
      null,
    ],
    [
      "what liveness asks",
      one(
        `${HTTP}, livenessProbe: {httpGet: {path: /live, port: 8000}, initialDelaySeconds: 9, periodSeconds: 8, timeoutSeconds: 7, failureThreshold: 6}`,
      ),
      "liveness-handler one-click",
      {
        httpGet: { path: "/live", port: 8000 },
        initialDelaySeconds: 9,
        periodSeconds: 8,
        timeoutSeconds: 7,
        failureThreshold: 6,
      },
    ],
    [
      "what startup asks, without a delay",
      one(
        `${HTTP}, startupProbe: {httpGet: {path: /up, port: 8000}, initialDelaySeconds: 9, periodSeconds: 8, timeoutSeconds: 7, failureThreshold: 60}`,
      ),
      "startup-handler one-click",
      { httpGet: { path: "/up", port: 8000 }, timeoutSeconds: 7 },
    ],
    [
      "startup before liveness",
      one(
        `${HTTP}, startupProbe: {tcpSocket: {port: 8000}}, livenessProbe: {exec: {command: [live]}, failureThreshold: 5}`,
      ),
      "startup-handler one-click",
      { tcpSocket: { port: 8000 } },
    ],
    [
      "startup with the timings of a liveness probe that asks the same, and no longer a period than ten seconds",
      one(
        `${HTTP}, startupProbe: {httpGet: {path: /, port: 8000}, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 30}, livenessProbe: {httpGet: {port: 8000, path: /}, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 2}`,
      ),
      "startup-handler one-click",
      {
        httpGet: { path: "/", port: 8000 },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 2,
      },
    ],
    [
      "what liveness asks, no later than a port would be asked, and no period shorter than its timeout",
      one(
        `${HTTP}, livenessProbe: {httpGet: {path: /live, port: 8000}, initialDelaySeconds: 90, periodSeconds: 3, timeoutSeconds: 6}`,
      ),
      "liveness-handler one-click",
      {
        httpGet: { path: "/live", port: 8000 },
        initialDelaySeconds: 30,
        periodSeconds: 6,
        timeoutSeconds: 6,
      },
    ],
    [
      "what liveness asks, with a timeout no longer than the longest period",
      one(
        `${HTTP}, livenessProbe: {httpGet: {path: /live, port: 8000}, periodSeconds: 60, timeoutSeconds: 30}`,
      ),
      "liveness-handler one-click",
      { httpGet: { path: "/live", port: 8000 }, periodSeconds: 10, timeoutSeconds: 10 },
    ],
    [
      "nothing that only liveness may have",
      one(
        `${HTTP}, livenessProbe: {exec: {command: [a]}, successThreshold: 1, terminationGracePeriodSeconds: 5}`,
      ),
      "liveness-handler one-click",
      { exec: { command: ["a"] } },
    ],
    [
      "the port beside a liveness probe that looks for what must not be there",
      one(`${HTTP}, livenessProbe: {exec: {command: [sh, -c, "! pgrep crashed"]}}`),
      "tcp-port one-click",
      tcp(8000),
    ],
    [
      "the port beside a probe that cannot succeed",
      one(`${HTTP}, livenessProbe: {httpGet: {port: nobody}, failureThreshold: 9}`),
      "tcp-port one-click",
      tcp(8000),
    ],
    [
      "postgres' own check",
      deploymentOf({ containers: "{name: web, image: 'postgres:16', ports: [{containerPort: 5432}]}" }),
      "image one-click",
      {
        exec: { command: ["pg_isready", "-h", "127.0.0.1"] },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 3,
        successThreshold: 1,
        failureThreshold: 3,
      },
    ],
    [
      "the port of a postgres with its own command",
      deploymentOf({
        containers: "{name: web, image: 'postgres:16', args: [-p, '5433'], ports: [{containerPort: 5432}]}",
      }),
      "tcp-port one-click",
      tcp(5432),
    ],
    [
      "the port of another's postgres",
      deploymentOf({
        containers: "{name: web, image: 'quay.io/acme/postgres:16', ports: [{containerPort: 5432}]}",
      }),
      "tcp-port one-click",
      tcp(5432),
    ],
  ])("asks %s", (_, yaml, how, probe) => {
    expect(suggested(yaml)).toEqual([how, probe]);
  });

  it.each([
    [
      "gRPC by name",
      one("ports: [{containerPort: 9000, name: grpc}]"),
      "grpc-port advice grpc-port",
      { grpc: { port: 9000 }, ...SEED },
    ],
    [
      "gRPC by the Service's mark",
      one("ports: [{containerPort: 9000, name: api}]") + serviceOf("{port: 9000, appProtocol: grpc}"),
      "grpc-port advice grpc-port",
      { grpc: { port: 9000 }, ...SEED },
    ],
    [
      "gRPC over TLS, which a gRPC probe does not speak",
      one("ports: [{containerPort: 9000, name: grpc}], args: [--tls-cert-file=/tls/server.pem]"),
      "grpc-port advice grpc-over-tls",
      tcp(9000),
    ],
    [
      "gRPC over TLS where Linkerd's proxy would answer an open port",
      one("ports: [{containerPort: 9000, name: grpc}], args: [--tls]").replace(
        "metadata: {labels: {app: web}}",
        "metadata: {labels: {app: web}, annotations: {linkerd.io/inject: enabled}}",
      ),
      "grpc-port advice linkerd-answers",
      null,
    ],
    [
      "gRPC where Consul's proxy asks for a client certificate",
      one("ports: [{containerPort: 9000, name: grpc}]").replace(
        "metadata: {labels: {app: web}}",
        "metadata: {labels: {app: web}, annotations: {consul.hashicorp.com/connect-inject: 'true'}}",
      ),
      "grpc-port advice consul-answers",
      null,
    ],
    [
      "gRPC inside the pod alone",
      one("ports: [{containerPort: 9000, name: grpc}], args: [--grpc-addr=127.0.0.1:9000]"),
      "none advice loopback-port",
      null,
    ],
    [
      "a port that is only listed beside a gRPC one",
      one("ports: [{containerPort: 8000}, {containerPort: 9000, name: grpc}]"),
      "tcp-port advice beside-grpc",
      tcp(8000),
    ],
    [
      "only ports for operators",
      one("ports: [{containerPort: 9000, name: metrics}]"),
      "none advice auxiliary-ports-only",
      null,
    ],
    [
      "a port that two containers declare",
      deploymentOf({
        containers: `{name: web, image: a, ${HTTP}}, {name: two, image: b, ${HTTP}}`,
        pod: "hostNetwork: true",
      }),
      "tcp-port advice shared-port",
      tcp(8000),
    ],
    [
      "the image of a system, whose shell ends at once",
      deploymentOf({ containers: "{name: web, image: 'ubuntu:24.04', ports: [{containerPort: 22}]}" }),
      "tcp-port advice only-declared",
      tcp(22),
    ],
    [
      "a lone screen to look on",
      one("ports: [{containerPort: 5900}]"),
      "none advice auxiliary-ports-only",
      null,
    ],
    [
      "one of several ports in a row",
      one(`ports: [${[6700, 6701, 6702].map((port) => `{containerPort: ${port}}`).join(", ")}]`),
      "tcp-port advice one-of-a-row",
      tcp(6700),
    ],
    [
      "a server that waits for its configuration",
      one("args: [rundex], ports: [{containerPort: 5556}]"),
      "tcp-port advice may-not-listen",
      tcp(5556),
    ],
    [
      "a server that answers 503 until its app serves",
      one("ports: [{containerPort: 3000}]").replace("image: a", "image: 'metabase/metabase:v0.50.1'"),
      "tcp-port advice opens-early",
      { httpGet: { path: "/api/health", port: 3000 }, ...SEED },
    ],
    [
      "a port that a Service has for probes alone",
      one(`${HTTP}`) + serviceOf("{name: probe, port: 8000, targetPort: 8000}"),
      "none advice auxiliary-ports-only",
      null,
    ],
    [
      "a port where each connection starts a command",
      one(`${HTTP}, command: [sh, -c, "exec ncat -lk -p 8000 -c 'dump | gzip'"]`),
      "none advice starts-a-command",
      null,
    ],
    [
      "a port where socat starts one",
      one(`${HTTP}, args: [socat, "TCP-LISTEN:8000,fork,reuseaddr", "EXEC:/bin/cat"], image: alpine/socat`),
      "none advice starts-a-command",
      null,
    ],
    [
      "a port that Dapr alone calls",
      annotated('dapr.io/enabled: "true", dapr.io/port: "8000"'),
      "tcp-port advice sidecar-calls",
      tcp(8000),
    ],
    [
      "a port that Prometheus alone calls",
      annotated('prometheus.io/port: "8000"'),
      "tcp-port advice scraped-port",
      tcp(8000),
    ],
    [
      "a port that Linkerd answers",
      annotated("linkerd.io/inject: enabled"),
      "tcp-port advice linkerd-answers",
      null,
    ],
    [
      "a port that Consul's Envoy answers",
      annotated("consul.hashicorp.com/connect-inject: 'true'"),
      "tcp-port advice consul-answers",
      null,
    ],
    [
      "a port that is only listed beside another program than the image's own",
      one(`${HTTP}, command: [sweep, --url=http://server/api]`),
      "tcp-port advice another-program",
      tcp(8000),
    ],
    [
      "a port that is named after a program which is not there",
      one("ports: [{containerPort: 9091, name: transmission}]") + serviceOf("{port: 80, targetPort: 9091}"),
      "service-port advice port-of-another",
      tcp(9091),
    ],
    [
      "a port of what lends its network to others",
      one("ports: [{containerPort: 8888}]").replace("image: a", "image: qmcgaw/gluetun:v3") +
        serviceOf("{port: 8888}"),
      "service-port advice port-of-another",
      tcp(8888),
    ],
    [
      "a port of a worker that dials its server, although a variable names it",
      one("ports: [{containerPort: 8267, name: http}], env: [{name: nodePort, value: '8267'}]").replace(
        "image: a",
        "image: ghcr.io/haveagitgat/tdarr_node:2.50.01",
      ),
      "tcp-port advice may-not-listen",
      tcp(8267),
    ],
    [
      "a script that a shell runs",
      one(`${HTTP}, args: [sh, -c, 'migrate up && exec sweep --every 10m']`),
      "tcp-port advice another-program",
      tcp(8000),
    ],
    [
      "a named port beside a worker's command",
      one("ports: [{containerPort: 8000, name: http}], command: [celery, -A, shop, worker]"),
      "tcp-port advice another-program",
      tcp(8000),
    ],
    [
      "a listed port of what waits for SPIFFE's CSI driver",
      identified("{name: identity, csi: {driver: csi.spiffe.io, readOnly: true}}"),
      "tcp-port advice awaits-identity",
      tcp(8000),
    ],
    [
      "a listed port of what waits for SPIRE's folder of the node",
      identified("{name: identity, hostPath: {path: /run/spire/sockets}}"),
      "tcp-port advice awaits-identity",
      tcp(8000),
    ],
    [
      "a listed port of what is told of SPIFFE's socket",
      one(`${HTTP}, env: [{name: SPIFFE_ENDPOINT_SOCKET, value: 'unix:///run/agent.sock'}]`),
      "tcp-port advice awaits-identity",
      tcp(8000),
    ],
    [
      "Recreate",
      deploymentOf({ spec: "strategy: {type: Recreate}" }),
      "tcp-port advice gate-would-not-help",
      tcp(8000),
    ],
    [
      "a strategy that lets all pods go",
      deploymentOf({ spec: "replicas: 2\n  strategy: {rollingUpdate: {maxUnavailable: 2}}" }),
      "tcp-port advice gate-would-not-help",
      tcp(8000),
    ],
    [
      "no pod to spare and a volume for one",
      deploymentOf({ pod: "volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]" }),
      "tcp-port advice waits-for-old-pod",
      tcp(8000),
    ],
    [
      "no pod to spare and a lead to wait for",
      one(`${HTTP}, args: [--leader-elect]`),
      "tcp-port advice waits-for-old-pod",
      tcp(8000),
    ],
    [
      "a probe that liveness would not wait for",
      one(`${HTTP}, livenessProbe: {tcpSocket: {port: nobody}}`),
      "tcp-port advice not-proven",
      tcp(8000),
    ],
    [
      "a container behind an alias",
      `x-web: &web {name: web, image: a, ${HTTP}}\n${deploymentOf({ containers: "*web" })}`,
      "tcp-port advice not-editable",
      tcp(8000),
    ],
  ])("is words only for %s", (_, yaml, how, probe) => {
    expect(suggested(yaml)).toEqual([how, probe]);
    expect(fixOf(yaml).edits).toEqual([]);
  });

  it.each([
    ["a pod to spare", "replicas: 4", "tcp-port one-click"],
    ["none to spare", "replicas: 3", "tcp-port advice waits-for-old-pod"],
  ])("minds a volume for one writer with %s", (_, spec, how) => {
    const yaml = deploymentOf({ spec, pod: "volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]" });
    expect(suggested(yaml)[0]).toBe(how);
  });

  it.each([
    ["a claim", "volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]", true],
    ["nothing", "", false],
  ])("tells beside another reason that the old pod may hold %s", (_, pod, isTold) => {
    const grpc = "ports: [{containerPort: 8000}, {containerPort: 9000, name: grpc}]";
    const fix = (container: string) =>
      fixOf(deploymentOf({ pod, containers: `{name: web, image: a, ${container}}` }));
    for (const [container, reason] of [
      [grpc, "beside-grpc"],
      ["ports: [{containerPort: 9000, name: grpc}]", "grpc-port"],
      ["ports: [{containerPort: 5900}]", "auxiliary-ports-only"],
    ] as const) {
      const { reason: told, caution } = fix(container);
      expect([told, caution?.includes("would stall the rollout") ?? false]).toEqual([reason, isTold]);
      expect(fixText(fix(container)).startsWith("Where the new pod waits")).toBe(isTold);
    }
  });

  it.each([
    ["the image's own program", `image: 'r.example/dex:2', ${HTTP}, command: [/usr/bin/dex, conf.yaml]`],
    [
      "an image whose name holds the program's",
      `image: 'r.example/acme/shop-sweep:1', ${HTTP}, command: [sweep]`,
    ],
    ["a program that serves by its name", `${HTTP}, command: [gunicorn, 'shop:app']`],
    ["a subcommand that serves", `${HTTP}, command: [shop, serve]`],
    ["a module that serves", `${HTTP}, command: [python, -m, http.server]`],
    ["an app's own start", `${HTTP}, command: [node, --inspect, src/index.js]`],
    ["a package's own start", `${HTTP}, command: [npm, start]`],
    ["arguments of the image's own program", `${HTTP}, args: [sweep, --every=10m]`],
    ["a command that is filled in later", `${HTTP}, command: [$(PROGRAM)]`],
    ["a port with a name", "ports: [{containerPort: 8000, name: http}], command: [sweep]"],
    ["a port of the node", "ports: [{containerPort: 8000, hostPort: 8000}], command: [sweep]"],
    ["a port that the command line names", `${HTTP}, command: [sweep, '--port=8000']`],
    ["a port that the environment names", `${HTTP}, command: [sweep], env: [{name: PORT, value: '8000'}]`],
  ])("is one click for a listed port beside %s", (_, entries) => {
    const yaml = deploymentOf({
      containers: `{name: web, ${entries.includes("image:") ? "" : "image: a, "}${entries}}`,
    });
    expect(suggested(yaml)[0]).toBe("tcp-port one-click");
  });

  it("is one click for a port that a Service leads to, whatever the program and the identity", () => {
    const service = serviceOf("{port: 80, targetPort: 8000}");
    expect(suggested(one(`${HTTP}, command: [sweep]`) + service)[0]).toBe("service-port one-click");
    const identity = identified("{name: identity, csi: {driver: csi.spiffe.io}}");
    expect(suggested(identity + service)[0]).toBe("service-port one-click");
  });

  it.each([
    [
      "443 of a Service, for a container with a certificate",
      `${HTTP}, args: [--tls-cert-file=/tls/tls.crt]`,
      "{port: 443, targetPort: 8000}",
    ],
    ["a Service's name for it, and a switch", `${HTTP}, args: [--tls]`, "{name: https, port: 8000}"],
    [
      "a Service's name for it, and another port's",
      "ports: [{containerPort: 8000}, {containerPort: 9000, name: tls}]",
      "{name: https, port: 8000}",
    ],
    ["a Service's protocol for it", HTTP, "{port: 8000, appProtocol: https}"],
    [
      "its own name",
      "ports: [{containerPort: 8000, name: https-api}]",
      "{port: 8000, targetPort: https-api}",
    ],
    ["its number", "ports: [{containerPort: 8443}]", "{port: 8443}"],
    [
      "a proxy's flag",
      "args: [-https-address=:9091, -http-address=], ports: [{containerPort: 9091}]",
      "{port: 9091}",
    ],
    ["a variable", `env: [{name: HTTPS_PORT, value: '8000'}], ${HTTP}`, "{port: 8000}"],
  ])("says what a port that speaks TLS logs, by %s", (_, ports, port) => {
    expect(fixOf(one(ports) + serviceOf(port)).caution).toMatch(/^The port seems to speak TLS, /);
  });

  const INJECT = 'sidecar.istio.io/inject: "true"';
  it.each([
    ["asks for the sidecar by an annotation", annotated(INJECT), true],
    [
      "asks for it by a label",
      one(HTTP).replace("metadata: {labels: {app: web}}", `metadata: {labels: {app: web, ${INJECT}}}`),
      true,
    ],
    ["asks for none", one(HTTP), false],
    ["refuses it", annotated('sidecar.istio.io/inject: "false"'), false],
    [
      "keeps a port from it",
      annotated(`${INJECT}, traffic.sidecar.istio.io/excludeInboundPorts: "8000"`),
      false,
    ],
  ])("says which Istio answers an open port itself where the pod %s", (_, yaml, isTold) => {
    const { confidence, caution } = fixOf(yaml);
    expect([confidence, caution?.includes("With Istio before 1.12") ?? false]).toEqual(["one-click", isTold]);
  });

  it.each([
    ["443 of a Service alone", HTTP, "{port: 443, targetPort: 8000}"],
    ["a Service's name alone, as one behind an Ingress has", HTTP, "{name: https, port: 8000}"],
    ["443 of a load balancer", "ports: [{containerPort: 8080}]", "{port: 443, targetPort: 8080}"],
    ["443 that leads to http", "ports: [{containerPort: 8000, name: http}]", "{port: 443, targetPort: http}"],
    ["80", HTTP, "{port: 80, targetPort: 8000}"],
    ["a flag about another port", `args: [--secure-port=6444], ${HTTP}`, "{port: 8000}"],
    ["443 beside 80", HTTP, "{name: a, port: 80, targetPort: 8000}, {name: b, port: 443, targetPort: 8000}"],
    [
      "443 for another port",
      `ports: [{containerPort: 8000}, {containerPort: 9000}]`,
      "{port: 8000}, {port: 443, targetPort: 9000}",
    ],
    [
      "a probe of the container's own",
      "ports: [{containerPort: 8443}], livenessProbe: {tcpSocket: {port: 8443}}",
      "{port: 8443}",
    ],
  ])("says nothing of TLS for %s", (_, entries, port) => {
    const fix = fixOf(one(entries) + serviceOf(port));
    expect([fix.confidence, fix.caution]).toEqual(["one-click", null]);
  });

  it("trusts the container's own handler where it would not trust a port", () => {
    const live = "livenessProbe: {httpGet: {path: /live, port: 8000}}";
    const yaml = one(`${HTTP}, args: [--leader-elect], ${live}`) + serviceOf("{port: 80, targetPort: 8000}");
    expect(suggested(yaml)[0]).toBe("liveness-handler one-click");
  });

  it("does not copy a handler where it would not lower the worst case", () => {
    const containers = `{name: web, image: a, ${HTTP}, livenessProbe: {httpGet: {path: /live, port: 8000}}}`;
    expect(suggested(deploymentOf({ spec: "strategy: {type: Recreate}", containers }))[0]).toBe(
      "liveness-handler advice gate-would-not-help",
    );
  });

  it.each([
    ["Dapr", 'dapr.io/enabled: "true", dapr.io/port: "8000"'],
    ["Dapr as refused", 'dapr.io/enabled: "false", dapr.io/app-port: "8000"'],
    ["Prometheus", 'prometheus.io/port: "8000"'],
    ["Linkerd as refused", "linkerd.io/inject: disabled"],
    ["Consul as refused", "consul.hashicorp.com/connect-inject: 'false'"],
  ])("is one click for a port that a Service targets beside %s", (_, annotations) => {
    expect(suggested(annotated(annotations) + serviceOf("{port: 80, targetPort: 8000}"))[0]).toBe(
      "service-port one-click",
    );
  });

  it("asks a declared gRPC port before one that a Service alone names", () => {
    const both = serviceOf(
      "{name: http, port: 88, targetPort: 8088}, {name: grpc, port: 89, targetPort: 8089}",
    );
    const ports = "ports: [{containerPort: 8080}, {containerPort: 8089}]";
    expect(suggested(one(ports) + both)).toEqual([
      "grpc-port advice grpc-port",
      { grpc: { port: 8089 }, ...SEED },
    ]);
    expect(suggested(one("ports: [{containerPort: 8080}]") + both)[0]).toBe(
      "service-port advice port-not-named",
    );
    expect(suggested(one("ports: [{containerPort: 8088}, {containerPort: 8089}]") + both)[1]).toEqual(
      tcp(8088),
    );
  });

  it("says that its file is made, beside another reason for words", () => {
    const yaml = one("env: []") + serviceOf("{port: 80, targetPort: 9000}");
    expect(fixOf(yaml).caution).toBeNull();
    const made = fixOf(`# Code generated by make. DO NOT EDIT.\n${yaml}`);
    expect(made.reason).toBe("port-not-named");
    expect(made.caution).toBe(
      "The file says that a tool wrote it, so an edit of it would be lost: a probe belongs where the file is made.",
    );
    expect(fixOf(`# Source: shop/templates/web.yaml\n${yaml}`).caution).toContain(
      "`shop/templates/web.yaml`",
    );
  });

  it("asks the targeted port that the command line names before the first", () => {
    const ports = "ports: [{containerPort: 1}, {containerPort: 2}], args: ['--listen=0.0.0.0:2']";
    const both = serviceOf("{name: a, port: 1}, {name: b, port: 2}");
    expect(suggested(one(ports) + both)[1]).toEqual(tcp(2));
    expect(suggested(one(ports))[1]).toEqual(tcp(1));
  });

  it("asks a port that Prometheus is not told of before one that it is", () => {
    const two = annotated('prometheus.io/port: "8000"').replace(
      HTTP,
      "ports: [{containerPort: 8000}, {containerPort: 9}]",
    );
    expect(suggested(two)).toEqual(["tcp-port one-click", tcp(9)]);
  });

  it.each([
    ["a known start", { startupSeconds: 45 }, { ...SEED, initialDelaySeconds: 45 }],
    [
      "the policy's timings",
      { probe: { periodSeconds: 7, failureThreshold: 9 } },
      { ...SEED, periodSeconds: 7, failureThreshold: 9 },
    ],
    [
      "the policy's delay above a known start",
      { startupSeconds: 45, probe: { initialDelaySeconds: 1 } },
      { ...SEED, initialDelaySeconds: 1 },
    ],
  ])("takes its timings from %s", (_, policy, timings) => {
    expect(suggested(one(HTTP), policy)[1]).toEqual({ tcpSocket: { port: 8000 }, ...timings });
  });

  it("is not made for a pod of more containers than anyone has", () => {
    const many = Array.from(
      { length: 61 },
      (_, index) => `{name: c${index}, image: a, ports: [{containerPort: ${index + 1}}]}`,
    );
    expect(suggested(deploymentOf({ containers: many.join(", ") }))).toEqual([
      "none advice not-proven",
      null,
    ]);
    expect(suggested(deploymentOf({ containers: many.slice(0, 2).join(", ") }))[0]).toBe(
      "tcp-port one-click",
    );
  });
});

describe("a port of a debugger", () => {
  it.each([
    ["by its name", "ports: [{containerPort: 8085, name: metrics}, {containerPort: 2345, name: delve}]"],
    [
      "by another name",
      "ports: [{containerPort: 8085, name: metrics}, {containerPort: 4711, name: web-jdwp}]",
    ],
    ["by its number", "ports: [{containerPort: 8085, name: metrics}, {containerPort: 9229}]"],
    [
      "by the JVM's options",
      "env: [{name: JAVA_OPTS, value: '-agentlib:jdwp=transport=dt_socket,server=y,address=*:8000'}], ports: [{containerPort: 8000}]",
    ],
    [
      "by Node's flag",
      "command: [node, --inspect=0.0.0.0:8000, app.js], ports: [{containerPort: 8000, name: http}]",
    ],
    ["by Node's own number", "command: [node, --inspect, app.js], ports: [{containerPort: 9229, name: aux}]"],
    [
      "by Delve's flag",
      "command: [/go/bin/dlv, '--listen=:8000', --headless, exec, /app], ports: [{containerPort: 8000}]",
    ],
    ["in a script", `command: [sh, -c, 'python -m debugpy --listen 0.0.0.0:8000 app.py'], ${HTTP}`],
  ])("is asked by no probe: %s", (_, entries) => {
    expect(suggested(one(entries))).toEqual(["none advice auxiliary-ports-only", null]);
  });

  it.each([
    [
      "beside it",
      "command: [dlv, exec, /app, --listen, ':4711'], ports: [{containerPort: 4711}, {containerPort: 8000}]",
      8000,
    ],
    ["beside a debugger's number", "ports: [{containerPort: 5005}, {containerPort: 8000}]", 8000],
    ["of that number alone", "ports: [{containerPort: 5005}]", 5005],
    ["of that number with a name", "ports: [{containerPort: 5005, name: http}, {containerPort: 8000}]", 5005],
    [
      "of that number as the settings say",
      "args: [--port=40000], ports: [{containerPort: 40000}, {containerPort: 8000}]",
      40000,
    ],
  ])("leaves the app's port %s", (_, entries, port) => {
    expect(suggested(one(entries))).toEqual(["tcp-port one-click", tcp(port)]);
  });

  it("is for operators where a Service leads to it alone", () => {
    const entries = "command: [node, --inspect=0.0.0.0:8000, app.js], ports: [{containerPort: 8000}]";
    expect(fixOf(one(entries) + serviceOf("{port: 8000}")).reason).toBe("auxiliary-ports-only");
  });
});

describe("a liveness probe's handler", () => {
  const live = (path: string, more = "") =>
    one(`${HTTP}, livenessProbe: {httpGet: {path: ${path}, port: 8000}${more}}`);

  it.each([
    ["more than a minute", "periodSeconds: 10, failureThreshold: 30", 3, "`failureThreshold` (3, there 30)"],
    ["a long period, cut to ten seconds", "periodSeconds: 30, failureThreshold: 6", 6, null],
    ["a minute", "periodSeconds: 5, failureThreshold: 12", 12, null],
    ["Kubernetes' default", "periodSeconds: 10, failureThreshold: 3", 3, null],
  ])("is copied with a threshold for traffic where a failing pod keeps it for %s", (_, timings, to, told) => {
    const yaml = live("/health", `, ${timings}`);
    const [how, probe] = suggested(yaml);
    expect([how, (probe as { failureThreshold: number }).failureThreshold]).toEqual([
      "liveness-handler one-click",
      to,
    ]);
    expect(/`failureThreshold` \(.*?\)/.exec(fixText(fixOf(yaml)))?.[0] ?? null).toBe(told);
  });

  it.each([
    ["/actuator/health/liveness", "/actuator/health/readiness"],
    ["/shop/actuator/health/liveness", "/shop/actuator/health/readiness"],
    ["/q/health/live", "/q/health/ready"],
  ])("of %s gives way to the framework's path for traffic", (from, to) => {
    const yaml = live(from);
    const [how, probe] = suggested(yaml);
    expect([how, (probe as { httpGet: unknown }).httpGet]).toEqual([
      "liveness-handler one-click",
      { path: to, port: 8000 },
    ]);
    expect(fixText(fixOf(yaml))).toContain(`asks for \`${to}\`, the path of `);
  });

  it.each([
    ["/health/live", /“\/health\/live” is the path of MicroProfile Health .* “\/health\/ready” as well/],
    ["/health/liveness", /Micronaut .* “\/health\/readiness”/],
    ["/livez", /such as “\/readyz”/],
    ["/healthz", /such as “\/readyz”/],
  ])("of %s, which any app may have, is copied with words", (path, words) => {
    const fix = fixOf(live(path));
    expect([fix.confidence, fix.probe?.httpGet]).toEqual(["one-click", { path, port: 8000 }]);
    expect(fix.caution).toMatch(words);
  });

  it.each(["/health", "/actuator/health", "/api/health/live/db"])("of %s is copied without", (path) => {
    expect(fixOf(live(path)).caution).toBeNull();
  });

  it("gives way where the new pod may wait for the lead that an old one holds", () => {
    const yaml = live("/actuator/health/liveness").replace("image: a", "image: a, args: [--leader-elect]");
    expect(suggested(yaml + serviceOf("{port: 8000}"))[0]).toBe("liveness-handler advice waits-for-old-pod");
  });

  it.each([
    ["/health/started", "tcp-port", null],
    ["/startup", "tcp-port", null],
    ["/q/health/started", "startup-handler", "/q/health/ready"],
    ["/ready", "startup-handler", "/ready"],
  ])("of a start at %s is copied only to a path that says more", (path, origin, to) => {
    const fix = fixOf(one(`${HTTP}, startupProbe: {httpGet: {path: ${path}, port: 8000}}`));
    const asked = (fix.probe?.httpGet ?? {}) as { path?: string };
    expect([fix.origin, asked.path ?? null]).toEqual([origin, to]);
  });
});

describe("the line that a suggestion takes", () => {
  const lines = (...entries: string[]) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n      - ${entries.join("\n        ")}\n`;
  const BODY = [
    "name: web",
    "image: a",
    "env:",
    "- name: A",
    "  value: b",
    "ports:",
    "- containerPort: 8000",
    "args: [a]",
    "tty: true",
  ];
  it("is the last of the ports, where all is new", () => {
    const plan = reviewFiles({ "a.yaml": lines(...BODY) });
    const edit = plan.findings[0]?.fix?.edits[0];
    expect(edit?.replacement.split("\n")[0]?.trim()).toBe("- containerPort: 8000");
    expect(plan.comments[0]).toMatchObject({ line: edit?.startLine, suggestion: edit?.replacement });
  });

  it("is a line that the change shows, whatever ends there", () => {
    const text = lines(...BODY, ...Array.from({ length: 9 }, (_, index) => `k${index}: v`));
    const plan = reviewFiles({ "a.yaml": text }, { "a.yaml": text.replace("k8: v", "k8: w") });
    const [comment] = plan.comments;
    expect(comment?.suggestion?.split("\n")[0]?.trim()).toMatch(/^k[5-8]: v$/);
    expect(comment?.line).toBe(plan.findings[0]?.fix?.edits[0]?.startLine);
  });
});
