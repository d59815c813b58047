import { describe, expect, it } from "vitest";
import { isAuxiliaryName } from "../../../src/workload/neighbours/auxiliary-ports.js";
import { servingContainers } from "../../../src/workload/serving/serving-containers.js";
import { isGrpcName } from "../../../src/workload/serving/targets.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

/** Names of the containers that traffic reaches, and the ports that Services target. */
function serving(yaml: string): { names: (string | null)[]; targets: string[] } {
  const { workloads, neighbours } = readYaml(yaml);
  const { containers, targets } = servingContainers(workloads[0] as Workload, neighbours);
  return {
    names: containers.map(({ name }) => name),
    targets: targets.map(({ container, port, grpc }) => `${container.name}:${port}${grpc ? " grpc" : ""}`),
  };
}

const one = (ports: string, more = "") => `{name: one, image: a, ports: [${ports}]${more}}`;
const two = (ports: string) => `{name: two, image: a, ports: [${ports}]}`;
const namesIn = (containers: string, pod = "") => serving(deploymentOf({ containers, pod })).names;

describe("containers that serve, where no Service is known", () => {
  it.each([
    ["a TCP port", one("{containerPort: 80}"), ["one"]],
    ["TCP written out", one("{containerPort: 80, protocol: TCP}"), ["one"]],
    ["UDP", one("{containerPort: 53, protocol: UDP}"), []],
    ["SCTP", one("{containerPort: 53, protocol: SCTP}"), []],
    ["UDP and TCP", one("{containerPort: 53, protocol: UDP}, {containerPort: 53}"), ["one"]],
    ["no ports", one(""), []],
    ["each of two", `${one("{containerPort: 80}")}, ${two("{containerPort: 81}")}`, ["one", "two"]],
    [
      "an auxiliary port beside another container's",
      `${one("{containerPort: 80}")}, ${two("{containerPort: 9100, name: metrics}")}`,
      ["one"],
    ],
    [
      "auxiliary and other ports",
      `${one("{containerPort: 80}")}, ${two("{containerPort: 9100, name: metrics}, {containerPort: 81}")}`,
      ["one", "two"],
    ],
    ["an auxiliary port alone", one("{containerPort: 9100, name: metrics}"), ["one"]],
    ["a health port alone", one("{containerPort: 9808, name: healthz}"), []],
    [
      "a helper's port beside an app's",
      `${one("{containerPort: 80}")}, {name: trace, image: jaeger-agent, ports: [{containerPort: 5778}]}`,
      ["one"],
    ],
    [
      "a helper's port alone",
      "{name: trace, image: jaeger-agent, ports: [{containerPort: 5778}]}",
      ["trace"],
    ],
    [
      "a helper's port where the workload has its name",
      `${one("{containerPort: 80}")}, {name: web, image: vault, ports: [{containerPort: 8200}]}`,
      ["one", "web"],
    ],
    [
      "auxiliary ports beside UDP",
      `${one("{containerPort: 53, protocol: UDP}")}, ${two("{containerPort: 9100, name: metrics}")}`,
      ["two"],
    ],
    [
      "an unnamed port beside an auxiliary one",
      `${one("{containerPort: 9100}")}, ${two("{containerPort: 1, name: debug}")}`,
      ["one"],
    ],
  ])("by %s", (_, containers, names) => {
    expect(namesIn(containers)).toEqual(names);
  });

  it("give a port that several declare to the one that may have it", () => {
    const copy = (more: string) => `{name: two, image: a, ports: [{containerPort: 80}]${more}}`;
    const server = one("{containerPort: 80}");
    expect(namesIn(`${server}, ${copy(", command: [celery, -A, a, worker]")}`)).toEqual(["one"]);
    expect(namesIn(`${server}, ${copy(", env: [{name: PORT, value: '80'}]")}`)).toEqual(["two"]);
    expect(namesIn(`${server}, ${copy("")}`)).toEqual(["one", "two"]);
  });

  it("take a nameless port that Kubernetes' components have for health or metrics for operators'", () => {
    const byPorts = (ports: string, more = "") => {
      const { workloads, neighbours } = readYaml(deploymentOf({ containers: one(ports, more) }));
      const { containers, operatorsOnly } = servingContainers(workloads[0] as Workload, neighbours);
      return containers.length === 0 ? "none" : operatorsOnly ? "operators" : "users";
    };
    for (const port of [10248, 10254, 10258, 10259])
      expect(byPorts(`{containerPort: ${port}}`)).toBe("operators");
    // Webhooks take 10250, too, and whoever gives a port a name means it.
    expect(byPorts("{containerPort: 10250}")).toBe("users");
    expect(byPorts("{containerPort: 10260}")).toBe("users");
    expect(byPorts("{containerPort: 10254, name: api}")).toBe("users");
    expect(byPorts("{containerPort: 10254}, {containerPort: 80}")).toBe("users");
    expect(byPorts("{containerPort: 10258}", ", args: [--leader-elect]")).toBe("none");
    const targeted = deploymentOf({ containers: one("{containerPort: 10254}") }) + serviceOf("{port: 10254}");
    expect(serving(targeted).targets).toEqual(["one:10254"]);
  });

  it("count a sidecar that keeps running, and no container that ends", () => {
    const init = (more: string) =>
      `initContainers: [{name: init, image: a, ports: [{containerPort: 1}]${more}}]`;
    expect(namesIn(one("{containerPort: 80}"), init(", restartPolicy: Always"))).toEqual(["init", "one"]);
    expect(namesIn(one("{containerPort: 80}"), init(""))).toEqual(["one"]);
  });

  it("leave out the metrics of a controller that waits for the lead", () => {
    const metrics = "{containerPort: 8080, name: metrics}";
    expect(namesIn(one(metrics, ", args: [--leader-elect]"))).toEqual([]);
    expect(namesIn(one(metrics, ", args: [--leader-elect=false]"))).toEqual(["one"]);
    expect(namesIn(one("{containerPort: 9443, name: webhook}", ", args: [--leader-elect]"))).toEqual(["one"]);
    const eck = (args: string) =>
      namesIn(
        `{name: one, image: "docker.elastic.co/eck/eck-operator:2.9.0", ports: [${metrics}], args: [${args}]}`,
      );
    expect(eck("manager")).toEqual([]);
    expect(eck("manager, --enable-leader-election=false")).toEqual(["one"]);
  });

  it("leave out the metrics of what stands behind a container that holds the pod back", () => {
    const metrics = (name: string, image = name, more = "") =>
      `{name: ${name}, image: ${image}, ports: [{containerPort: 9100, name: metrics}]${more}}`;
    const gate = ", readinessProbe: {exec: {command: [check]}}";
    const [app, gated] = [metrics("app"), metrics("app", "app", gate)];
    expect(namesIn(`${gated}, ${metrics("guard")}`)).toEqual(["app"]);
    expect(namesIn(`{name: app, image: app${gate}}, ${metrics("guard")}`)).toEqual([]);
    expect(namesIn(`${app}, ${metrics("guard")}`)).toEqual(["app", "guard"]);
    expect(namesIn(`${gated}, ${metrics("guard", "guard", gate)}`)).toEqual(["app", "guard"]);
    // The app may as well be the one that has no gate.
    expect(namesIn(`${app}, ${metrics("guard", "guard", gate)}`)).toEqual(["app", "guard"]);
    expect(namesIn(`${metrics("log", "fluent-bit", gate)}, ${app}`)).toEqual(["log", "app"]);
    expect(namesIn(app, `initContainers: [{name: init, image: a, restartPolicy: Always${gate}}]`)).toEqual([
      "app",
    ]);
    // Whoever has a Service of its own is asked by more than a scrape.
    const yaml = deploymentOf({ containers: `${gated}, ${metrics("guard").replace("9100", "9200")}` });
    expect(serving(yaml + serviceOf("{port: 9200, name: metrics}")).names).toEqual(["app", "guard"]);
  });

  it.each([
    "metrics",
    "http-metrics",
    "prom",
    "prometheus",
    "debug",
    "jmx",
    "jmx-exporter",
    "pg-exporter",
    "admin",
    "http-admin",
    "health",
    "healthz",
    "health-check",
    "probe",
    "probes",
  ])("take %s for auxiliary", (name) => expect(isAuxiliaryName(name)).toBe(true));

  it.each([
    "metricsservice",
    "http",
    "web",
    "administration",
    "debugged",
    "compromise",
    "unhealthy",
    "improbe",
    null,
  ])("do not take %s for auxiliary", (name) => expect(isAuxiliaryName(name)).toBe(false));

  it.each([
    ["grpc", true],
    ["grpcs", true],
    ["grpc-web", true],
    ["api-grpc", true],
    ["http", false],
    ["grpcurl", false],
    [null, false],
  ])("take %s for gRPC: %s", (name, grpc) => {
    expect(isGrpcName(name)).toBe(grpc);
  });
});

