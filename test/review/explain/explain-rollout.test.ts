import { describe, expect, it } from "vitest";
import { judgeWorkload } from "../../../src/judge/judge-workload.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { explainRollout } from "../../../src/review/explain/explain-rollout.js";
import { NO_CHANGE } from "../../../src/workload/change/change-facts.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../../workload/read-yaml.js";

describe("what a probe would make of the worst case", () => {
  const PROXY =
    '{name: proxy, image: "quay.io/brancz/kube-rbac-proxy:v0.18.1", ports: [{containerPort: 8443}]}';
  const HOLLOW =
    '{name: web, image: web, ports: [{containerPort: 8000}], readinessProbe: {exec: {command: ["true"]}}}';

  it.each([
    ["a container without one", {}, "with a probe on each: worst case = budget = 0"],
    [
      "one whose probe proves nothing",
      { containers: HOLLOW },
      "with such a probe on each: worst case = budget = 0",
    ],
    // An open port of the proxy tells nothing of the app, as the finding says.
    [
      "a proxy of metrics",
      { containers: PROXY },
      "with a probe on each, at a proxy of metrics one that asks the app behind it: worst case = budget = 0",
    ],
  ])("is said of %s", (_, parts, expected) => {
    const { workloads, neighbours } = readYaml(deploymentOf(parts));
    const judgement = judgeWorkload(workloads[0] as Workload, neighbours, DEFAULT_POLICY, NO_CHANGE);
    expect(explainRollout(judgement).filter((line) => line.startsWith("with "))).toEqual([expected]);
  });
});
