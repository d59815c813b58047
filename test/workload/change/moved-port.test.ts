import { describe, expect, it } from "vitest";
import { pairWorkloads, type WorkloadPair } from "../../../src/workload/change/pair-workloads.js";
import { turnedServices } from "../../../src/workload/change/turned-services.js";
import { deploymentOf, readYaml, serviceOf } from "../read-yaml.js";

/** "8443" or "8443 as https" where the only Service turns to that number; null where it turns to none. */
function movedTo(before: string, after: string): string | null {
  const [base, head] = [readYaml(before), readYaml(after)];
  const workloads = pairWorkloads(base.workloads, head.workloads, new Map());
  const around = {
    base: base.neighbours,
    head: head.neighbours,
    workloads,
    gone: [],
    goneOnPurpose: () => true,
  };
  const [turned] = turnedServices(workloads[0] as WorkloadPair, around);
  if (turned?.moved == null) return null;
  const { number, name } = turned.moved;
  return name === null ? `${number}` : `${number} as ${name}`;
}

/** A container, and a Service that routes to one of its ports by number. */
const at = (port: number, container: string, more = "") =>
  deploymentOf({ containers: container }) + serviceOf(`{port: 443, targetPort: ${port}}${more}`);
const web = (fields: string, image = "web:1") => `{name: web, image: "${image}", ${fields}}`;
const listening = (port: number, name?: string) =>
  `ports: [{containerPort: ${port}${name === undefined ? "" : `, name: ${name}`}}]`;

describe("a Service turns to a number that only the new pods have", () => {
  it.each([
    ["a flag brings it", web("args: [--v=1]"), web("args: [--v=1, --secure-port=6443]"), "6443"],
    ["a flag moves", web("args: [--port=443]"), web("args: [--port=6443]"), "6443"],
    ["a variable brings it", web("env: []"), web('env: [{name: PORT, value: "6443"}]'), "6443"],
    ["another image declares it", web(listening(443)), web(listening(6443), "web-unprivileged:1"), "6443"],
    [
      "another image declares it by the same name",
      web(listening(443, "https")),
      web(listening(6443, "https"), "web:2"),
      "6443 as https",
    ],
    [
      "a proxy comes before the app",
      web(listening(443)),
      `${web(listening(443))}, {name: proxy, image: proxy, ${listening(6443)}}`,
      "6443",
    ],
  ])("where %s", (_, before, after, moved) => {
    expect(movedTo(at(443, before), at(6443, after))).toBe(moved);
  });

  it.each([
    ["the same program has it listed now", web(listening(443)), web(listening(6443))],
    ["the list is new", web("args: [--v=1]"), web(`args: [--v=1], ${listening(6443)}`)],
    ["the image alone is another", web("args: [--v=1]"), web(`args: [--v=1], ${listening(6443)}`, "web:2")],
    ["it listens at both", web(listening(443)), web(`${listening(443)}, args: [--secure-port=6443]`)],
    ["the old pods name it", web("args: [--port=6443]"), web("args: [--secure-port=6443]")],
    ["the old pods' script has it", web('args: ["serve 6443"]'), web("args: [--port=6443]")],
    ["the old pods listened elsewhere", web(listening(80)), web("args: [--port=6443]")],
    ["a probe alone has it", web("args: []"), web("readinessProbe: {tcpSocket: {port: 6443}}")],
    ["nothing names it", web("args: [--v=1]"), web("args: [--v=2]")],
    [
      "the container has another name",
      web(listening(443)),
      `{name: site, image: "web:1", ${listening(6443)}}`,
    ],
  ])("not where %s", (_, before, after) => {
    expect(movedTo(at(443, before), at(6443, after))).toBeNull();
  });

  it("not where another port of users still leads to the old pods, whatever operators have", () => {
    const two = (port: number, name: string) =>
      at(port, web(`args: [--port=${port}]`), `, {name: ${name}, port: 9000}`).replace(
        "{port: 443",
        "{name: https, port: 443",
      );
    expect(movedTo(two(443, "grpc"), two(6443, "grpc"))).toBeNull();
    expect(movedTo(two(443, "metrics"), two(6443, "metrics"))).toBe("6443");
  });

  it("not where the Service has no such port at the base", () => {
    const other = deploymentOf({ containers: web("args: [--port=443]") }) + serviceOf("{port: 80}");
    expect(movedTo(other, at(6443, web("args: [--port=6443]")))).toBeNull();
  });
});