describe("containers that serve, where a Service selects the pod", () => {
  const pair = `${one("{containerPort: 80, name: http}")}, ${two("{containerPort: 81, name: other}")}`;

  it.each([
    ["a number", "{port: 80}", ["one"], ["one:80"]],
    ["another number", "{port: 80, targetPort: 81}", ["two"], ["two:81"]],
    ["a name", "{port: 1, targetPort: other}", ["two"], ["two:81"]],
    [
      "both",
      "{port: 1, targetPort: http}, {port: 2, targetPort: other}",
      ["one", "two"],
      ["one:80", "two:81"],
    ],
    [
      "one of them for metrics",
      "{port: 1, targetPort: http}, {port: 2, targetPort: other, name: metrics}",
      ["one"],
      ["one:80"],
    ],
    ["UDP beside TCP", "{port: 81, protocol: UDP}, {port: 80}", ["one"], ["one:80"]],
    // Nobody declares it, and either container could listen there: that is unknown.
    ["a number that two could have", "{port: 9000}", [], []],
    ["a name that nobody has", "{port: 1, targetPort: web}", ["one", "two"], []],
    ["target port 0, which means the port", "{port: 80, targetPort: 0}", ["one"], ["one:80"]],
    ["a gRPC port by its own mark", "{port: 80, appProtocol: grpc}", ["one"], ["one:80 grpc"]],
    [
      "a gRPC port by Kubernetes' mark",
      "{port: 80, appProtocol: kubernetes.io/h2c}",
      ["one"],
      ["one:80 grpc"],
    ],
    ["a gRPC port by its name", "{port: 80, name: grpc}", ["one"], ["one:80 grpc"]],
  ])("by %s", (_, ports, names, targets) => {
    expect(serving(deploymentOf({ containers: pair }) + serviceOf(ports))).toEqual({ names, targets });
  });

  it("give a number that nobody declares to the only regular container", () => {
    const pod = "initContainers: [{name: side, image: a, restartPolicy: Always}]";
    const yaml = deploymentOf({ containers: "{name: one, image: a}", pod });
    expect(serving(yaml + serviceOf("{port: 9000}"))).toEqual({ names: ["one"], targets: ["one:9000"] });
    expect(serving(yaml + serviceOf("{port: 9000, targetPort: web}"))).toEqual({ names: [], targets: [] });
  });

  it("are none where only datagrams are sent", () => {
    const yaml = deploymentOf({ containers: pair });
    expect(serving(yaml + serviceOf("{port: 80, protocol: UDP}")).names).toEqual([]);
    expect(serving(yaml + serviceOf("{port: 80, protocol: UDP}") + serviceOf("{port: 80}")).names).toEqual([
      "one",
    ]);
  });

  it("are not judged where all that they declare for users is datagrams", () => {
    const datagrams = (containers: string) => {
      const { workloads, neighbours } = readYaml(deploymentOf({ containers }));
      return servingContainers(workloads[0] as Workload, neighbours).datagrams;
    };
    const dns = "{containerPort: 53, protocol: UDP}";
    expect(datagrams(one(dns))).toEqual(["UDP"]);
    expect(datagrams(one(`${dns}, {containerPort: 36412, protocol: SCTP}`))).toEqual(["UDP", "SCTP"]);
    expect(datagrams(one(`${dns}, {containerPort: 8080, name: health}`))).toEqual(["UDP"]);
    expect(datagrams(one(`${dns}, {containerPort: 53}`))).toEqual([]);
    expect(datagrams(one("{containerPort: 9125, protocol: UDP, name: metrics}"))).toEqual([]);
    // A worker's tracing agent is asked by the worker alone.
    const agent = "{name: trace, image: jaeger-agent, ports: [{containerPort: 6831, protocol: UDP}]}";
    expect(datagrams(`${one("")}, ${agent}`)).toEqual([]);
    expect(datagrams(agent)).toEqual(["UDP"]);
  });

  it("are judged by their ports where the Service is for metrics alone", () => {
    const yaml = deploymentOf({ containers: pair });
    expect(serving(yaml + serviceOf("{port: 81, name: metrics}")).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "web-metrics" })).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "web-metrics-service" })).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "metrics-web" })).names).toEqual(["two"]);
  });

  it("are judged by the port that a container names, where the Service is for metrics alone", () => {
    const containers = (more: string) => deploymentOf({ containers: `{name: one, image: a${more}}` });
    const metrics = serviceOf("{port: 8081, name: metrics}");
    expect(serving(containers(', args: ["--port=8081"]') + metrics).names).toEqual(["one"]);
    expect(serving(containers("") + metrics).names).toEqual([]);
  });

  it.each([
    ["another label", "app: other", false],
    ["a label more than the pod has", "app: web, tier: front", false],
    ["fewer labels than the pod has", "app: web", true],
    ["a number that YAML makes of a label", "app: web, release: 1", true],
    ["no selector", "", false],
  ])("are selected or not by %s", (_, selector, selected) => {
    const yaml = deploymentOf({ containers: pair, labels: "app: web, release: '1'" });
    const { names } = serving(yaml + serviceOf("{port: 80}", { selector }));
    expect(names).toEqual(selected ? ["one"] : ["one", "two"]);
  });

  it("are not selected from another namespace, and from an unwritten one they are", () => {
    const inside = (namespace: string) =>
      deploymentOf({ containers: pair }).replace("{name: web}", `{name: web, namespace: ${namespace}}`);
    const service = serviceOf("{port: 80}").replace("{name: web}", "{name: web, namespace: shop}");
    expect(serving(inside("shop") + service).names).toEqual(["one"]);
    expect(serving(inside("other") + service).names).toEqual(["one", "two"]);
    expect(serving(deploymentOf({ containers: pair }) + service).names).toEqual(["one"]);
    expect(serving(inside("other") + serviceOf("{port: 80}")).names).toEqual(["one"]);
  });

  it("have nothing to do with a name outside the cluster, or with another project's kind", () => {
    const yaml = deploymentOf({ containers: pair });
    const service = serviceOf("{port: 80}");
    expect(serving(yaml + service.replace("spec: {", "spec: {type: ExternalName, ")).names).toEqual([
      "one",
      "two",
    ]);
    expect(
      serving(yaml + service.replace("apiVersion: v1", "apiVersion: serving.knative.dev/v1")).names,
    ).toEqual(["one", "two"]);
  });
});

