import { describe, expect, it } from "vitest";
import { deploymentOf, serviceOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PORT = "ports: [{containerPort: 8000}]";
const PROBE = "{tcpSocket: {port: 8000}}";
const with_ = (entries: string) => `{name: web, image: web, ${PORT}, ${entries}}`;
const roll = (surge: string, unavailable: string) =>
  `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;
const WEB = "web spec/template/spec/containers/0";

describe("readiness-gate", () => {
  it.each([
    ["no probe at all", with_("env: []"), [`error ${WEB}`]],
    ["a readiness probe", with_(`readinessProbe: ${PROBE}`), []],
    ["a startup probe alone", with_(`startupProbe: ${PROBE}`), []],
    [
      "a liveness probe alone, which Kubernetes does not wait for",
      with_(`livenessProbe: ${PROBE}`),
      [`error ${WEB}`],
    ],
    ["a readiness probe that is null", with_("readinessProbe: null"), [`error ${WEB}`]],
    ["no port", "{name: web, image: web}", []],
    ["a UDP port", "{name: web, image: web, ports: [{containerPort: 53, protocol: UDP}]}", []],
    [
      "a port for operators alone",
      "{name: web, image: web, ports: [{containerPort: 9100, name: metrics}]}",
      [`warning ${WEB}`],
    ],
    [
      "a port for operators beside one for users",
      "{name: web, image: web, ports: [{containerPort: 9100, name: metrics}, {containerPort: 8000}]}",
      [`error ${WEB}`],
    ],
    [
      "one of two gated",
      `${with_(`readinessProbe: ${PROBE}`)}, {name: two, image: a, ports: [{containerPort: 9000}]}`,
      ["error two spec/template/spec/containers/1"],
    ],
  ])("judges a container with %s", (_, containers, places) => {
    expect(placesOf("readiness-gate", deploymentOf({ containers }))).toEqual(places);
  });

  it.each([
    ["3 pods, none may go", "replicas: 3", "error"],
    ["3 pods, 2 may go", `replicas: 3\n  ${roll("0", "2")}`, "error"],
    ["3 pods, all may go", `replicas: 3\n  ${roll("0", "3")}`, "warning"],
    ["3 pods, more than all may go", `replicas: 3\n  ${roll("0", "5")}`, "warning"],
    ["1 pod that may go", `replicas: 1\n  ${roll("1", "1")}`, "warning"],
    ["1 pod that may not go", "replicas: 1", "error"],
    ["Recreate", "replicas: 3\n  strategy: {type: Recreate}", "warning"],
    ["a paused rollout, as if resumed", "replicas: 3\n  paused: true", "error"],
    ["minReadySeconds without a known start", "replicas: 3\n  minReadySeconds: 300", "error"],
    ["no pods", "replicas: 0", null],
    ["settings that the API server refuses", `replicas: 3\n  ${roll("0", "0")}`, null],
    ["replicas that are no number", "replicas: three", null],
  ])("with %s is %3$s", (_, spec, severity) => {
    const places = severity === null ? [] : [`${severity} ${WEB}`];
    expect(placesOf("readiness-gate", deploymentOf({ spec }))).toEqual(places);
  });

  // ROLLOUTS 10 (c): with whole seconds the budget holds only where minReadySeconds is above the start-up time.
  it.each([
    [44, "error"],
    [45, "error"],
    [46, "warning"],
  ])("with minReadySeconds %d and a known start of 45 s is %s", (minReadySeconds, severity) => {
    const yaml = deploymentOf({ spec: `replicas: 3\n  minReadySeconds: ${minReadySeconds}` });
    const places = placesOf("readiness-gate", yaml, { policy: { startupSeconds: 45 } });
    expect(places).toEqual([`${severity} ${WEB}`]);
  });

  it.each([
    ["1 to 10", "error"],
    ["2 to 10", "error"],
    ["1 to 1", "error"],
  ])("over an autoscaler's %s pods compares the same number of pods, so it is an %s", (range, severity) => {
    const [min, max] = range.split(" to ");
    const yaml = `${deploymentOf({ spec: "" })}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: ${min}, maxReplicas: ${max}}\n`;
    expect(placesOf("readiness-gate", yaml)).toEqual([`${severity} ${WEB}`]);
  });

  it("asks only for the containers that a Service targets", () => {
    const containers =
      "{name: web, image: a, ports: [{containerPort: 80}]}, {name: two, image: a, ports: [{containerPort: 81}]}";
    const yaml = deploymentOf({ containers }) + serviceOf("{port: 80}");
    expect(placesOf("readiness-gate", yaml)).toEqual([`error ${WEB}`]);
  });

  it("is content with the pod's own readiness gates", () => {
    expect(
      placesOf("readiness-gate", deploymentOf({ pod: "readinessGates: [{conditionType: a/b}]" })),
    ).toEqual([]);
    expect(placesOf("readiness-gate", deploymentOf({ pod: "readinessGates: []" }))).toEqual([`error ${WEB}`]);
  });

  it("says what can be lost, what is allowed, and why", () => {
    const spec = `replicas: 3\n  ${roll("34%", "34%")}`;
    expect(verdictsOf("readiness-gate", deploymentOf({ spec }))).toEqual([
      `error ${WEB}: A rollout of “web” can take 3 of 3 pods out of service at once, while its strategy allows 1: ` +
        "container “web” has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs.",
    ]);
  });

  it.each([
    [
      "Recreate",
      { spec: "replicas: 3\n  strategy: {type: Recreate}" },
      {},
      "Recreate takes every pod out anyway",
    ],
    [
      "the strategy",
      { spec: `replicas: 3\n  ${roll("0", "3")}` },
      {},
      "The strategy allows 3 of 3 pods to be out anyway",
    ],
    [
      "a start that takes no time",
      {},
      { policy: { startupSeconds: 0 } },
      "the app serves as soon as it runs",
    ],
    [
      "minReadySeconds",
      { spec: "replicas: 3\n  minReadySeconds: 60" },
      { policy: { startupSeconds: 45 } },
      "Only minReadySeconds, longer than the app's known start of 45 s, holds the budget.",
    ],
  ])("names %s where a probe would not help", (_, parts, circumstances, words) => {
    const [verdict] = verdictsOf("readiness-gate", deploymentOf(parts), circumstances);
    expect(verdict).toMatch(/^warning /);
    expect(verdict).toContain(words);
  });
});
