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
    // The defaults: a timeout of 1 s, a period of 10 s.
    ["readinessProbe", "timeoutSeconds: 10", null],
    ["readinessProbe", "timeoutSeconds: 11", "warning timeoutSeconds"],
    ["livenessProbe", "timeoutSeconds: 5, periodSeconds: 5", null],
    ["livenessProbe", "timeoutSeconds: 6, periodSeconds: 5", "warning timeoutSeconds"],
    ["livenessProbe", "timeoutSeconds: 6, periodSeconds: 0", null],
    // 600 s until the rollout is reported as failed: delay + failures x period.
    ["startupProbe", "failureThreshold: 60", null],
    ["startupProbe", "failureThreshold: 61", "warning failureThreshold"],
    ["startupProbe", "failureThreshold: 60, initialDelaySeconds: 1", "warning failureThreshold"],
    ["startupProbe", "failureThreshold: 120, periodSeconds: 5", null],
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

  it("keeps warnings for pods that run, and refusals for all", () => {
    expect(placesOf("probe-timing", yamlOf("readinessProbe", "timeoutSeconds: 11", "replicas: 0"))).toEqual(
      [],
    );
    expect(
      placesOf("probe-timing", yamlOf("readinessProbe", "timeoutSeconds: -1", "replicas: 0")),
    ).toHaveLength(1);
  });

  it("compares in a patch only what the patch states", () => {
    const patch = (entries: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, livenessProbe: {${entries}}}]}}}\n`;
    expect(placesOf("probe-timing", patch("timeoutSeconds: 30"))).toEqual([]);
    expect(placesOf("probe-timing", patch("timeoutSeconds: 30, periodSeconds: 10"))).toHaveLength(1);
    expect(placesOf("probe-timing", patch("successThreshold: 3"))).toHaveLength(1);
  });
});