describe("a Service's number that no container declares", () => {
  const who = (containers: string, ports = "{port: 80, targetPort: 8080}", headless = false) => {
    const service = serviceOf(ports).replace("spec: {", headless ? "spec: {clusterIP: None, " : "spec: {");
    const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + service);
    const found = servingContainers(workloads[0] as Workload, neighbours);
    return [
      ...found.containers.map(({ name }) => name),
      ...found.unknown.map(({ candidates }) => candidates.map(({ name }) => name).join("|")),
    ];
  };
  const app = "{name: app, image: app}";
  const other = (more = "") => `{name: other, image: other${more}}`;
  const env = (name: string) => `, env: [{name: ${name}, value: "8080"}]`;

  it.each([
    ["the one that names it", `${app}, ${other(env("PORT"))}`, ["other"]],
    [
      "unknown among two that name it",
      `{name: app, image: app${env("PORT")}}, ${other(env("PORT"))}`,
      ["app|other"],
    ],
    [
      "the one with a firm name before a number alone",
      `{name: app, image: app, args: ["8080"]}, ${other(env("PORT"))}`,
      ["other"],
    ],
    ["not the one that names it for a neighbour", `${app}, ${other(env("APP_PORT"))}`, ["app|other"]],
    [
      "not the one that listens inside",
      `${app}, ${other(`, args: ["--listen=localhost:8080"]`)}`,
      ["app|other"],
    ],
    [
      "not the one that listens inside on other ports",
      `${app}, ${other(', args: ["--listen=localhost:53"]')}`,
      ["app"],
    ],
    [
      "not the one that calls it",
      `${app}, ${other(', args: ["--upstream=http://localhost:8080"]')}`,
      ["app"],
    ],
    ["not a shell that ends at once", `${app}, {name: other, image: busybox}`, ["app"]],
    [
      "unknown where the only one without ports listens elsewhere",
      `${app.replace("}", ', args: ["--port=9000"]}')}, ${other(", ports: [{containerPort: 6379}]")}`,
      ["app|other"],
    ],
    [
      "unknown where the only one without ports is no server by its image",
      `{name: app, image: netshoot}, ${other(", ports: [{containerPort: 6379}]")}`,
      ["app|other"],
    ],
    [
      "unknown where the only one without ports is told of it as of another's",
      `${app.replace("}", ', args: ["--sync-from=http://localhost:8080"]}')}, ${other(", ports: [{containerPort: 1}]")}`,
      ["app|other"],
    ],
    ["the only one without ports", `${app}, ${other(", ports: [{containerPort: 6379}]")}`, ["app"]],
    ["the only one beside a helper", `${app}, {name: logs, image: "fluent/fluent-bit:3"}`, ["app"]],
    ["the only one beside one that follows a file", `${app}, ${other(", args: [tail, -F, /log]")}`, ["app"]],
    [
      "unknown where all declare others",
      `{name: app, image: app, ports: [{containerPort: 1}]}, ${other(", ports: [{containerPort: 2}]")}`,
      ["app|other"],
    ],
    [
      "the only one beside a loop in a shell",
      `${app}, ${other(', args: ["-c", "while true; do date; done"]')}`,
      ["app"],
    ],
    [
      "not a proxy before metrics",
      `{name: proxy, image: ose-kube-rbac-proxy}, {name: a, image: opentelemetry-collector}`,
      ["a"],
    ],
    ["the only one, whatever it declares", "{name: app, image: app, ports: [{containerPort: 1}]}", ["app"]],
    ["a proxy to a database that is all there is", "{name: sql, image: cloud-sql-proxy}", ["sql"]],
  ])("is %s", (_, containers, names) => {
    expect(who(containers)).toEqual(names);
  });

  const webhook = (entries: string) => `${app}, ${other(`, ${entries}`)}`;
  it.each([
    ["by its port's name", webhook("ports: [{containerPort: 9876, name: webhook-server}]"), ["app|other"]],
    [
      "by a folder with its certificate",
      webhook("ports: [{containerPort: 9}], volumeMounts: [{name: c, mountPath: /etc/other/certs}]"),
      ["app|other"],
    ],
    ["by its command line", webhook("ports: [{containerPort: 9}], args: [--tls-cert=/a.pem]"), ["app|other"]],
    ["and by nothing", webhook("ports: [{containerPort: 9, name: http}]"), ["app"]],
    [
      "and not by what it trusts",
      webhook("ports: [{containerPort: 9}], volumeMounts: [{name: c, mountPath: /etc/ssl/certs}]"),
      ["app"],
    ],
    [
      "as the one without ports does",
      webhook("ports: [{containerPort: 9, name: https}]").replace("image: app", "image: app, args: [--tls]"),
      ["app"],
    ],
    [
      "beside a known client",
      webhook("ports: [{containerPort: 9, name: https}]").replace("image: app", "image: kube-mgmt"),
      ["other"],
    ],
  ])("is not clear where it is HTTPS and one that declares another looks like its server: %s", (...row) => {
    const [, containers, names] = row;
    expect(who(containers, "{port: 443}")).toEqual(names);
    // Plain HTTP says nothing of certificates.
    if (names.length === 1 && names[0] === "app|other") expect(who(containers)).toEqual(["app"]);
  });

  it("makes nothing unknown where it is for metrics, a datagram's or a headless Service's", () => {
    expect(who(`${app}, ${other()}`)).toEqual(["app|other"]);
    expect(who(`${app}, ${other()}`, "{port: 80, targetPort: 8080, name: metrics}")).toEqual([]);
    expect(who(`${app}, ${other()}`, "{port: 80, targetPort: 8080, protocol: UDP}")).toEqual([]);
    expect(who(`${app}, ${other()}`, "{port: 80, targetPort: 8080}", true)).toEqual([]);
  });

  it("makes nobody serve where it is Kompose's placeholder", () => {
    expect(who(app, "{name: headless, port: 55555, targetPort: 0}", true)).toEqual([]);
    expect(who(app, "{name: headless, port: 55555, targetPort: 0}")).toEqual(["app"]);
    expect(who(app, "{name: headless, port: 5555, targetPort: 0}", true)).toEqual(["app"]);
    expect(who(app, "{name: names, port: 55555, targetPort: 0}", true)).toEqual(["app"]);
  });

  it("makes nothing unknown where all who may answer serve anyway", () => {
    const both = "{name: app, image: app, ports: [{containerPort: 1}]}, {name: other, image: fluent-bit}";
    expect(who(both, "{port: 1}, {port: 2, name: more}")).toEqual(["app"]);
  });

  it("leaves out a proxy to a database where no Service is known", () => {
    const sql = "{name: sql, image: cloud-sql-proxy, ports: [{containerPort: 5432}]}";
    expect(namesIn(`${one("{containerPort: 80}")}, ${sql}`)).toEqual(["one"]);
    expect(namesIn(sql)).toEqual(["sql"]);
  });
});

