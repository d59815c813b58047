/**
 * What the validation of Kubernetes 1.34 to 1.37 refuses, a row a kind of fault; both 1.34.4 and 1.37.2 were asked. The
 * table of drawn manifests (conformance/answers.json) comes to many of them by chance, and not to each.
 */
import { describe, expect, it } from "vitest";
import { refusalsOf } from "../../src/api-server/refusals-of.js";
import type { JsonObject } from "../../src/manifest/json-value.js";

const MINORS = [34, 35, 36, 37];
const POD = "spec.template.spec";
const WEB = `${POD}.containers[0]`;

interface Parts {
  spec?: JsonObject;
  labels?: JsonObject;
  pod?: JsonObject;
  container?: JsonObject;
}

function deployment({ spec = {}, labels = { app: "web" }, pod = {}, container = {} }: Parts): JsonObject {
  const web = { name: "web", image: "registry.example.com/web:1", ...container };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      ...spec,
      template: { metadata: { labels }, spec: { containers: [web], ...pod } },
    },
  };
}

function refusedPaths(value: JsonObject): string[] {
  const refusals = refusalsOf("apps/v1", "Deployment", value, MINORS, { whole: true });
  expect(refusals.every(({ minors }) => minors.length === MINORS.length)).toBe(true);
  return refusals.map(({ path }) =>
    path.reduce<string>(
      (text, key) => text + (typeof key === "number" ? `[${key}]` : text === "" ? key : `.${key}`),
      "",
    ),
  );
}

const probe = (httpGet: JsonObject) => ({
  container: { readinessProbe: { httpGet: { port: 80, ...httpGet } } },
});

describe("the API server refuses", () => {
  it.each<[string, Parts, string]>([
    ["no image", { container: { image: undefined } }, `${WEB}.image`],
    ["an empty image", { container: { image: "" } }, `${WEB}.image`],
    ["a selector that the pods do not meet", { labels: { app: "api" } }, "spec.template.metadata.labels"],
    ["an empty selector", { spec: { selector: {} } }, "spec.selector"],
    ["no selector", { spec: { selector: undefined } }, "spec.selector"],
    [
      "a label value with a blank",
      { labels: { app: "web", tier: "front end" } },
      "spec.template.metadata.labels.tier",
    ],
    [
      "a label value that ends with a hyphen",
      { labels: { app: "web", tier: "a-" } },
      "spec.template.metadata.labels.tier",
    ],
    ["a container's name in capitals", { container: { name: "Web" } }, `${WEB}.name`],
    ["a container's name with an underscore", { container: { name: "web_1" } }, `${WEB}.name`],
    [
      "a port's name above 15 characters",
      { container: { ports: [{ containerPort: 80, name: "sixteen-letters-" }] } },
      `${WEB}.ports[0].name`,
    ],
    [
      "a port's name of digits alone",
      { container: { ports: [{ containerPort: 80, name: "8080" }] } },
      `${WEB}.ports[0].name`,
    ],
    [
      "one port's name twice",
      {
        container: {
          ports: [
            { containerPort: 80, name: "http" },
            { containerPort: 81, name: "http" },
          ],
        },
      },
      `${WEB}.ports[1].name`,
    ],
    [
      "a protocol in small letters",
      { container: { ports: [{ containerPort: 80, protocol: "tcp" }] } },
      `${WEB}.ports[0].protocol`,
    ],
    [
      "a hook that sleeps longer than the pod has",
      { container: { lifecycle: { preStop: { sleep: { seconds: 31 } } } } },
      `${WEB}.lifecycle.preStop.sleep.seconds`,
    ],
    ["a pod that is not restarted", { pod: { restartPolicy: "Never" } }, `${POD}.restartPolicy`],
    ["a scheme in small letters", probe({ scheme: "http" }), `${WEB}.readinessProbe.httpGet.scheme`],
    [
      "a header's name with a blank",
      probe({ httpHeaders: [{ name: "X Y", value: "1" }] }),
      `${WEB}.readinessProbe.httpGet.httpHeaders[0].name`,
    ],
    [
      "a host port of another number on the host's network",
      { pod: { hostNetwork: true }, container: { ports: [{ containerPort: 80, hostPort: 81 }] } },
      `${WEB}.ports[0].hostPort`,
    ],
    [
      "a number where a text belongs",
      { container: { env: [{ name: "PORT", value: 8080 }] } },
      `${WEB}.env[0].value`,
    ],
    ["a boolean as a label", { labels: { app: "web", live: true } }, "spec.template.metadata.labels.live"],
    ["a text where a number belongs", { spec: { replicas: "3" } }, "spec.replicas"],
  ])("%s", (_, parts, path) => {
    expect(refusedPaths(deployment(parts))).toContain(path);
  });
});

describe("the API server takes", () => {
  it.each<[string, Parts]>([
    ["a plain Deployment", {}],
    ["an empty protocol, which is TCP", { container: { ports: [{ containerPort: 80, protocol: "" }] } }],
    ["an empty path", probe({ path: "" })],
    [
      "a hook that sleeps as long as the pod has",
      { container: { lifecycle: { preStop: { sleep: { seconds: 30 } } } } },
    ],
    ["a negative grace period, which becomes 1", { pod: { terminationGracePeriodSeconds: -5 } }],
    [
      "one name for the ports of two containers",
      {
        pod: {
          containers: [
            { name: "a", image: "a", ports: [{ containerPort: 80, name: "http" }] },
            { name: "b", image: "b", ports: [{ containerPort: 81, name: "http" }] },
          ],
        },
      },
    ],
    [
      "exec: null beside another handler",
      { container: { readinessProbe: { exec: null, httpGet: { port: 80 } } } },
    ],
  ])("%s", (_, parts) => {
    expect(refusedPaths(deployment(parts))).toEqual([]);
  });
});
