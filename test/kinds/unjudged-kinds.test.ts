import { describe, expect, it } from "vitest";
import { formatText } from "../../src/cli/formats/format-text.js";
import { planOf } from "../cli/plan-of.js";

const objectOf = (apiVersion: string, kind: string, spec = "replicas: 3", name = "db") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {${spec}}\n`;

const KRUISE = objectOf("apps.kruise.io/v1beta1", "StatefulSet");
const GROUP = objectOf("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet");
const KNATIVE = objectOf("serving.knative.dev/v1", "Service", "template: {spec: {containers: [{image: a}]}}");

const told = (before: Record<string, string>, after: Record<string, string>) =>
  planOf(before, after).plan.problems.map(({ code, path, line, message }) => [code, path, line, message]);

describe("kinds that run pods and are not judged", () => {
  it("are listed by a scan: OpenKruise's StatefulSet, a LeaderWorkerSet, a Knative Service", () => {
    const { plan, changeSet } = planOf({}, { "all.yaml": [KRUISE, GROUP, KNATIVE].join("---\n") });
    expect(plan).toMatchObject({
      conclusion: "success",
      title: "No workload judged (3 of a kind that is not judged)",
      workloads: [],
      findings: [],
    });
    const text = formatText(plan, changeSet, { colour: false, width: null });
    for (const name of [
      "StatefulSet “db” of apps.kruise.io/v1beta1",
      "LeaderWorkerSet “db” of leaderworkerset.x-k8s.io/v1",
      "Service “db” of serving.knative.dev/v1",
    ])
      expect(text).toContain(`${name}: this kind is not judged`);
  });

  it.each([
    ["v1", "Pod"],
    ["v1", "ReplicationController"],
    ["apps/v1", "ReplicaSet"],
    ["extensions/v1beta1", "ReplicaSet"],
    ["batch/v1", "Job"],
    ["batch/v1", "CronJob"],
    ["apps.kruise.io/v1alpha1", "DaemonSet"],
    ["apps.kruise.io/v1alpha1", "BroadcastJob"],
    ["rollouts.kruise.io/v1beta1", "Rollout"],
    ["jobset.x-k8s.io/v1alpha2", "JobSet"],
    ["deploy.example.io/v1", "Deployment"],
  ])("are told: %s %s", (apiVersion, kind) => {
    expect(told({}, { "a.yaml": objectOf(apiVersion, kind) })).toEqual([
      ["other-kind", "a.yaml", 1, `${kind} “db” of ${apiVersion}: this kind is not judged`],
    ]);
  });

  it.each([
    ["v1", "Service"],
    ["v1", "ConfigMap"],
    ["example.io/v1", "Job"],
    ["example.io/v1", "Pod"],
  ])("are told apart by their group from %s %s", (apiVersion, kind) => {
    expect(told({}, { "a.yaml": objectOf(apiVersion, kind) })).toEqual([]);
  });

  const PODS = "template: {spec: {containers: [{name: a, image: a}]}}";
  const CRON = `jobTemplate: {spec: {${PODS}}}`;

  it.each([
    ["batch/v1", "Cronjob", CRON, "it looks like a slip of “CronJob”"],
    ["apps/v1", "ReplicaSets", PODS, "it looks like a slip of “ReplicaSet”"],
    ["v1", "pod", "containers: [{name: a, image: a}]", "it looks like a slip of “Pod”"],
    ["serving.knative.dev/v1", "Servce", PODS, "it looks like a slip of “Service”"],
    ["apps.kruise.io/v1beta1", "Statefulset", PODS, "it looks like a slip of “StatefulSet”"],
    ["apps/v1", "Job", PODS, "the apiVersion looks like a slip, as it has no Job"],
    ["v1", "CronJob", CRON, "the apiVersion looks like a slip, as it has no CronJob"],
    ["serving.knative.de/v1", "Service", PODS, "the apiVersion looks like a slip, as it has no Service"],
  ])("are told under a name that is a slip: %s %s", (apiVersion, kind, spec, words) => {
    expect(told({}, { "a.yaml": objectOf(apiVersion, kind, spec) })).toEqual([
      ["other-kind", "a.yaml", 1, `${kind} “db” of ${apiVersion}: this kind is not judged, and ${words}`],
    ]);
  });

  it.each([
    ["v1", "Node", "podCIDR: 10.0.0.0/24"],
    ["v1", "Pods", "replicas: 3"],
    ["serving.knative.dev/v1", "Route", "traffic: []"],
    ["serving.example.dev/v1", "Servce", PODS],
  ])("are no slip of another project's kind, and of one without pods: %s %s", (apiVersion, kind, spec) => {
    expect(told({}, { "a.yaml": objectOf(apiVersion, kind, spec) })).toEqual([]);
  });

  it("are told where they change, and not where they stay or move to another file", () => {
    const more = KRUISE.replace("3", "4");
    expect(told({ "a.yaml": KRUISE }, { "a.yaml": more })).toHaveLength(1);
    expect(told({ "a.yaml": KRUISE }, { "a.yaml": `# words\n${KRUISE}` })).toEqual([]);
    expect(told({ "a.yaml": KRUISE, "b.yaml": GROUP }, { "b.yaml": `${GROUP}---\n${KRUISE}` })).toEqual([]);
  });

  it("are told where the change takes them away, at the file's first line", () => {
    const removed =
      "StatefulSet “db” of apps.kruise.io/v1beta1, which the change removes: this kind is not judged";
    expect(told({ "a.yaml": `${GROUP}---\n${KRUISE}` }, { "a.yaml": GROUP })).toEqual([
      ["other-kind", "a.yaml", 1, removed],
    ]);
    expect(told({ "a.yaml": KRUISE }, {})).toEqual([["other-kind", "a.yaml", 1, removed]]);
  });

  it.each([
    ["a document that is no YAML", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: db\n", "yaml-syntax"],
    ["a template", `${objectOf("batch/v1", "Job")}{{- if .Values.debug }}\n{{- end }}\n`, "template"],
    ["a slip of the kind", objectOf("batch/v1", "Jobs", PODS), "other-kind"],
    ["a slip of the group", objectOf("apps/v1", "Job", PODS), "other-kind"],
    ["a kind that is no plain word", "apiVersion: batch/v1\nkind: Job-x\nspec:\n  containers: []\n", "shape"],
  ])("are not told as taken away where the head may still have them: %s", (_, head, code) => {
    const job = objectOf("batch/v1", "Job", PODS);
    expect(
      told({ "a.yaml": job }, { "a.yaml": head }).map(([code, , , message]) => [
        code,
        /removes/.test(String(message)),
      ]),
    ).toEqual([[code, false]]);
  });

  it("are one object in whatever version they are written", () => {
    const older = KRUISE.replace("v1beta1", "v1alpha1");
    expect(told({ "a.yaml": older }, { "a.yaml": KRUISE }).map(([, , , message]) => message)).toEqual([
      "StatefulSet “db” of apps.kruise.io/v1beta1: this kind is not judged",
    ]);
  });

  it("are told as templates as well", () => {
    const template = `${objectOf("batch/v1", "Job")}{{- if .Values.debug }}\n{{- end }}\n`;
    expect(told({}, { "a.yaml": template }).map(([code]) => code)).toEqual(["template"]);
    expect(told({}, { "a.yaml": template.replace("Job", "ConfigMap") })).toEqual([]);
  });

  it("keep the workloads beside them judged", () => {
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}\n`;
    const { plan } = planOf({}, { "a.yaml": `${deployment}---\n${KRUISE}` });
    expect(plan.title).toBe("1 workload within the budget");
    expect(plan.problems.map(({ code }) => code)).toEqual(["other-kind"]);
  });
});
