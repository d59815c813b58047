import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const CONTAINER = "web spec/template/spec/containers/0";
const yamlOf = (type: string, entries: string, spec = "replicas: 3", apiVersion = "apps/v1") =>
  deploymentOf({
    apiVersion,
    spec,
    containers: `{name: web, image: a, ports: [{containerPort: 8000}], ${type}: {tcpSocket: {port: 8000}, ${entries}}}`,
  });

describe("probe-timing", () => {
  it.each([
    ["livenessProbe", "successThreshold: 1", null],
    ["livenessProbe", "successThreshold: 0", null],
    ["livenessProbe", "successThreshold: 2", "error successThreshold"],
    ["startupProbe", "successThreshold: 2", "error successThreshold"],
    ["readinessProbe", "successThreshold: 2", null],
    ["readinessProbe", "periodSeconds: -1", "error periodSeconds"],
    ["readinessProbe", "initialDelaySeconds: -1", "error initialDelaySeconds"],
    ["livenessProbe", "failureThreshold: 1.5", "error failureThreshold"],
    ["livenessProbe", "timeoutSeconds: 3000000000", "error timeoutSeconds"],
    ["livenessProbe", 'timeoutSeconds: "3"', "error timeoutSeconds"],
    ["livenessProbe", "timeoutSeconds: [3]", "error timeoutSeconds"],
    ["livenessProbe", "timeoutSeconds: null", null],
    ["readinessProbe", "terminationGracePeriodSeconds: 10", "error terminationGracePeriodSeconds"],
    ["livenessProbe", "terminationGracePeriodSeconds: 10", null],
    ["livenessProbe", "terminationGracePeriodSeconds: 1", null],
    ["startupProbe", "terminationGracePeriodSeconds: 0", "error terminationGracePeriodSeconds"],
    ["livenessProbe", "terminationGracePeriodSeconds: -5", "error terminationGracePeriodSeconds"],
    // A hanging app is noticed later than the period says, which changes no rollout.
    ["readinessProbe", "timeoutSeconds: 11", null],
    ["livenessProbe", "timeoutSeconds: 600, periodSeconds: 5", null],
    // 600 s until the rollout is reported as failed: delay + failures x period.
    ["startupProbe", "failureThreshold: 60", null],
    ["startupProbe", "failureThreshold: 61", "warning failureThreshold"],
    ["startupProbe", "failureThreshold: 60, initialDelaySeconds: 1", "warning failureThreshold"],
    ["startupProbe", "failureThreshold: 120, periodSeconds: 5", null],
    // An app that hangs is given the timeout each time, where that is longer than the period.
    ["startupProbe", "failureThreshold: 30, timeoutSeconds: 20", null],
    ["startupProbe", "failureThreshold: 30, timeoutSeconds: 21", "warning failureThreshold"],
    [
      "startupProbe",
      "failureThreshold: 30, timeoutSeconds: 19, initialDelaySeconds: 31",
      "warning failureThreshold",
    ],
    ["readinessProbe", "failureThreshold: 1000", null],
  ])("%s with %s gives %s", (type, entries, expected) => {
    const [severity, field] = expected?.split(" ") ?? [];
    const places = expected === null ? [] : [`${severity} ${CONTAINER}/${type}/${field}`];
    expect(placesOf("probe-timing", yamlOf(type, entries))).toEqual(places);
  });

  it.each([
    ["progressDeadlineSeconds: 300", "apps/v1", "failureThreshold: 30", 0],
    ["progressDeadlineSeconds: 300", "apps/v1", "failureThreshold: 31", 1],
    ["progressDeadlineSeconds: 1200", "apps/v1", "failureThreshold: 120", 0],
    // extensions/v1beta1 set no deadline.
    ["replicas: 3", "extensions/v1beta1", "failureThreshold: 1000", 0],
  ])("holds a startup probe against %s in %s: %s", (spec, apiVersion, entries, count) => {
    expect(placesOf("probe-timing", yamlOf("startupProbe", entries, spec, apiVersion))).toHaveLength(count);
  });

  it("names the value, the probe and what is allowed", () => {
    expect(verdictsOf("probe-timing", yamlOf("livenessProbe", "successThreshold: 2"))).toEqual([
      `error ${CONTAINER}/livenessProbe/successThreshold: successThreshold of the liveness probe of “web” is 2; Kubernetes allows only 1 there.`,
    ]);
  });

  it("says which of the two times is too long", () => {
    const says = (entries: string) => verdictsOf("probe-timing", yamlOf("startupProbe", entries));
    const at = `warning ${CONTAINER}/startupProbe/failureThreshold: The startup probe of “web” gives the app`;
    const end = "but the rollout is reported as failed after 600 s (progressDeadlineSeconds).";
    expect(says("failureThreshold: 61, timeoutSeconds: 30")).toEqual([`${at} 610 s, ${end}`]);
    expect(says("failureThreshold: 30, timeoutSeconds: 30")).toEqual([
      `${at} 900 s where it answers nothing, as each of 30 tries takes its timeout of 30 s, ${end}`,
    ]);
  });

  it("keeps warnings for pods that run, and refusals for all", () => {
    const placesAtZero = (type: string, entries: string) =>
      placesOf("probe-timing", yamlOf(type, entries, "replicas: 0"));
    expect(placesAtZero("startupProbe", "failureThreshold: 61")).toEqual([]);
    expect(placesAtZero("readinessProbe", "timeoutSeconds: -1")).toHaveLength(1);
  });

  it("judges in a patch only values that are refused", () => {
    const patch = (type: string, entries: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, ${type}: {${entries}}}]}}}\n`;
    expect(
      placesOf("probe-timing", patch("startupProbe", "failureThreshold: 61, periodSeconds: 10")),
    ).toEqual([]);
    expect(placesOf("probe-timing", patch("livenessProbe", "successThreshold: 3"))).toHaveLength(1);
  });
});
