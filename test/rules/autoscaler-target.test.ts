import { describe, expect, it, test } from "vitest";
import { toldOf, workloadOf } from "./sight/around.js";

const told = (after: Parameters<typeof toldOf>[1], before?: Parameters<typeof toldOf>[2]) =>
  toldOf("autoscaler-target", after, before);

const free = (settings: Parameters<typeof workloadOf>[0] = {}) => workloadOf({ replicas: "", ...settings });

function scaler({
  name = "web",
  target = "wbe",
  kind = "Deployment",
  group = "apps/v1",
  metadata = "",
} = {}) {
  return `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}${metadata}}
spec: {scaleTargetRef: {apiVersion: ${group}, kind: ${kind}, name: ${target}}, minReplicas: 2, maxReplicas: 5}
`;
}

describe("an autoscaler that aims at nothing is told", () => {
  const END = "If both are meant, all is well.";

  test.each([
    [
      "a workload of its own name",
      { "k8s/a.yaml": free(), "k8s/b.yaml": scaler({ target: "front" }) },
      "Deployment “front”",
    ],
    [
      "a slip of a workload's name",
      { "k8s/a.yaml": free({ name: "shop" }), "k8s/b.yaml": scaler({ target: "shpo" }) },
      "Deployment “shpo”",
    ],
    [
      "a workload of another kind",
      { "k8s/a.yaml": free({ kind: "StatefulSet" }), "k8s/b.yaml": scaler({ name: "x", target: "web" }) },
      "Deployment “web”",
    ],
    [
      "the workload of its file",
      { "k8s/a.yaml": free() + scaler({ name: "x", target: "front" }) },
      "Deployment “front”",
    ],
    [
      "a Rollout",
      {
        "k8s/a.yaml":
          free({ kind: "Rollout" }) +
          scaler({ kind: "Rollout", group: "argoproj.io/v1alpha1", target: "front" }),
      },
      "Rollout “front”",
    ],
  ])("beside %s", (_, files, aim) => {
    const [message, ...more] = told(files);
    expect(message).toContain(`aims at ${aim}, which no manifest beside it has, and nothing here scales `);
    expect(message).toContain(END);
    expect(message).toMatch(/^new warning: HorizontalPodAutoscaler “/);
    expect(more).toEqual([]);
  });

  it("of KEDA's too, by the name of the Deployment alone", () => {
    const object =
      "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: wbe}}\n";
    expect(told(free() + object)).toEqual([
      expect.stringMatching(/ScaledObject “web” aims at Deployment “wbe”/),
    ]);
  });

  it("as an error where it scaled that workload before, and as existing where it did not", () => {
    const before = free() + scaler({ target: "web" });
    expect(told(free() + scaler(), before)).toEqual([
      expect.stringMatching(
        /^new error: HorizontalPodAutoscaler “web” no longer scales Deployment “web”: it now aims at Deployment “wbe”/,
      ),
    ]);
    const grown = scaler().replace("maxReplicas: 5", "maxReplicas: 6");
    expect(told(free() + grown, free() + scaler())).toEqual([expect.stringMatching(/^existing warning/)]);
    expect(told(free() + scaler(), free() + scaler())).toEqual([]);
  });
  it("as an error where the workload goes on under another name, whether or not the autoscaler is touched", () => {
    const before = { "k8s/a.yaml": free(), "k8s/b.yaml": scaler({ target: "web" }) };
    const renamed = (more = "") => ({ ...before, "k8s/a.yaml": free({ name: "front" }) + more });
    const lost =
      /^new error: HorizontalPodAutoscaler “web” scales nothing any more: it aims at Deployment “web”, which is gone, and nothing scales Deployment “front”/;
    expect(told(renamed(), before)).toEqual([expect.stringMatching(lost)]);
    const grown = scaler({ target: "web" }).replace("maxReplicas: 5", "maxReplicas: 6");
    expect(told({ ...renamed(), "k8s/b.yaml": grown }, before)).toEqual([expect.stringMatching(lost)]);
    // Another app, or one of two, is no new name.
    const other = free({ name: "front" }).replace("web:1", "other:1");
    expect(told({ ...before, "k8s/a.yaml": other }, before)).toEqual([]);
    expect(told(renamed(free({ name: "back" })), before)).toEqual([]);
    expect(told(renamed(scaler({ name: "x", target: "front" })), before)).toEqual([]);
  });

  it("not where the change leaves it as it is, whatever comes beside it", () => {
    const before = { "k8s/a.yaml": free({ name: "other" }), "k8s/b.yaml": scaler({ target: "front" }) };
    expect(told({ ...before, "k8s/a.yaml": free() }, before)).toEqual([]);
  });
});

describe("an autoscaler is not told", () => {
  test.each<[string, string | Record<string, string>]>([
    ["that has its workload", free() + scaler({ target: "web" })],
    [
      "whose workload stands elsewhere",
      { "k8s/a.yaml": free(), "k8s/b.yaml": scaler({ name: "front", target: "front" }) },
    ],
    [
      "beside a workload that another one scales",
      free() + scaler({ target: "web" }) + scaler({ name: "x", target: "wbe" }),
    ],
    ["without any workload", scaler()],
    ["of another project's kind", free() + scaler({ kind: "Farm", group: "example.com/v1" })],
    ["of a placeholder", free() + scaler({ target: "$NAME" })],
    ["of another namespace", free({ namespace: "a" }) + scaler({ metadata: ", namespace: b" })],
    ["beside a DaemonSet alone", free({ kind: "DaemonSet" }) + scaler({ target: "front" })],
    [
      "of a ReplicationController that is there",
      `${free()}${scaler({ kind: "ReplicationController", group: "v1", target: "rc" })}---\napiVersion: v1\nkind: ReplicationController\nmetadata: {name: rc}\nspec: {template: {metadata: {labels: {a: b}}}}\n`,
    ],
    ["in a folder that others build upon", { "k8s/base/a.yaml": free() + scaler() }],
  ])("%s", (_, files) => {
    expect(told(files)).toEqual([]);
  });
});
