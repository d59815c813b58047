import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PROBED =
  "{name: web, image: a, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const yamlOf = (replicas: number, maxUnavailable: string, containers = PROBED) =>
  deploymentOf({
    spec: `replicas: ${replicas}\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: ${maxUnavailable}}}`,
    containers,
  });
const percent = (max: number) => ({ policy: { worstCase: { max: { percent: max } } } });
const pods = (max: number) => ({ policy: { worstCase: { max: { pods: max } } } });
const FOUND = ["error - spec/strategy"];

describe("worst-case", () => {
  it.each([
    [50, "17", percent(34), []],
    [50, "18", percent(34), FOUND],
    [3, "1", percent(33), FOUND],
    [3, "1", percent(34), []],
    [3, "0", percent(0), []],
    [3, "3", percent(100), []],
    [10, "3", pods(3), []],
    [10, "4", pods(3), FOUND],
    [10, "0", pods(0), []],
  ])("%d pods of which %s may go, against %j", (replicas, unavailable, circumstances, places) => {
    expect(placesOf("worst-case", yamlOf(replicas, unavailable), circumstances)).toEqual(places);
  });

  it("takes the worst case and not the budget", () => {
    const ungated = "{name: web, image: a, ports: [{containerPort: 8000}]}";
    expect(placesOf("worst-case", yamlOf(4, "1", ungated), percent(50))).toEqual(FOUND);
  });

  it("says nothing without a ceiling, of what serves nobody, of no pods, and where there are no numbers", () => {
    expect(placesOf("worst-case", yamlOf(3, "3"))).toEqual([]);
    expect(placesOf("worst-case", yamlOf(3, "3", "{name: worker, image: a}"), pods(0))).toEqual([]);
    expect(placesOf("worst-case", yamlOf(0, "3"), pods(0))).toEqual([]);
    expect(placesOf("worst-case", yamlOf(3, "-1"), pods(0))).toEqual([]);
  });

  it("holds a ceiling in pods against every number of an autoscaler's range, and one in per cent against the largest share", () => {
    const scaled = `${yamlOf(3, "50%").replace("replicas: 3\n  ", "")}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 9}\n`;
    expect(verdictsOf("worst-case", scaled, pods(3))[0]).toContain(
      "4 pods of “web” can be out of service at once; the policy allows 3",
    );
    expect(placesOf("worst-case", scaled, pods(4))).toEqual([]);
    expect(verdictsOf("worst-case", scaled, percent(49))[0]).toContain("1 of 2 pods");
    expect(placesOf("worst-case", scaled, percent(50))).toEqual([]);
  });
});
