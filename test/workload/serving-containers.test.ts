import { describe, expect, it } from "vitest";
import { isAuxiliaryName } from "../../src/workload/auxiliary-ports.js";
import { isGrpcName, servingContainers } from "../../src/workload/serving-containers.js";
import type { Workload } from "../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "./read-yaml.js";

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
  });

  it.each([
    "metrics",
    "http-metrics",
    "prom",
    "prometheus",
    "debug",
    "jmx",
    "jmx-exporter",
    "admin",
    "http-admin",
    "health",
    "healthz",
    "health-check",
    "probe",
    "probes",
  ])("take %s for auxiliary", (name) => expect(isAuxiliaryName(name)).toBe(true));

  it.each(["http", "web", "administration", "debugger", "compromise", "unhealthy", "improbe", null])(
    "do not take %s for auxiliary",
    (name) => expect(isAuxiliaryName(name)).toBe(false),
  );

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
    // Nobody declares it, and either container could listen there: then it is as if no Service were known.
    ["a number that two could have", "{port: 9000}", ["one", "two"], []],
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

  it("are judged by their ports where the Service is for metrics alone", () => {
    const yaml = deploymentOf({ containers: pair });
    expect(serving(yaml + serviceOf("{port: 81, name: metrics}")).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "web-metrics" })).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "web-metrics-service" })).names).toEqual(["one"]);
    expect(serving(yaml + serviceOf("{port: 81}", { name: "metrics-web" })).names).toEqual(["two"]);
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
