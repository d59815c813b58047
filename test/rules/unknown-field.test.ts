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

  it("says which name or place was meant", () => {
    expect(verdictsOf(RULE, containerWith("readynessProbe: {tcpSocket: {port: 8000}}"))[0]).toContain(
      "did you mean “readinessProbe”?",
    );
    const stray = deploymentOf({ pod: "readinessProbe: {tcpSocket: {port: 8000}}" });
    expect(verdictsOf(RULE, stray)[0]).toContain("which belongs to container “web”");
  });
});
