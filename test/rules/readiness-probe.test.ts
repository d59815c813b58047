import { describe, expect, it } from "vitest";
import { judgeWorkload } from "../../src/judge/judge-workload.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { NO_CHANGE } from "../../src/workload/change/change-facts.js";
import type { Workload } from "../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../workload/read-yaml.js";
import { placesOf } from "./verdicts.js";

const PROBE = "{tcpSocket: {port: 8000}}";
const WEB = ["warning web spec/template/spec/containers/0"];

describe("readiness-probe", () => {
  it.each([
    ["a startup probe alone", `ports: [{containerPort: 8000}], startupProbe: ${PROBE}`, WEB],
    [
      "startup and liveness",
      `ports: [{containerPort: 8000}], startupProbe: ${PROBE}, livenessProbe: ${PROBE}`,
      WEB,
    ],
    [
      "startup and readiness",
      `ports: [{containerPort: 8000}], startupProbe: ${PROBE}, readinessProbe: ${PROBE}`,
      [],
    ],
    ["no probe, which is another rule's", "ports: [{containerPort: 8000}]", []],
    ["a startup probe where nothing is served", `startupProbe: ${PROBE}`, []],
  ])("judges a container with %s", (_, entries, places) => {
    expect(
      placesOf("readiness-probe", deploymentOf({ containers: `{name: web, image: a, ${entries}}` })),
    ).toEqual(places);
  });

  it("says nothing where no pods run", () => {
    const containers = `{name: web, image: a, ports: [{containerPort: 8000}], startupProbe: ${PROBE}}`;
    expect(placesOf("readiness-probe", deploymentOf({ containers, spec: "replicas: 0" }))).toEqual([]);
  });

  it.each([
    ["asks the same as often", 1, PROBE, {}, false],
    ["asks something else", 1, "{tcpSocket: {port: 8001}}", {}, true],
    ["asks too seldom", 1, "{tcpSocket: {port: 8000}, periodSeconds: 30}", {}, true],
    ["lets it fail for minutes", 1, "{tcpSocket: {port: 8000}, failureThreshold: 20}", {}, true],
    ["begins late", 1, "{tcpSocket: {port: 8000}, initialDelaySeconds: 300}", {}, true],
    ["asks the same of several pods", 2, PROBE, {}, true],
    [
      "asks the same, and the change takes a readiness probe away",
      1,
      PROBE,
      { removedProbes: new Map([["web", { probe: { exec: {} }, isOfAnotherProgram: false }]]) },
      true,
    ],
  ])("is told of a pod whose liveness probe %s only where a readiness probe gains anything", (...told) => {
    const [, replicas, liveness, change, isTold] = told;
    const containers = `{name: web, image: a, ports: [{containerPort: 8000}], startupProbe: ${PROBE}, livenessProbe: ${liveness}}`;
    const yaml = deploymentOf({ containers, spec: `replicas: ${replicas}` });
    expect(placesOf("readiness-probe", yaml, { change })).toEqual(isTold ? WEB : []);
  });

  it("was there before where the container had no gate at all", () => {
    const containers = `{name: web, image: a, ports: [{containerPort: 8000}], startupProbe: ${PROBE}}`;
    const { workloads, neighbours } = readYaml(deploymentOf({ containers }));
    const wasThere = (firstGated: ReadonlySet<string>) =>
      judgeWorkload(workloads[0] as Workload, neighbours, DEFAULT_POLICY, { ...NO_CHANGE, firstGated })
        .verdicts.filter(({ rule }) => rule === "readiness-probe")
        .map((verdict) => verdict.wasThere);
    expect(wasThere(new Set(["web"]))).toEqual([true]);
    expect(wasThere(new Set(["other"]))).toEqual([false]);
  });
});
