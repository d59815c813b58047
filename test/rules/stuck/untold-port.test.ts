/** Ports of the node that no container declares: the scheduler puts a new pod beside an old one, which has them. */
import { describe, expect, test } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { deploymentOf } from "../../workload/read-yaml.js";
import { placesOf, verdictsOf } from "../verdicts.js";

const NETWORK = "hostNetwork: true";
const AT = "spec/template/spec/containers/0";
const AFFINITY_AT =
  "spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0";
const APART =
  "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}]}}";
const asked = (probe: string, more = "") => `{name: web, image: registry.example.com/web${more}, ${probe}}`;
const httpGet = (host: string, type = "livenessProbe") =>
  `${type}: {httpGet: {${host === "" ? "" : `host: "${host}", `}port: 47652}}`;
const podOf = (containers: string, pod = NETWORK, spec = "replicas: 1") =>
  deploymentOf({ spec, pod, containers });
const LOCAL = asked(httpGet("localhost"));
const places = (yaml: string, policy: Partial<Policy> = {}) => placesOf("stuck-rollout", yaml, { policy });

describe("a port that a probe alone tells is warned of", () => {
  test.each<[string, string, string, Partial<Policy>?]>([
    ["by localhost", podOf(LOCAL), `${AT}/livenessProbe/httpGet/port`],
    [
      "by the loopback of IPv4",
      podOf(asked(httpGet("127.0.0.1", "readinessProbe"))),
      `${AT}/readinessProbe/httpGet/port`,
    ],
    [
      "by the loopback of IPv6",
      podOf(asked(httpGet("::1", "startupProbe"))),
      `${AT}/startupProbe/httpGet/port`,
    ],
    [
      "by a connection",
      podOf(asked("livenessProbe: {tcpSocket: {host: localhost, port: 47652}}")),
      `${AT}/livenessProbe/tcpSocket/port`,
    ],
    [
      "without a host, by its own argument",
      podOf(asked(httpGet(""), ', args: ["--port=47652"]')),
      `${AT}/livenessProbe/httpGet/port`,
    ],
    [
      "without a host, by another container's variable",
      podOf(`${asked(httpGet(""))}, {name: side, image: side, env: [{name: LISTEN_PORT, value: "47652"}]}`),
      `${AT}/livenessProbe/httpGet/port`,
    ],
    ["however many nodes there are", podOf(LOCAL), `${AT}/livenessProbe/httpGet/port`, { nodes: 9 }],
    [
      "behind what the scheduler itself keeps apart",
      podOf(LOCAL, `${NETWORK}, ${APART}`, "replicas: 3"),
      AFFINITY_AT,
    ],
  ])("%s", (_, yaml, path, policy) => {
    expect(places(yaml, policy)).toEqual([`warning - ${path}`]);
  });
});

test.each<[string, string, Partial<Policy>?]>([
  ["the only node", podOf(LOCAL), { nodes: 1 }],
  ["as many pods as nodes", podOf(LOCAL, NETWORK, "replicas: 2"), { nodes: 2 }],
  ["pods of one node by its label", podOf(LOCAL, `${NETWORK}, nodeSelector: {kubernetes.io/hostname: a}`)],
  ["pods of one node by its name", podOf(LOCAL, `${NETWORK}, nodeName: a`)],
])("it is an error on %s", (_, yaml, policy) => {
  expect(places(yaml, policy)).toEqual([`error - ${AT}/livenessProbe/httpGet/port`]);
});

test.each([
  ["a pod with a network of its own", podOf(LOCAL, "")],
  ["a probe of another host", podOf(asked(httpGet("health.example.com")))],
  ["a port that no setting names", podOf(asked(httpGet("")))],
  ["a number that may count anything", podOf(asked(httpGet(""), ', args: ["47652"]'))],
  ["a setting about another port", podOf(asked(httpGet(""), ', args: ["--port=47653"]'))],
  ["a server that the container calls", podOf(asked(httpGet(""), ', args: ["--upstream=:47652"]'))],
  [
    "a pod that goes first",
    podOf(LOCAL, NETWORK, "replicas: 1\n  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"),
  ],
])("nothing is said of %s", (_, yaml) => {
  expect(places(yaml)).toEqual([]);
});

test("the words say what happens to the new pod", () => {
  const [said] = verdictsOf("stuck-rollout", podOf(LOCAL));
  expect(said).toContain(
    "the scheduler may put a new one where an old one runs. There it is restarted again and again, as under hostNetwork it cannot listen on port 47652 there, which the old one has, and the rollout waits.",
  );
  expect(said).not.toContain("Pending");
});