describe("a port that nobody declares", () => {
  it("is one question where a Service of the same name stands in several files", () => {
    const containers = `${one("{containerPort: 80}")}, ${two("{containerPort: 81}")}`;
    const service = serviceOf("{port: 9000}");
    const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + service + service);
    const other = serviceOf("{port: 9000}", { name: "other" });
    const more = readYaml(deploymentOf({ containers }) + service + other).neighbours;
    const workload = workloads[0] as Workload;
    expect(servingContainers(workload, neighbours).unknown).toHaveLength(1);
    expect(servingContainers(workload, more).unknown).toHaveLength(2);
  });
});

describe("a port that several containers declare behind a Service", () => {
  const declares = (name: string, more = "", image = "a") =>
    `{name: ${name}, image: ${image}, ports: [{containerPort: 80}]${more}}`;
  const found = (containers: string, ports = "{port: 80}") => {
    const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + serviceOf(ports));
    const serving = servingContainers(workloads[0] as Workload, neighbours);
    return {
      names: serving.containers.map(({ name }) => name),
      unknown: serving.unknown.map(({ candidates }) => candidates.map(({ name }) => name)),
    };
  };
  const probe = (port: number | string) => `, livenessProbe: {httpGet: {path: /, port: ${port}}}`;

  it.each([
    ["whose probe asks it", declares("two", probe(80))],
    ["whose setting names it", declares("two", ", env: [{name: LISTEN_PORT, value: '80'}]")],
    ["whose flag names it", declares("two", ", args: [--port=80]")],
    ["whose image listens there", declares("two", "", "nginx:1.27")],
  ])("goes to the one %s", (_, two) => {
    expect(found(`${declares("one")}, ${two}`)).toEqual({ names: ["two"], unknown: [] });
  });

  it.each([
    ["a worker of a queue", declares("two", ", command: [celery, -A, a, beat]")],
    ["a known helper", declares("two", "", "acme/aws-git-sync:1")],
    ["a command that serves nothing", declares("two", ", command: [/bin/consume-events]")],
  ])("does not go to %s", (_, two) => {
    expect(found(`${declares("one")}, ${two}`)).toEqual({ names: ["one"], unknown: [] });
  });

  it("looks the name in a probe up in the container itself", () => {
    const named = `{name: two, image: a, ports: [{containerPort: 80, name: web}]${probe("web")}}`;
    expect(found(`${declares("one", probe("web"))}, ${named}`).names).toEqual(["two"]);
  });

  it("takes a probe of another host, a command and a weak number for no sign", () => {
    for (const more of [
      ", livenessProbe: {httpGet: {path: /, port: 80, host: example.com}}",
      ", livenessProbe: {exec: {command: [curl, 'localhost:80']}}",
      ", args: ['80']",
      ", env: [{name: UPSTREAM_PORT, value: '80'}]",
    ])
      expect(found(`${declares("one")}, ${declares("two", more)}`)).toEqual({
        names: [],
        unknown: [["one", "two"]],
      });
  });

  it("is somebody's where the last signs speak against all", () => {
    const worker = (name: string) => declares(name, ", command: [celery, -A, a, worker]");
    expect(found(`${worker("one")}, ${worker("two")}`).unknown).toEqual([["one", "two"]]);
  });

  it("is the first container's where a name stands for several numbers, and a regular one's before a sidecar's", () => {
    const named = (name: string, port: number) =>
      `{name: ${name}, image: a, ports: [{containerPort: ${port}, name: web}]}`;
    const web = "{port: 80, targetPort: web}";
    expect(found(`${named("one", 80)}, ${named("two", 81)}`, web).names).toEqual(["one"]);
    const beside = `${named("two", 81)}], initContainers: [{name: one, image: a, restartPolicy: Always, ports: [{containerPort: 80, name: web}]}`;
    expect(found(beside, web).names).toEqual(["two"]);
    const other =
      "{name: two, image: a, env: [{name: PORT, value: '80'}], ports: [{containerPort: 80, name: http}]}";
    expect(found(`${named("one", 80)}, ${other}`, web).names).toEqual(["two"]);
  });
});
