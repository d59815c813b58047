import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
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
});
