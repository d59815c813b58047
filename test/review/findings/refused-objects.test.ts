import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/policy/policy.js";
import { deployment, reviewFiles } from "../../engine/review-files.js";

const RULES = ["refused-object", "unknown-field", "manifest-shape", "probe-target"];

/** What is said of an object, each as "severity rule: message", without the words that begin every refusal. */
function told(after: string, before: string | null = null, policy: Partial<Policy> = {}): string[] {
  const old: Record<string, string> = before === null ? {} : { "k8s/a.yaml": before };
  return reviewFiles({ "k8s/a.yaml": after }, old, policy)
    .findings.filter(({ rule }) => RULES.includes(rule))
    .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

describe("finalizers", () => {
  const finalizers = (kind: string, spec: string, written: string) => `apiVersion: ${kind}
metadata: {name: web, finalizers: ${written}}
spec: ${spec}
`;
  const budget = (written: string) =>
    finalizers("policy/v1\nkind: PodDisruptionBudget", "{maxUnavailable: 1, selector: {}}", written);
  const service = (written: string) => finalizers("v1\nkind: Service", "{ports: [{port: 80}]}", written);

  it("need a domain, and not in a PodDisruptionBudget, whose validation does not look at them", () => {
    expect(told(service("[web]"))).toEqual([expect.stringContaining("needs a domain")]);
    expect(told(service("[kubernetes, example.com/web]"))).toEqual([]);
    expect(told(budget("[web]"))).toEqual([]);
    expect(told(budget('["a b"]'))).toEqual([expect.stringContaining("metadata.finalizers[0] is “a b”")]);
  });

  it("are refused where they say both how the garbage collector is to go on", () => {
    for (const object of [budget, service])
      expect(told(object("[orphan, foregroundDeletion]"))).toEqual([
        expect.stringContaining("metadata.finalizers has orphan and foregroundDeletion"),
      ]);
  });
});

describe("the API group of what an autoscaler scales", () => {
  const hpa = (target: string, rest = "maxReplicas: 3") => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {${target}}, ${rest}}
`;
  const MISSING = "kind: Deployment, name: web";

  it("is asked for from 1.34 on", () => {
    const refusal = "error refused-object: The API server refuses this HorizontalPodAutoscaler: ";
    expect(told(hpa(MISSING), null, { kubernetes: "1.33" })).toEqual([]);
    expect(told(hpa(MISSING), null, { kubernetes: "1.34" })).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is missing`),
    ]);
    expect(told(hpa(`apiVersion: v1, ${MISSING}`), null, { kubernetes: "1.34" })).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is “v1”`),
    ]);
    expect(told(hpa(MISSING))).toEqual([
      expect.stringContaining(`${refusal}spec.scaleTargetRef.apiVersion is missing`),
    ]);
  });

  it.each([
    ["apps/v1", "Deployment"],
    ["v1", "ReplicationController"],
    ["$(API_VERSION)", "Deployment"],
  ])("is there, or not needed, in %s of a %s", (apiVersion, kind) => {
    expect(told(hpa(`apiVersion: "${apiVersion}", kind: ${kind}, name: web`))).toEqual([]);
  });

  it("may be missing where an autoscaler of the cluster has none, as long as it scales the same kind", () => {
    expect(told(hpa(MISSING, "maxReplicas: 4"), hpa(MISSING))).toEqual([]);
    expect(told(hpa("kind: Deployment, name: api"), hpa(MISSING))).toEqual([]);
    expect(told(hpa("kind: StatefulSet, name: web"), hpa(MISSING))).toHaveLength(1);
    expect(told(hpa(MISSING), hpa(`apiVersion: apps/v1, ${MISSING}`))).toHaveLength(1);
  });

  it("is no text with two slashes, nor is that of what a metric describes", () => {
    const metric = (apiVersion: string) =>
      `maxReplicas: 3, metrics: [{type: Object, object: {describedObject: {apiVersion: ${apiVersion}, kind: Ingress, name: web}, metric: {name: hits}, target: {type: Value, value: 1}}}]`;
    const target = `apiVersion: apps/v1, ${MISSING}`;
    expect(told(hpa(target, metric("v1")))).toEqual([]);
    expect(told(hpa(target, metric("a/b/c")))).toEqual([expect.stringContaining("“a/b/c”")]);
    expect(told(hpa(`apiVersion: a/b/c, ${MISSING}`))).toEqual([expect.stringContaining("“a/b/c”")]);
  });
});

describe("a field that is unknown", () => {
  it("is an error, and says so, where the object is refused without it", () => {
    const misspelt = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{prot: 80}]}\n";
    expect(told(misspelt)).toEqual([
      "error unknown-field: The API server does not know the field spec.ports[0].prot (did you mean “port”?) and refuses the Service without it, whoever sends it: spec.ports[0].port is missing: a number from 1 to 65535 is expected.",
    ]);
  });

  it("stays a warning where the object is taken without it, and where the policy says so", () => {
    const spare =
      "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80, prot: TCP}]}\n";
    expect(told(spare)).toEqual([
      expect.stringMatching(/^warning unknown-field: .* drop the field in silence/),
    ]);
    const missing = spare.replace("port: 80, prot: TCP", "prot: 80");
    expect(told(missing, null, { rules: { "unknown-field": "warning" } })).toEqual([
      expect.stringMatching(/^warning unknown-field: .* and refuses the Service without it/),
    ]);
  });
});

it("refuses the name of a protocol that is empty, and takes none", () => {
  const service = (port: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80${port}}]}\n`;
  expect(told(service(', appProtocol: ""'))).toEqual([
    expect.stringContaining("spec.ports[0].appProtocol is an empty text"),
  ]);
  for (const taken of ["", ", appProtocol: null", ", appProtocol: kubernetes.io/h2c"])
    expect(told(service(taken))).toEqual([]);
});

it("refuses a probe for the name of a port that no port can have, and not for being declared nowhere", () => {
  const probe = (port: string) =>
    deployment({ container: `          readinessProbe: {tcpSocket: {port: ${port}}}\n` });
  for (const port of ["a_b", "Web", "much-too-long-name"])
    expect(told(probe(port))).toEqual([expect.stringMatching(/^error refused-object: .*tcpSocket\.port.*“/)]);
  expect(told(probe("web"))).toEqual([expect.stringContaining("does not declare")]);
});

it("refuses two per cent signs, which are no placeholder behind a number", () => {
  const surging = (maxSurge: string) =>
    reviewFiles({
      "k8s/a.yaml": deployment({ spec: `  strategy: {rollingUpdate: {maxSurge: "${maxSurge}"}}\n` }),
    });
  expect(surging("25%%").findings.map(({ rule }) => rule)).toContain("invalid-rollout");
  expect(surging("%%SURGE%%").problems.map(({ code }) => code)).toEqual(["template"]);
});

it("takes a workload whose spec is no mapping for no patch", () => {
  for (const spec of ["[]", "web", "true"])
    expect(told(`apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: ${spec}\n`)).toEqual([
      expect.stringMatching(/^error manifest-shape: .* not a mapping/),
    ]);
});
