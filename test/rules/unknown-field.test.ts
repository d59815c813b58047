import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const RULE = "unknown-field";
const containerWith = (entries: string) =>
  deploymentOf({ containers: `{name: web, image: web, ports: [{containerPort: 8000}], ${entries}}` });
const CONTAINER = "spec/template/spec/containers/0";

describe(RULE, () => {
  it.each([
    ["a name that the type has", containerWith("livenessProbe: {tcpSocket: {port: 8000}}"), []],
    [
      "a misspelt name",
      containerWith("readynessProbe: {tcpSocket: {port: 8000}}"),
      [`error web ${CONTAINER}/readynessProbe`],
    ],
    [
      "a name in the wrong case",
      containerWith("ReadinessProbe: {tcpSocket: {port: 8000}}"),
      [`error web ${CONTAINER}/ReadinessProbe`],
    ],
    [
      "a timing below the handler",
      containerWith("readinessProbe: {httpGet: {port: 8000, periodSeconds: 5}}"),
      [`error web ${CONTAINER}/readinessProbe/httpGet/periodSeconds`],
    ],
    [
      "a probe beside the containers",
      deploymentOf({ pod: "readinessProbe: {tcpSocket: {port: 8000}}" }),
      ["error web spec/template/spec/readinessProbe"],
    ],
    ["a field of the workload", deploymentOf({ spec: "replica: 3" }), ["error - spec/replica"]],
    [
      "what SOPS keeps beside what it encrypts",
      `${deploymentOf({})}sops: {mac: "ENC[AES256_GCM,data:x]", version: 3.9.0}\n`,
      [],
    ],
    ["a field of that name alone", `${deploymentOf({})}sops: {}\n`, ["error - sops"]],
    ["an order to a patch", deploymentOf({ pod: "$patch: replace" }), []],
  ])("judges %s", (_, yaml, places) => {
    expect(placesOf(RULE, yaml)).toEqual(places);
  });

  it("warns of a field that only some of the newest versions lack, and stops where the policy names one that has it", () => {
    const yaml = deploymentOf({ pod: "workloadRef: {name: web, podGroup: web}" });
    expect(placesOf(RULE, yaml)).toEqual(["warning - spec/template/spec/workloadRef"]);
    const on = (minor: number) => ({ policy: { kubernetes: `1.${minor}` } });
    expect(placesOf(RULE, yaml, on(35))).toEqual([]);
    expect(placesOf(RULE, yaml, on(34))).toEqual(["error - spec/template/spec/workloadRef"]);
  });

  it("says that the field stands already where it belongs", () => {
    const beside = (probe: string) =>
      verdictsOf(
        RULE,
        containerWith(`livenessProbe: {tcpSocket: {port: 8000}${probe}}, periodSeconds: 5`),
      )[0];
    expect(beside(", periodSeconds: 30")).toContain(
      "periodSeconds, which belongs to “livenessProbe”, where it stands already: kubectl",
    );
    expect(beside("")).toContain("periodSeconds, which belongs to “livenessProbe”: kubectl");
  });

  it("says that the object is refused without the volumes that its mounts name", () => {
    const mounts = (name: string) =>
      `{name: web, image: web, volumeMounts: [{name: settings, mountPath: /a}, {name: ${name}, mountPath: /b}]}`;
    const yaml = (name: string) =>
      `${deploymentOf({ containers: mounts(name) }).trimEnd()}
    volumes: [{name: settings, emptyDir: {}}, {name: cache, emptyDir: {}}]
`;
    expect(verdictsOf(RULE, yaml("cache"))[0]).toContain(
      "the field spec.template.volumes, which belongs to spec.template.spec, and refuses the Deployment without it, from any client: volumeMounts[0].name of “web” is “settings”, but the pod has no such volume",
    );
    expect(verdictsOf("refused-object", yaml("cache"))).toEqual([]);
    // Nobody has a volume of this name, wherever the others go.
    expect(verdictsOf("refused-object", yaml("other"))).toHaveLength(1);
  });

  it("says which name or place was meant", () => {
    expect(verdictsOf(RULE, containerWith("readynessProbe: {tcpSocket: {port: 8000}}"))[0]).toContain(
      "did you mean “readinessProbe”?",
    );
    const stray = deploymentOf({ pod: "readinessProbe: {tcpSocket: {port: 8000}}" });
    expect(verdictsOf(RULE, stray)[0]).toContain("which belongs to container “web”");
  });

  it("takes a field for one of the empty mapping beside it, and never for one of another item", () => {
    const env = (region: string) =>
      containerWith(
        `env: [{name: KEY, valueFrom: {secretKeyRef: {name: a, key: b}}}, {name: REF, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, {name: REGION, ${region} secretKeyRef: {name: a, key: c}}]`,
      );
    expect(verdictsOf(RULE, env("valueFrom: null,"))[0]).toContain(
      "secretKeyRef, which belongs to “valueFrom”:",
    );
    expect(verdictsOf(RULE, env(""))[0]).toContain("secretKeyRef: kubectl");
    const strategy = deploymentOf({ spec: "strategy: null\n  type: Recreate" });
    expect(verdictsOf(RULE, strategy)[0]).toContain("spec.type, which belongs to “strategy”:");
  });

  it("names no place where the field stands already while another is free, and no two by one name", () => {
    const containers = (two: string) =>
      deploymentOf({
        containers: `{name: web, image: a, readinessProbe: {tcpSocket: {port: 80}}}, {name: two, image: b${two}}`,
        pod: "readinessProbe: {tcpSocket: {port: 81}}",
      });
    expect(verdictsOf(RULE, containers(""))[0]).toContain("which belongs to container “two”:");
    const twins = "spec.template.spec.containers";
    expect(
      verdictsOf(
        RULE,
        deploymentOf({
          containers: "{name: web}, {name: web}",
          pod: "readinessProbe: {exec: {command: [a]}}",
        }),
      ).find((words) => words.includes("does not know")),
    ).toContain(`which belongs to one of 2 places (${twins}[0], ${twins}[1])`);
  });

  it("warns of what only unreleased versions of Argo Rollouts knew, wherever an analysis names its template", () => {
    const rollout = (strategy: string) =>
      deploymentOf({ apiVersion: "argoproj.io/v1alpha1", spec: `strategy: ${strategy}` }).replace(
        "kind: Deployment",
        "kind: Rollout",
      );
    const named = "clusterTemplateName: pass";
    for (const strategy of [
      `{canary: {steps: [{analysis: {templates: [{${named}}]}}]}}`,
      `{canary: {analysis: {templates: [{${named}}]}}}`,
      `{canary: {steps: [{analysis: {${named}}}]}}`,
      `{blueGreen: {activeService: web, prePromotionAnalysis: {templates: [{${named}}]}}}`,
      `{canary: {steps: [{experiment: {templates: [], analyses: [{name: a, ${named}}]}}]}}`,
    ]) {
      const [told, ...others] = verdictsOf(RULE, rollout(strategy));
      expect(others).toEqual([]);
      expect(told).toMatch(
        /^warning .*any release of Argo Rollouts, .* field \S*\.clusterTemplateName: kubectl/,
      );
    }
    const elsewhere = rollout(`{canary: {${named}}}`);
    expect(verdictsOf(RULE, elsewhere)[0]).toMatch(/^error .*The API server does not know/);
    const typed = (type: string) => verdictsOf(RULE, rollout(`{type: ${type}, canary: {}}`))[0];
    expect(typed("CanaryUpdate")).toMatch(/^warning .*Argo Rollouts 0\.2 or newer/);
    expect(typed("RollingUpdate")).toMatch(/^error /);
  });

  it("takes a namespace in the spec for the object's own, and no other", () => {
    const meant = "which belongs to “metadata”";
    expect(verdictsOf(RULE, deploymentOf({ spec: "namespace: shop" }))[0]).toContain(meant);
    expect(verdictsOf(RULE, deploymentOf({ pod: "namespace: shop" }))[0]).not.toContain(meant);
  });
});
