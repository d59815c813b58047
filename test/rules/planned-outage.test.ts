import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PROBED =
  "{name: web, image: a, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const yamlOf = (spec: string, containers = PROBED) => deploymentOf({ spec, containers });
const limits = (surge: string, unavailable: string) =>
  `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;

describe("planned-outage", () => {
  it.each([
    ["Recreate", "replicas: 3\n  strategy: {type: Recreate}", "spec/strategy"],
    ["Recreate of no pods", "replicas: 0\n  strategy: {type: Recreate}", null],
    ["2 of 3 pods", `replicas: 3\n  ${limits("0", "2")}`, null],
    ["3 of 3 pods", `replicas: 3\n  ${limits("0", "3")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    ["4 of 3 pods", `replicas: 3\n  ${limits("1", "4")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    ["99 % of 3 pods", `replicas: 3\n  ${limits("1", "99%")}`, null],
    [
      "100 % of 3 pods",
      `replicas: 3\n  ${limits("1", "100%")}`,
      "spec/strategy/rollingUpdate/maxUnavailable",
    ],
    ["the only pod", `replicas: 1\n  ${limits("1", "1")}`, "spec/strategy/rollingUpdate/maxUnavailable"],
    [
      "the only pod, by rounding",
      `replicas: 1\n  ${limits("0", "25%")}`,
      "spec/strategy/rollingUpdate/maxUnavailable",
    ],
    ["no pod of one", "replicas: 1", null],
    ["settings that are refused", `replicas: 1\n  ${limits("0", "0")}`, null],
  ])("judges a strategy that lets go of %s", (_, spec, path) => {
    expect(placesOf("planned-outage", yamlOf(spec))).toEqual(path === null ? [] : [`warning - ${path}`]);
  });

  it("has nothing to say of what serves nobody", () => {
    expect(
      placesOf("planned-outage", yamlOf("strategy: {type: Recreate}", "{name: worker, image: a}")),
    ).toEqual([]);
  });

  it("leaves the replacement of the whole object to what says that the change is refused", () => {
    const recreate = yamlOf("replicas: 3\n  strategy: {type: Recreate}");
    expect(placesOf("planned-outage", recreate, { change: { recreated: "selector" } })).toEqual([]);
  });

  it("finds the number of pods of an autoscaler's range that all can go", () => {
    const scaled = (min: number) =>
      `${yamlOf(limits("1", "3"))}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: 9}\n`;
    expect(verdictsOf("planned-outage", scaled(3))[0]).toContain("all 3 pods of “web”");
    expect(placesOf("planned-outage", scaled(4))).toEqual([]);
  });

  it("finds it in the steps of a canary whose traffic is routed, not in its maxUnavailable", () => {
    const rollout = (steps: string) =>
      yamlOf(
        `replicas: 3\n  strategy: {canary: {dynamicStableScale: true, trafficRouting: {nginx: {stableIngress: web}}, stableService: a, canaryService: b, steps: [${steps}]}}`,
      )
        .replace("kind: Deployment", "kind: Rollout")
        .replace("apps/v1", "argoproj.io/v1alpha1");
    const none = rollout("{setCanaryScale: {replicas: 0}}, {setWeight: 100}");
    expect(verdictsOf("planned-outage", none)).toEqual([
      "warning - spec/strategy/canary/steps: The steps let a rollout take all 3 pods of “web” out at once: under dynamicStableScale the old pods go with their weight, and setCanaryScale keeps the new ones fewer.",
    ]);
    expect(placesOf("planned-outage", rollout("{setCanaryScale: {replicas: 1}}, {setWeight: 100}"))).toEqual(
      [],
    );
  });

  it("calls one pod the only one", () => {
    expect(verdictsOf("planned-outage", yamlOf(`replicas: 1\n  ${limits("1", "1")}`))[0]).toContain(
      "lets a rollout take the only pod of “web” out at once",
    );
  });
});
