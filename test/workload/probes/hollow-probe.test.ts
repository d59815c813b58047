// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what a tool fills in is what is tested
import { describe, expect, it } from "vitest";
import { isGated, type Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

function hollowOf(probe: string, { pod = "", container = "", metadata = "" } = {}): string | null {
  const yaml = deploymentOf({
    pod,
    containers: `{name: web, image: web, ports: [{containerPort: 8000}], readinessProbe: ${probe}${container}}`,
  }).replace("metadata: {labels: {app: web}}", `metadata: {${metadata || "labels: {app: web}"}}`);
  const found = (readYaml(yaml).workloads[0] as Workload).containers.find(({ name }) => name === "web");
  return found?.hollowProbes.readinessProbe?.why ?? null;
}

describe("a probe that proves nothing", () => {
  it.each([
    ["www.example.com", "other-host"],
    ["web", "other-host"],
    ["10.1.2.3", "other-host"],
    ["fd00::1", "other-host"],
    ["localhost", "node"],
    ["127.0.0.1", "node"],
    ["::1", "node"],
    ["0.0.0.0", "node"],
    ["", null],
    ["null", null],
    ["${POD_IP}", null],
    ["$(POD_IP)", null],
    ["POD_IP", null],
    ["PODIP", null],
    ["<pod-ip>", null],
    ["http://web", null],
  ])("by its host %s is %s", (host, why) => {
    const written = host === "null" ? host : JSON.stringify(host);
    expect(hollowOf(`{httpGet: {host: ${written}, port: 8000}}`)).toBe(why);
    expect(hollowOf(`{tcpSocket: {host: ${written}, port: 8000}}`)).toBe(why);
  });

  it("is a search of files that succeeds where they hold nothing, unless a liveness probe makes it", () => {
    const search = '{exec: {command: [sh, -c, "! grep -q ERROR /var/log/app.log"]}}';
    expect(hollowOf(search)).toBe("absence");
    expect(hollowOf('{exec: {command: [sh, -c, "! pgrep migrate"]}}')).toBeNull();
    const container = `{name: web, image: web, livenessProbe: ${search}, startupProbe: ${search}}`;
    const [workload] = readYaml(deploymentOf({ containers: container })).workloads as [Workload];
    expect(Object.keys(workload.containers[0]?.hollowProbes ?? {})).toEqual(["startupProbe"]);
    expect(workload.containers.some(isGated)).toBe(false);
  });

  it("is none on the host's network, whose addresses are the node's", () => {
    for (const host of ["localhost", "10.1.2.3", "node-1"])
      expect(hollowOf(`{httpGet: {host: ${host}, port: 8000}}`, { pod: "hostNetwork: true" })).toBeNull();
    expect(hollowOf("{httpGet: {host: localhost, port: 8000}}", { pod: "hostNetwork: false" })).toBe("node");
  });

  it("is none where a host port leads back to the pod", () => {
    const probe = "{httpGet: {host: 127.0.0.1, port: 9000}}";
    const held = (port: number) =>
      `}, {name: two, image: two, ports: [{containerPort: 81, hostPort: ${port}}]`;
    expect(hollowOf(probe, { container: held(9000) })).toBeNull();
    expect(hollowOf(probe, { container: held(9001) })).toBe("node");
  });

  it("is none where an annotation gives the pod that address", () => {
    const metadata = 'labels: {app: web}, annotations: {cni.projectcalico.org/ipAddrs: "[\\"10.1.2.3\\"]"}';
    expect(hollowOf("{tcpSocket: {host: 10.1.2.3, port: 8000}}", { metadata })).toBeNull();
    expect(hollowOf("{tcpSocket: {host: 10.1.2.4, port: 8000}}", { metadata })).toBe("other-host");
  });

  const OFF = 'sidecar.istio.io/rewriteAppHTTPProbers: "false"';
  const mesh = (labels: string, annotations: string) =>
    `labels: {app: web, ${labels}}, annotations: {${annotations}}`;
  const INJECT = 'sidecar.istio.io/inject: "true"';
  it.each([
    ["the label that asks for a sidecar", mesh(INJECT, OFF), "mesh"],
    ["the annotation that does", mesh("a: b", `${OFF}, ${INJECT}`), "mesh"],
    ["neither", mesh("a: b", OFF), null],
    ["a label that refuses one", mesh('sidecar.istio.io/inject: "false"', `${OFF}, ${INJECT}`), null],
    ["probes rewritten, as by default", mesh(INJECT, "a: b"), null],
    ["probes rewritten by the annotation", mesh(INJECT, OFF.replace("false", "true")), null],
    ["a value that Istio does not read", mesh(INJECT, OFF.replace("false", "off")), null],
    [
      "ports that go past the sidecar",
      mesh(INJECT, `${OFF}, traffic.sidecar.istio.io/excludeInboundPorts: "8000"`),
      null,
    ],
  ])("by a TCP connection with %s is %3$s", (_, metadata, why) => {
    expect(hollowOf("{tcpSocket: {port: 8000}}", { metadata })).toBe(why);
    expect(hollowOf("{httpGet: {port: 8000}}", { metadata })).toBeNull();
    expect(hollowOf("{tcpSocket: {port: 8000}}", { metadata, pod: "hostNetwork: true" })).toBeNull();
  });
});

describe("a TCP connection to a pod with Linkerd's proxy", () => {
  const linkerd = (annotations: string) => ({
    metadata: `labels: {app: web}, annotations: {${annotations}}`,
  });
  const ENABLED = "linkerd.io/inject: enabled";
  const SKIP = "config.linkerd.io/skip-inbound-ports";
  it.each([
    [ENABLED, "mesh"],
    ["linkerd.io/inject: ingress", "mesh"],
    ["linkerd.io/inject: disabled", null],
    [`${ENABLED}, ${SKIP}: "25,8001-8005"`, "mesh"],
    [`${ENABLED}, ${SKIP}: "8000"`, null],
    [`${ENABLED}, ${SKIP}: "25, 7000-9000"`, null],
    [`${ENABLED}, ${SKIP}: "http"`, null],
    [`${ENABLED}, config.linkerd.io/opaque-ports: "8000"`, "mesh"],
    [`${ENABLED}, config.linkerd.io/skip-subnets: 10.0.0.0/8`, null],
  ])("by %s is %s", (annotations, why) => {
    expect(hollowOf("{tcpSocket: {port: 8000}}", linkerd(annotations))).toBe(why);
    expect(hollowOf("{httpGet: {port: 8000}}", linkerd(annotations))).toBeNull();
    const pod = "hostNetwork: true";
    expect(hollowOf("{tcpSocket: {port: 8000}}", { ...linkerd(annotations), pod })).toBeNull();
  });

  it("goes past it on its own ports, and on those that its init container leaves out", () => {
    const proxy = "}, {name: linkerd-proxy, image: proxy";
    const pod = (ports: string) =>
      `initContainers: [{name: linkerd-init, image: init, args: [--inbound-ports-to-ignore, "${ports}"]}]`;
    const of = (port: number, ports: string) =>
      hollowOf(`{tcpSocket: {port: ${port}}}`, { container: proxy, pod: pod(ports) });
    expect(of(8000, "4190,4191,4567")).toBe("mesh");
    expect(of(4567, "4190,4191,4567")).toBeNull();
    expect(of(4191, "")).toBeNull();
  });

  it("knows a port by its name", () => {
    const container = "}, {name: other, image: other, ports: [{name: web, containerPort: 8000}]";
    const skip = (ports: string) => ({ container, ...linkerd(`${ENABLED}, ${SKIP}: "${ports}"`) });
    expect(hollowOf("{tcpSocket: {port: web}}", skip("8000"))).toBeNull();
    expect(hollowOf("{tcpSocket: {port: web}}", skip("8001"))).toBe("mesh");
    expect(hollowOf("{tcpSocket: {port: nobody}}", skip("8001"))).toBeNull();
  });
});

describe("a TCP connection to a pod with Consul's Envoy", () => {
  const consul = (annotations: string) => ({
    metadata: `labels: {app: web}, annotations: {${annotations.replaceAll("~", "consul.hashicorp.com/")}}`,
  });
  const INJECT = '~connect-inject: "true"';
  const EXCLUDE = "~transparent-proxy-exclude-inbound-ports";
  it.each([
    [INJECT, "mesh"],
    ['~connect-inject: "1"', "mesh"],
    ['~connect-inject: "false"', null],
    ['~connect-inject: "yes"', null],
    [`${INJECT}, ~connect-inject-status: injected`, null],
    [`${INJECT}, ~transparent-proxy: "true"`, "mesh"],
    [`${INJECT}, ~transparent-proxy: "false"`, null],
    [`${INJECT}, ~connect-service: web`, "mesh"],
    [`${INJECT}, ~connect-service: "web,admin"`, null],
    [`${INJECT}, ${EXCLUDE}: "8000"`, null],
    [`${INJECT}, ${EXCLUDE}: "25, 8000"`, null],
    [`${INJECT}, ${EXCLUDE}: "8001"`, "mesh"],
    [`${INJECT}, ${EXCLUDE}: "7000:9000"`, null],
    [`${INJECT}, ~prometheus-scrape-port: "8000"`, null],
  ])("by %s is %s", (annotations, why) => {
    expect(hollowOf("{tcpSocket: {port: 8000}}", consul(annotations))).toBe(why);
    expect(hollowOf("{httpGet: {port: 8000}}", consul(annotations))).toBeNull();
    const pod = "hostNetwork: true";
    expect(hollowOf("{tcpSocket: {port: 8000}}", { ...consul(annotations), pod })).toBeNull();
  });
});

describe("a gated container", () => {
  const REAL = "{tcpSocket: {port: 8000}}";
  const HOLLOW = '{exec: {command: ["true"]}}';
  it.each([
    [`readinessProbe: ${REAL}`, true],
    [`startupProbe: ${REAL}`, true],
    [`readinessProbe: ${HOLLOW}`, false],
    [`startupProbe: ${HOLLOW}`, false],
    [`readinessProbe: ${HOLLOW}, startupProbe: ${HOLLOW}`, false],
    [`readinessProbe: ${REAL}, startupProbe: ${HOLLOW}`, true],
    [`readinessProbe: ${HOLLOW}, startupProbe: ${REAL}`, true],
    [`livenessProbe: ${REAL}, readinessProbe: ${HOLLOW}`, false],
  ])("with %s: %s", (probes, gated) => {
    const { workloads } = readYaml(deploymentOf({ containers: `{name: web, image: web, ${probes}}` }));
    expect((workloads[0] as Workload).containers.map(isGated)).toEqual([gated]);
  });
});
