import { describe, expect, it } from "vitest";
import { isOneOfRow } from "../../../src/workload/serving/declared-alone.js";
import { runningContainers, type Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

/** Whether a port of the first container is taken for one of a row. */
function inRow(ports: string, { port = 6700, entries = "image: app", services = "" } = {}) {
  const containers = `{name: web, ${entries}, ports: [${ports}]}`;
  const { workloads, neighbours } = readYaml(deploymentOf({ containers }) + services);
  const workload = workloads[0] as Workload;
  const [container] = runningContainers(workload);
  return container && isOneOfRow(port, container, workload, neighbours);
}

const nameless = (...ports: number[]) => ports.map((port) => `{containerPort: ${port}}`).join(", ");
const named = (...ports: [string, number][]) =>
  ports.map(([name, port]) => `{containerPort: ${port}, name: ${name}}`).join(", ");
const THREE = nameless(6700, 6701, 6702);
const headless = (ports: string) => serviceOf(ports).replace("spec: {", "spec: {clusterIP: None, ");

describe("a port among others in a row", () => {
  it.each([
    ["without names", inRow(THREE), true],
    ["without names, in its middle", inRow(THREE, { port: 6701 }), true],
    ["in any order", inRow(nameless(6702, 6700, 6701)), true],
    ["of two without names", inRow(nameless(6700, 6701)), false],
    ["with a gap", inRow(nameless(6700, 6702, 6703)), false],
    ["beside which it stands alone", inRow(nameless(6700, 8000, 8001, 8002)), false],
    ["with names that count", inRow(named(["slot-1", 6700], ["slot-2", 6701])), true],
    ["with names of their numbers", inRow(named(["tcp-6700", 6700], ["tcp-6701", 6701])), false],
    [
      "of three with names of their numbers",
      inRow(named(["tcp-6700", 6700], ["tcp-6701", 6701], ["tcp-6702", 6702])),
      true,
    ],
    ["with names of their own", inRow(named(["http", 6700], ["admin", 6701], ["grpc", 6702])), false],
    ["with a protocol in its second version", inRow(named(["http", 6700], ["http2", 6701])), false],
    [
      "with names that count otherwise",
      inRow(named(["slot1", 6700], ["job1", 6701], ["work1", 6702])),
      false,
    ],
    ["of a protocol that opens no connection", inRow(THREE.replaceAll("}", ", protocol: UDP}")), false],
    ["of which an argument names one", inRow(THREE, { entries: "image: app, args: [--port=6701]" }), false],
    [
      "of which a variable names one",
      inRow(THREE, { entries: "image: app, env: [{name: PORT, value: '6700'}]" }),
      false,
    ],
    [
      "of which a probe asks one",
      inRow(THREE, { entries: "image: app, livenessProbe: {tcpSocket: {port: 6700}}" }),
      false,
    ],
    ["of which a Service has one", inRow(THREE, { services: serviceOf("{port: 6701}") }), false],
    [
      "of which a Service has one by its name",
      inRow(named(["slot1", 6700], ["slot2", 6701]), {
        services: serviceOf("{port: 80, targetPort: slot2}"),
      }),
      false,
    ],
    [
      "of which a headless Service has all",
      inRow(THREE, {
        services: headless("{name: a, port: 6700}, {name: b, port: 6701}, {name: c, port: 6702}"),
      }),
      true,
    ],
    ["beside a Service of another port", inRow(THREE, { services: serviceOf("{port: 8000}") }), true],
    [
      "of which the image listens on one",
      inRow(nameless(9092, 9093, 9094), { port: 9092, entries: "image: 'prom/alertmanager:v0.27.0'" }),
      false,
    ],
  ])("%s", (_, found, expected) => expect(found).toBe(expected));
});
