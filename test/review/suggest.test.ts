/** Where a suggested probe comes from, how far it is trusted, and what it says: row by row. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Policy } from "../../src/policy/policy.js";
import type { Fix } from "../../src/review/findings/finding.js";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";

function fixOf(yaml: string, policy: Partial<Policy> = {}): Fix {
  const finding = reviewFiles({ "k8s/web.yaml": yaml }, {}, policy).findings.find(({ fix }) => fix !== null);
  return finding?.fix as Fix;
}

/** "origin confidence reason", and the probe. */
function suggested(yaml: string, policy: Partial<Policy> = {}): [string, unknown] {
  const { origin, confidence, reason, text } = fixOf(yaml, policy);
  return [[origin, confidence, reason ?? ""].join(" ").trim(), parse(text)?.readinessProbe ?? null];
}

const HTTP = "ports: [{containerPort: 8000}]";
const one = (entries: string) => deploymentOf({ containers: `{name: web, image: a, ${entries}}` });
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
      "a port that only the Service names",
      one("env: []") + serviceOf("{port: 80, targetPort: 9000}"),
      "service-port one-click",
      tcp(9000),
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
      { httpGet: { path: "/up", port: 8000 }, periodSeconds: 8, timeoutSeconds: 7 },
    ],
    [
      "startup before liveness",
      one(
        `${HTTP}, startupProbe: {tcpSocket: {port: 8000}}, livenessProbe: {exec: {command: [live]}, failureThreshold: 5}`,
      ),
      "startup-handler one-click",
      { tcpSocket: { port: 8000 }, failureThreshold: 5 },
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

  it("trusts the container's own handler where it would not trust a port", () => {
    const containers = `{name: web, image: a, ${HTTP}, livenessProbe: {httpGet: {path: /live, port: 8000}}}`;
    expect(suggested(deploymentOf({ spec: "strategy: {type: Recreate}", containers }))[0]).toBe(
      "liveness-handler one-click",
    );
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
