import { describe, expect, it } from "vitest";
import { judgeWorkload } from "../../../src/judge/judge-workload.js";
import { DEFAULT_POLICY } from "../../../src/policy/policy.js";
import { autoscalerProblems } from "../../../src/review/problems/autoscaler-problems.js";
import { NO_CHANGE } from "../../../src/workload/change/change-facts.js";
import type { Workload } from "../../../src/workload/workload.js";
import { deploymentOf, readYaml } from "../read-yaml.js";

const WEB = "scaleTargetRef: {kind: Deployment, name: web}";

function hpa(spec: string, { apiVersion = "autoscaling/v2", metadata = "name: web" } = {}): string {
  return `---\napiVersion: ${apiVersion}\nkind: HorizontalPodAutoscaler\nmetadata: {${metadata}}\nspec: {${spec}}\n`;
}

function scaledObject(spec: string, { apiVersion = "keda.sh/v1alpha1", annotations = "" } = {}): string {
  return `---\napiVersion: ${apiVersion}\nkind: ScaledObject\nmetadata: {name: web, annotations: {${annotations}}}\nspec: {${spec}}\n`;
}

function judge(yaml: string, kubernetes: string | null = null) {
  const { workloads, neighbours } = readYaml(yaml);
  const policy = { ...DEFAULT_POLICY, kubernetes };
  return judgeWorkload(workloads[0] as Workload, neighbours, policy, NO_CHANGE);
}

/** "2 to 10", or "3 by manifest" where no autoscaler counts. */
function replicasOf(autoscalers: string, spec = "", kubernetes: string | null = null): string {
  const { replicas } = judge(`${deploymentOf({ spec })}${autoscalers}`, kubernetes).analysis.rollout;
  if (replicas === null) return "unreadable";
  const { min, max, source } = replicas;
  return source === "autoscaler" ? `${min} to ${max}` : `${min} by ${source}`;
}

function problemsOf(autoscalers: string, spec = "", kubernetes: string | null = null): string[] {
  const problems = autoscalerProblems([judge(`${deploymentOf({ spec })}${autoscalers}`, kubernetes)]);
  return problems.map(({ code, line, message }) => `${code} ${line} ${message}`);
}

const paused = (value: string) => ({ annotations: `autoscaling.keda.sh/paused-replicas: "${value}"` });

describe("an HPA with minReplicas 0", () => {
  const zero = (metrics: string) => hpa(`${WEB}, minReplicas: 0, maxReplicas: 4${metrics}`);
  const outside = zero(", metrics: [{type: Resource}, {type: External}]");
  const ofObject = zero(", metrics: [{type: Object}]");
  const annotated = hpa(`${WEB}, minReplicas: 0, maxReplicas: 4`, {
    apiVersion: "autoscaling/v1",
    metadata: `name: web, annotations: {autoscaling.alpha.kubernetes.io/metrics: '[{"type":"External"}]'}`,
  });

  it.each([outside, ofObject, annotated])("counts from 0 where the API server takes it", (autoscaler) => {
    expect(replicasOf(autoscaler, "replicas: 3", "1.37")).toBe("0 to 4");
    expect(problemsOf(autoscaler, "replicas: 3", "1.37")).toEqual([]);
  });

  it("is refused before 1.37, and leaves the written replicas", () => {
    expect(replicasOf(outside, "replicas: 3", "1.36")).toBe("3 by manifest");
    expect(problemsOf(outside, "replicas: 3", "1.36")).toEqual([
      expect.stringContaining(
        "does not count for “web”: the API server refuses it, since spec.minReplicas is 0, which is allowed only from 1.37 on",
      ),
    ]);
  });

  it("says on which versions it does not count where the policy names none", () => {
    expect(problemsOf(outside, "replicas: 3")).toEqual([
      expect.stringContaining(
        "does not count for “web” on Kubernetes 1.27 to 1.36: the API server refuses it, since spec.minReplicas is 0",
      ),
    ]);
  });

  it.each(["", ", metrics: [{type: Resource}]", ", metrics: nothing"])(
    "is refused by every version without a metric from outside of the pods: %j",
    (metrics) => {
      expect(replicasOf(zero(metrics), "replicas: 3", "1.37")).toBe("3 by manifest");
      expect(problemsOf(zero(metrics), "replicas: 3", "1.37")).toEqual([
        expect.stringContaining("refuses without a metric of type Object or External"),
      ]);
    },
  );
});

