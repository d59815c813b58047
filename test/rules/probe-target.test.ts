import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const CONTAINER = "spec/template/spec/containers/0";
const container = (probe: string, type = "readinessProbe") =>
  deploymentOf({
    containers: `{name: web, image: a, ports: [{containerPort: 8000, name: http}, {containerPort: 53, name: dns, protocol: UDP}, {containerPort: 9000}], ${type}: ${probe}}, {name: two, image: b, ports: [{containerPort: 81, name: other}]}`,
  });

describe("probe-target", () => {
  it.each([
    ["a declared number", "{tcpSocket: {port: 8000}}", null],
    ["a number that is not declared, which is legal", "{tcpSocket: {port: 8081}}", null],
    ["port 1", "{tcpSocket: {port: 1}}", null],
    ["port 65535", "{tcpSocket: {port: 65535}}", null],
    ["port 0", "{tcpSocket: {port: 0}}", "tcpSocket/port"],
    ["port 65536", "{httpGet: {port: 65536}}", "httpGet/port"],
    ["port -1", "{httpGet: {port: -1}}", "httpGet/port"],
    ["half a port", "{httpGet: {port: 80.5}}", "httpGet/port"],
    ["a declared name", "{httpGet: {port: http}}", null],
    ["a name that belongs to a UDP port, which the kubelet does not mind", "{tcpSocket: {port: dns}}", null],
    ["a name that only another container declares", "{httpGet: {port: other}}", "httpGet/port"],
    ["a name that nobody declares", "{tcpSocket: {port: web}}", "tcpSocket/port"],
    ["a number in quotes", '{httpGet: {port: "8000"}}', "httpGet/port"],
    ["a list for a port", "{httpGet: {port: [8000]}}", "httpGet/port"],
    ["no port", "{httpGet: {path: /}}", "httpGet"],
    ["a null port", "{httpGet: {port: null}}", "httpGet"],
    ["a gRPC number", "{grpc: {port: 9000, service: a}}", null],
    ["a gRPC name, which takes only numbers", "{grpc: {port: http}}", "grpc/port"],
    ["a command", "{exec: {command: [cat]}}", null],
    ["a command of nothing", "{exec: {command: []}}", "exec"],
    ["exec without a command", "{exec: {}}", "exec"],
    ["a handler that is a text", "{exec: cat}", "exec"],
    ["no handler", "{periodSeconds: 5}", ""],
    ["only a null handler", "{httpGet: null, periodSeconds: 5}", ""],
    ["two handlers", "{tcpSocket: {port: 8000}, exec: {command: [cat]}}", ""],
    ["a handler beside a null one", "{tcpSocket: {port: 8000}, exec: null}", null],
  ])("judges %s", (_, probe, at) => {
    for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
      const places = at === null ? [] : [`error web ${[CONTAINER, type, at].filter(Boolean).join("/")}`];
      expect(placesOf("probe-target", container(probe, type)), type).toEqual(places);
    }
  });

  it.each([
    ["a path", "/healthz", null],
    ["a path without a slash in front", "healthz", null],
    ["two slashes inside", "/base//healthz", null],
    ["three slashes in front", "///healthz", null],
    ["a colon behind a slash", "/v1/status:ready", null],
    ["a colon behind what is no scheme", "health_check:ready", null],
    ["what Go cannot read as an address", "//a b/healthz", null],
    ["an empty path", "", null],
    ["two slashes alone", "//", null],
    ["two slashes in front", "//healthz", ["warning", "asks for “/” and not for “//healthz”"]],
    ["two slashes before two parts", "//api/healthz", ["warning", "asks for “/healthz”"]],
    ["a whole address", "http://web/ready?a=b", ["warning", "asks for “/ready?a=b”"]],
    ["a fragment", "/#/status", ["warning", "asks for “/” and not for “/#/status”"]],
    ["a scheme before a slash", "status:/ready", ["warning", "asks for “/ready”"]],
    ["a colon in the first part", "status:ready", ["error", "never succeed"]],
    ["a name and a port", "localhost:8080/healthz", ["error", "write “/localhost:8080/healthz”"]],
  ] as const)("judges %s", (_, path, said) => {
    for (const type of ["readinessProbe", "livenessProbe", "startupProbe"]) {
      const yaml = container(`{httpGet: {port: 8000, path: ${JSON.stringify(path)}}}`, type);
      const verdicts = verdictsOf("probe-target", yaml);
      expect(verdicts, type).toHaveLength(said === null ? 0 : 1);
      if (said === null) continue;
      const [severity, words] = said;
      expect(verdicts[0]).toContain(`${severity} web ${CONTAINER}/${type}/httpGet/path:`);
      expect(verdicts[0]).toContain(words);
    }
  });

  it("refuses probes on a container that ends before the others start, and takes them on a sidecar", () => {
    const init = (entries: string) =>
      deploymentOf({ pod: `initContainers: [{name: init, image: a, ${entries}}]` });
    const probe = "livenessProbe: {exec: {command: [cat]}}";
    expect(placesOf("probe-target", init(probe))).toEqual([
      "error init spec/template/spec/initContainers/0/livenessProbe",
    ]);
    expect(placesOf("probe-target", init(`restartPolicy: Always, ${probe}`))).toEqual([]);
  });

  it("holds without pods too, since the API server refuses it all the same", () => {
    const yaml = container("{tcpSocket: {port: 0}}").replace("replicas: 3", "replicas: 0");
    expect(placesOf("probe-target", yaml)).toHaveLength(1);
  });

  it("says which names there are", () => {
    expect(verdictsOf("probe-target", container("{httpGet: {port: web}}"))[0]).toMatch(
      /asks for the port named “web”, which the container does not declare \(it declares “http”, “dns”\), so it can never succeed\.$/,
    );
  });

  it("counts the names beyond five", () => {
    const ports = ["a", "b", "c", "d", "e", "f", "g"].map(
      (name, i) => `{containerPort: ${i + 1}, name: ${name}}`,
    );
    const yaml = container("{httpGet: {port: web}}").replace("ports: [", `ports: [${ports.join(", ")}, `);
    expect(verdictsOf("probe-target", yaml)[0]).toContain("it declares “a”, “b”, “c”, “d”, “e” and 4 more)");
  });

  it.each([
    ["a named port of the base", "readinessProbe: {httpGet: {port: web}}", []],
    ["timings without a handler", "readinessProbe: {periodSeconds: 5}", []],
    ["a path alone", "readinessProbe: {httpGet: {path: /}}", []],
    [
      "a port that exists nowhere",
      "readinessProbe: {httpGet: {port: 70000}}",
      [`error web ${CONTAINER}/readinessProbe/httpGet/port`],
    ],
  ])("takes a patch at its word: %s", (_, entries, places) => {
    const patch = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, ${entries}}]}}}\n`;
    expect(placesOf("probe-target", patch)).toEqual(places);
  });
});
