import { describe, expect, it } from "vitest";
import { removedProbes } from "../../../src/workload/change/removed-probes.js";
import type { Workload } from "../../../src/workload/workload.js";
import { reviewFiles } from "../../engine/review-files.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const PROBE = "{httpGet: {path: /ready, port: 8000}, periodSeconds: 5}";
const PORT = "ports: [{containerPort: 8000}]";
const web = (entries: string) => deploymentOf({ containers: `{name: web, ${entries}}` });
const probed = web(`image: "shop/web:1", ${PORT}, readinessProbe: ${PROBE}`);

function removedFrom(before: string, after: string): [name: string, isOfAnotherProgram: boolean][] {
  const [old, now] = [before, after].map((text) => readYaml(text).workloads[0] as Workload);
  const removed = removedProbes({ before: old as Workload, after: now as Workload });
  return [...removed].map(([name, { isOfAnotherProgram }]) => [name, isOfAnotherProgram]);
}

describe("a readiness probe that a change takes away", () => {
  it.each([
    ["of the same program", probed, web(`image: "shop/web:2", ${PORT}`), [["web", false]]],
    [
      "under another name of its container",
      probed,
      probed
        .replace("name: web, image", "name: app, image")
        .replace(/, readinessProbe.*?periodSeconds: 5}/, ""),
      [["app", false]],
    ],
    ["of another image", probed, web(`image: "shop/next:1", ${PORT}`), [["web", true]]],
    ["of another command", probed, web(`image: "shop/web:1", command: [serve], ${PORT}`), [["web", true]]],
    ["whose port went with it", probed, web('image: "shop/web:1", ports: [{containerPort: 9000}]'), []],
    ["that has another in its place", probed, probed.replace("/ready", "/up"), []],
    [
      "that proved nothing",
      web(`image: a, ${PORT}, readinessProbe: {exec: {command: ["true"]}}`),
      web(`image: a, ${PORT}`),
      [],
    ],
    ["that was none", web(`image: a, ${PORT}`), web(`image: a, ${PORT}`), []],
  ])("%s", (_, before, after, expected) => {
    expect(removedFrom(before, after)).toEqual(expected);
  });

  it("is offered back as it was, before what its liveness probe asks", () => {
    const alive = `image: a, ${PORT}, livenessProbe: {httpGet: {path: /live, port: 8000}}`;
    const before = web(`${alive}, readinessProbe: ${PROBE}`);
    const { findings } = reviewFiles({ "k8s/web.yaml": web(alive) }, { "k8s/web.yaml": before });
    expect(findings.map(({ fix }) => [fix?.origin, fix?.confidence, fix?.probe])).toEqual([
      ["removed-probe", "one-click", { httpGet: { path: "/ready", port: 8000 }, periodSeconds: 5 }],
    ]);
  });
});