describe("an HPA that the API server refuses", () => {
  it.each([
    ["metrics: {type: Resource}", "spec.metrics"],
    ["behavior: fast", "spec.behavior"],
    ["metrics: [{type: 1}]", "spec.metrics[0].type"],
    ["metrics: [{type: Rescource}]", "spec.metrics[0].type"],
    ["behavior: {scaleDown: {stabilizationWindowSeconds: -1}}", "spec.behavior.scaleDown"],
  ])("leaves the written replicas: %s", (field, path) => {
    const autoscaler = hpa(`${WEB}, maxReplicas: 56, ${field}`);
    expect(replicasOf(autoscaler, "replicas: 3")).toBe("3 by manifest");
    expect(problemsOf(autoscaler, "replicas: 3")).toEqual([
      expect.stringContaining(`does not count for “web”: the API server refuses it, since ${path}`),
    ]);
  });

  it("counts where a placeholder stands for what a tool fills in", () => {
    const autoscaler = hpa(`${WEB}, maxReplicas: 56, behavior: "\${BEHAVIOR}"`);
    expect(replicasOf(autoscaler, "replicas: 3")).toBe("1 to 56");
  });
});

describe("the range of an autoscaler", () => {
  it.each([
    ["an HPA", hpa(`${WEB}, minReplicas: 2, maxReplicas: 10`), "2 to 10"],
    [
      "an HPA of the first version",
      hpa(`${WEB}, maxReplicas: 4`, { apiVersion: "autoscaling/v1" }),
      "1 to 4",
    ],
    ["an HPA of one number", hpa(`${WEB}, minReplicas: 4, maxReplicas: 4`), "4 to 4"],
    ["a ScaledObject with nothing written", scaledObject("scaleTargetRef: {name: web}"), "1 to 100"],
    ["a ScaledObject", scaledObject(`${WEB}, minReplicaCount: 3, maxReplicaCount: 8`), "3 to 8"],
    [
      "a ScaledObject that wakes from idle 0 with its minimum",
      scaledObject(`${WEB}, idleReplicaCount: 0, minReplicaCount: 3, maxReplicaCount: 8`),
      "3 to 8",
    ],
    [
      "a ScaledObject of KEDA 1",
      scaledObject("scaleTargetRef: {deploymentName: web}, maxReplicaCount: 5", {
        apiVersion: "keda.k8s.io/v1alpha1",
      }),
      "1 to 5",
    ],
    [
      "a ScaledObject that is paused where it is",
      scaledObject(`${WEB}, maxReplicaCount: 8`, { annotations: 'autoscaling.keda.sh/paused: "true"' }),
      "1 to 8",
    ],
    [
      "a ScaledObject that is paused at a number",
      scaledObject(`${WEB}, maxReplicaCount: 8`, paused("12")),
      "12 to 12",
    ],
    ["a ScaledObject that is paused at 0", scaledObject(`${WEB}, maxReplicaCount: 8`, paused("0")), "0 to 0"],
    [
      "a ScaledObject that is paused at no number",
      scaledObject(`${WEB}, maxReplicaCount: 8`, paused("some")),
      "1 to 8",
    ],
    [
      "two of them, whichever is first",
      hpa(`${WEB}, minReplicas: 4, maxReplicas: 6`) +
        scaledObject(`${WEB}, minReplicaCount: 2, maxReplicaCount: 5`),
      "2 to 6",
    ],
    [
      "two of them the other way round",
      scaledObject(`${WEB}, minReplicaCount: 2, maxReplicaCount: 5`) +
        hpa(`${WEB}, minReplicas: 4, maxReplicas: 6`),
      "2 to 6",
    ],
  ])("is that of %s", (_, autoscalers, range) => {
    expect(replicasOf(autoscalers)).toBe(range);
    expect(problemsOf(autoscalers)).toEqual([]);
  });

  it.each([
    ["whose target is another kind", hpa("scaleTargetRef: {kind: StatefulSet, name: web}, maxReplicas: 9")],
    ["whose target has another name", hpa("scaleTargetRef: {kind: Deployment, name: api}, maxReplicas: 9")],
    [
      "whose target is of another project",
      hpa(
        "scaleTargetRef: {apiVersion: apps.kruise.io/v1alpha1, kind: Deployment, name: web}, maxReplicas: 9",
      ),
    ],
    ["that is of another project itself", hpa(`${WEB}, maxReplicas: 9`, { apiVersion: "example.com/v1" })],
    ["without a target", hpa("maxReplicas: 9")],
  ])("of an autoscaler %s is nobody's business", (_, autoscaler) => {
    expect(replicasOf(autoscaler, "replicas: 3")).toBe("3 by manifest");
    expect(problemsOf(autoscaler, "replicas: 3")).toEqual([]);
  });

  it.each([
    ["today's version", "apps/v1", "1 to 9"],
    ["the oldest one", "extensions/v1beta1", "1 to 9"],
  ])("holds for a target in %s", (_, apiVersion, range) => {
    const target = `scaleTargetRef: {apiVersion: ${apiVersion}, kind: Deployment, name: web}`;
    expect(replicasOf(hpa(`${target}, maxReplicas: 9`), "replicas: 3")).toBe(range);
  });

  it.each([
    ["1.33", "1 to 9"],
    ["1.34", "3 by manifest"],
  ])("is refused from 1.34 on for a target without a group: on %s it is %s", (kubernetes, range) => {
    const target = "scaleTargetRef: {apiVersion: v1, kind: Deployment, name: web}";
    expect(replicasOf(hpa(`${target}, maxReplicas: 9`), "replicas: 3", kubernetes)).toBe(range);
  });

  it("holds only in the namespace of the workload, where both are written", () => {
    const inShop = deploymentOf().replace("{name: web}", "{name: web, namespace: shop}");
    const sourceIn = (metadata: string) =>
      judge(`${inShop}${hpa(`${WEB}, maxReplicas: 9`, { metadata })}`).analysis.rollout.replicas?.source;
    expect(sourceIn("name: web, namespace: shop")).toBe("autoscaler");
    expect(sourceIn("name: web")).toBe("autoscaler");
    expect(sourceIn("name: web, namespace: other")).toBe("manifest");
    expect(replicasOf(hpa(`${WEB}, maxReplicas: 4`, { metadata: "name: web, namespace: shop" }))).toBe(
      "1 to 4",
    );
  });

  it("gives way to 0 replicas under an HPA, which leaves them alone, and not under KEDA, which wakes them", () => {
    expect(replicasOf(hpa(`${WEB}, maxReplicas: 9`), "replicas: 0")).toBe("0 by manifest");
    expect(replicasOf(scaledObject(`${WEB}, maxReplicaCount: 9`), "replicas: 0")).toBe("1 to 9");
  });

  it.each([
    ["idleReplicaCount: 1", "1 is not below minReplicaCount, 0 by default"],
    ["idleReplicaCount: 0", "0 is not below minReplicaCount, 0 by default"],
    ["idleReplicaCount: 3, minReplicaCount: 3", "3 is not below minReplicaCount 3"],
    ["idleReplicaCount: 1, minReplicaCount: 0", "1 is not below minReplicaCount 1"],
    ["idleReplicaCount: 0, minReplicaCount: 0", null],
    ["idleReplicaCount: 2, minReplicaCount: 3", null],
  ])("of KEDA with %s", (spec, why) => {
    const autoscaler = scaledObject(`${WEB}, maxReplicaCount: 8, ${spec}`);
    const told = `autoscaler 13 ScaledObject “web” does not count for “web”: idleReplicaCount ${why}, which KEDA refuses`;
    expect(problemsOf(autoscaler)).toEqual(why === null ? [] : [told]);
  });

  it.each([
    [
      "whose minimum is above its maximum",
      hpa(`${WEB}, minReplicas: 5, maxReplicas: 3`),
      "minReplicas 5 is above maxReplicas 3, which the API server refuses",
    ],
    ["without a maximum", hpa(WEB), "maxReplicas is missing"],
    ["of nothing", hpa(`${WEB}, maxReplicas: 0`), "maxReplicas is 0; it must be above 0"],
    [
      "in words",
      hpa(`${WEB}, minReplicas: two, maxReplicas: 3`),
      "minReplicas is a string; a whole number is needed",
    ],
    ["of half a pod", hpa(`${WEB}, maxReplicas: 1.5`), "maxReplicas is 1.5; a whole number is needed"],
    ["that a tool fills in", hpa(`${WEB}, maxReplicas: "\${MAX}"`), "maxReplicas is a placeholder"],
  ])("that nobody can know, of one %s, does not count and is told", (_, autoscaler, why) => {
    expect(replicasOf(autoscaler, "replicas: 3")).toBe("3 by manifest");
    expect(problemsOf(autoscaler, "replicas: 3")).toEqual([
      `autoscaler 14 HorizontalPodAutoscaler “web” does not count for “web”: ${why}`,
    ]);
  });

  it("that KEDA refuses is told too", () => {
    expect(problemsOf(scaledObject(`${WEB}, minReplicaCount: 5, maxReplicaCount: 3`))).toEqual([
      "autoscaler 13 ScaledObject “web” does not count for “web”: minReplicaCount 5 is above maxReplicaCount 3, which KEDA refuses",
    ]);
  });

  it.each(["kore.k8s.io/v1alpha1", "keda.k8s.io/v1alpha1", "keda.sh/v1alpha1"])(
    "counts by each group that KEDA ever had: %s",
    (apiVersion) => {
      const autoscaler = scaledObject("scaleTargetRef: {deploymentName: web}, maxReplicaCount: 7", {
        apiVersion,
      });
      expect(replicasOf(autoscaler, "replicas: 0")).toBe("1 to 7");
    },
  );

  it("of another project's group does not count", () => {
    const autoscaler = scaledObject(WEB, { apiVersion: "scaling.example.com/v1" });
    expect(replicasOf(autoscaler, "replicas: 3")).toBe("3 by manifest");
  });

  it("has nothing to do with a DaemonSet, whose pods are as many as its nodes", () => {
    const daemonSet = deploymentOf({ spec: "" }).replace("kind: Deployment", "kind: DaemonSet");
    const scaled = `${daemonSet}${hpa("scaleTargetRef: {kind: DaemonSet, name: web}, maxReplicas: none")}`;
    expect(judge(scaled).analysis.rollout.replicas).toBeNull();
    expect(autoscalerProblems([judge(scaled)])).toEqual([]);
  });
});
