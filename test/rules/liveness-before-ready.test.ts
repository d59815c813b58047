import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const yamlOf = (liveness: string, readiness: string, more = "") =>
  deploymentOf({
    containers: `{name: web, image: a, ports: [{containerPort: 8000}], livenessProbe: {tcpSocket: {port: 8000}${liveness}}, readinessProbe: {tcpSocket: {port: 8000}${readiness}}${more}}`,
  });
const FOUND = ["warning web spec/template/spec/containers/0/livenessProbe"];

describe("liveness-before-ready", () => {
  it.each([
    // By default the third failure in a row, 20 s after the first probe, kills the container.
    ["", ", initialDelaySeconds: 20", []],
    ["", ", initialDelaySeconds: 21", FOUND],
    [", initialDelaySeconds: 1", ", initialDelaySeconds: 21", []],
    [", failureThreshold: 1", "", []],
    [", failureThreshold: 1", ", initialDelaySeconds: 1", FOUND],
    [", failureThreshold: 4, periodSeconds: 5", ", initialDelaySeconds: 15", []],
    [", failureThreshold: 4, periodSeconds: 5", ", initialDelaySeconds: 16", FOUND],
    [", periodSeconds: five", ", initialDelaySeconds: 60", []],
  ])("liveness {%s} beside readiness {%s}", (liveness, readiness, places) => {
    expect(placesOf("liveness-before-ready", yamlOf(liveness, readiness))).toEqual(places);
  });

  it("is content with a startup probe, which holds liveness back", () => {
    const startup = ", startupProbe: {tcpSocket: {port: 8000}}";
    expect(placesOf("liveness-before-ready", yamlOf("", ", initialDelaySeconds: 60", startup))).toEqual([]);
  });

  it("names both moments", () => {
    expect(verdictsOf("liveness-before-ready", yamlOf("", ", initialDelaySeconds: 60"))[0]).toMatch(
      /“web” can kill it 20 s after its start, while its readiness probe grants it 60 s/,
    );
  });
});
