import { describe, expect, it } from "vitest";
import { doubtOfPort } from "../../../src/workload/serving/port-witness.js";
import { runningContainers, type Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

/** What speaks against port 8000 of the first container. */
function doubt(entries: string, { pod = "", services = "" } = {}) {
  const containers = `{name: web, ${entries}}`;
  const { workloads, neighbours } = readYaml(`${deploymentOf({ containers, pod })}${services}`);
  const workload = workloads[0] as Workload;
  const [container] = runningContainers(workload);
  return container && doubtOfPort(8000, container, workload, neighbours);
}

const PORTS = "ports: [{containerPort: 8000}, {containerPort: 9000}]";
const routed = (port: number) => serviceOf(`{port: 80, targetPort: ${port}}`);
const ON_NODE = "hostNetwork: true";

describe("a port that a container declares", () => {
  it.each([
    ["is believed where nothing speaks against it", doubt(`image: app, ${PORTS}`), null],
    [
      "is believed where a Service leads to it",
      doubt(`image: app, ${PORTS}`, { services: routed(8000) }),
      null,
    ],
    [
      "is doubted where a Service leads to another",
      doubt(`image: app, ${PORTS}`, { services: routed(9000) }),
      "not-routed",
    ],
    [
      "is believed where an argument names it, too",
      doubt(`image: app, args: [--port=8000], ${PORTS}`, { services: routed(9000) }),
      null,
    ],
    [
      "is believed where a flag in a variable names it, too",
      doubt(`image: app, env: [{name: JAVA_OPTS, value: -Dserver.port=8000}], ${PORTS}`, {
        services: routed(9000),
      }),
      null,
    ],
    [
      "is believed where the node leads to it",
      doubt("image: app, ports: [{containerPort: 8000, hostPort: 80}, {containerPort: 9000}]", {
        services: routed(9000),
      }),
      null,
    ],
    [
      "is doubted where it is a webhook's by its name",
      doubt("image: app, ports: [{containerPort: 8000, name: https-webhook}]"),
      "only-declared",
    ],
    [
      "is believed where a Service leads to a webhook's",
      doubt("image: app, ports: [{containerPort: 8000, name: https-webhook}]", { services: routed(8000) }),
      null,
    ],
    ["is doubted in the node's network", doubt(`image: app, ${PORTS}`, { pod: ON_NODE }), "only-declared"],
    [
      "is doubted there although a hostPort repeats it",
      doubt("image: app, ports: [{containerPort: 8000, hostPort: 8000}]", { pod: ON_NODE }),
      "only-declared",
    ],
    [
      "is doubted there where an argument names it for the pod alone",
      doubt("image: app, args: ['--listen=127.0.0.1:8000'], ports: [{containerPort: 8000}]", {
        pod: ON_NODE,
      }),
      "only-declared",
    ],
    [
      "is believed there by a protocol's name",
      doubt("image: app, ports: [{containerPort: 8000, name: http-main}]", { pod: ON_NODE }),
      null,
    ],
    [
      "is doubted there by a name of its own",
      doubt("image: app, ports: [{containerPort: 8000, name: main}]", { pod: ON_NODE }),
      "only-declared",
    ],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));

  it.each([
    ["nginx:1.31", 80, null],
    ["nginx:1.31", 8080, "only-declared"],
    ["bitnami/redis", 6379, null],
  ])("of %s in the node's network: %i", (image, port, expected) => {
    const containers = `{name: web, image: "${image}", ports: [{containerPort: ${port}}]}`;
    const { workloads, neighbours } = readYaml(deploymentOf({ containers, pod: ON_NODE }));
    const [container] = runningContainers(workloads[0] as Workload);
    expect(container && doubtOfPort(port, container, workloads[0] as Workload, neighbours)).toBe(expected);
  });
});

describe("a port that nothing but a list speaks of, where the same image is probed elsewhere", () => {
  const other = (entries: string, image = "registry.example.com/pay:2") =>
    `---\n${deploymentOf({ containers: `{name: pay, image: "${image}", ${entries}}` }).replace("{name: web}", "{name: pay}")}`;
  const probed = (port: number | string) => `livenessProbe: {tcpSocket: {port: ${port}}}`;
  const judged = (rest: string, ports = "ports: [{containerPort: 8000}]", services = "") =>
    doubt(`image: "registry.example.com/pay:1", ${ports}`, { services: `${rest}${services}` });

  it.each([
    ["is doubted", judged(other(probed(9100))), "probed-elsewhere"],
    [
      "is doubted, by a port's name too",
      judged(other(`ports: [{name: rpc, containerPort: 9100}], ${probed("rpc")}`)),
      "probed-elsewhere",
    ],
    [
      "is believed where another image is probed",
      judged(other(probed(9100), "registry.example.com/buy:1")),
      null,
    ],
    [
      "is believed where one of them is probed there",
      judged(other(probed(9100)) + other(probed(8000))),
      null,
    ],
    [
      "is believed where it lists the other port as well",
      judged(other(probed(9100)), "ports: [{containerPort: 8000}, {containerPort: 9100}]"),
      null,
    ],
    [
      "is believed where it names the port itself",
      judged(other(probed(9100)), "args: [--port=8000], ports: [{containerPort: 8000}]"),
      null,
    ],
    [
      "is believed where the other is told its port",
      judged(other(`args: [--port=9100], ${probed(9100)}`)),
      null,
    ],
    ["is believed where a Service leads to it", judged(other(probed(9100)), undefined, routed(8000)), null],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
