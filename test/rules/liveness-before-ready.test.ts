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
    // By default the third failure in a row, 20 s after the first probe, kills the container. The first one comes within
    // a period after its delay, so up to 30 s it is chance which probe is first.
    ["", ", initialDelaySeconds: 21", []],
    ["", ", initialDelaySeconds: 29", []],
    ["", ", initialDelaySeconds: 30", FOUND],
    [", initialDelaySeconds: 1", ", initialDelaySeconds: 30", []],
    [", initialDelaySeconds: 3, periodSeconds: 3", ", initialDelaySeconds: 10", []],
    [", initialDelaySeconds: 3, periodSeconds: 3", ", initialDelaySeconds: 12", FOUND],
    [", failureThreshold: 1", "", []],
    [", failureThreshold: 1", ", initialDelaySeconds: 9", []],
    [", failureThreshold: 1", ", initialDelaySeconds: 10", FOUND],
    [", failureThreshold: 4, periodSeconds: 5", ", initialDelaySeconds: 19", []],
    [", failureThreshold: 4, periodSeconds: 5", ", initialDelaySeconds: 20", FOUND],
    [", periodSeconds: five", ", initialDelaySeconds: 60", []],
  ])("liveness {%s} beside readiness {%s}", (liveness, readiness, places) => {
    expect(placesOf("liveness-before-ready", yamlOf(liveness, readiness))).toEqual(places);
  });

  it("is content with a startup probe, which holds liveness back", () => {
    const startup = ", startupProbe: {tcpSocket: {port: 8000}}";
    expect(placesOf("liveness-before-ready", yamlOf("", ", initialDelaySeconds: 60", startup))).toEqual([]);
  });

  it.each([
    [0, 30, FOUND],
    [0, 29, []],
    [15, 45, FOUND],
    [15, 44, []],
  ])(
    "is not content with one that always succeeds, but for its delay of %i s, beside a readiness delay of %i s",
    (held, delay, places) => {
      const startup = `, startupProbe: {exec: {command: ["true"]}, initialDelaySeconds: ${held}}`;
      const yaml = yamlOf("", `, initialDelaySeconds: ${delay}`, startup);
      expect(placesOf("liveness-before-ready", yaml)).toEqual(places);
      expect(verdictsOf("liveness-before-ready", yaml).join()).toMatch(
        places.length === 0 ? /^$/ : /A startup probe that asks the app holds liveness back/,
      );
    },
  );

  it.each([
    ["! grep -q ERROR /a.log", []],
    ["grep -q READY /a.log", FOUND],
  ])("fears no liveness probe that looks for what only a failure brings: %s", (script, places) => {
    const yaml = yamlOf("", ", initialDelaySeconds: 60").replace(
      "livenessProbe: {tcpSocket: {port: 8000}",
      `livenessProbe: {exec: {command: [sh, -c, "${script}"]}`,
    );
    expect(placesOf("liveness-before-ready", yaml)).toEqual(places);
  });

  it("fears no liveness probe that always succeeds", () => {
    const liveness = 'livenessProbe: {exec: {command: ["true"]}';
    const yaml = yamlOf("", ", initialDelaySeconds: 60").replace(
      "livenessProbe: {tcpSocket: {port: 8000}",
      liveness,
    );
    expect(placesOf("liveness-before-ready", yaml)).toEqual([]);
    const elsewhere = yaml.replace(/exec: \{command: \["true"\]\}/, "tcpSocket: {host: 10.1.2.3, port: 80}");
    expect(placesOf("liveness-before-ready", elsewhere)).toEqual(FOUND);
  });

  it("names both moments", () => {
    expect(verdictsOf("liveness-before-ready", yamlOf("", ", initialDelaySeconds: 60"))[0]).toMatch(
      /“web” can kill it 20 s after its start, while its readiness probe grants it 60 s/,
    );
  });
});
