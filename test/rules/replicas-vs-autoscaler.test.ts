import { describe, expect, it } from "vitest";
import { reviewFiles } from "../engine/review-files.js";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const PROBED =
  "{name: web, image: web, ports: [{containerPort: 8000}], readinessProbe: {tcpSocket: {port: 8000}}}";
const web = (spec: string, containers = PROBED) => deploymentOf({ spec, containers });
const hpa = (range: string, target = "name: web") =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: scaler}\nspec: {scaleTargetRef: {kind: Deployment, ${target}}, ${range}}\n`;
const keda = (spec: string, annotations = "") =>
  `---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: scaler, annotations: {${annotations}}}\nspec: {scaleTargetRef: {name: web}, ${spec}}\n`;
const patch = (spec: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {${spec}}\n`;
const RANGE = "minReplicas: 2, maxReplicas: 9";

describe("replicas that are written beside an autoscaler", () => {
  it.each([
    ["an HPA", `${web("replicas: 3")}${hpa(RANGE)}`, true],
    ["an HPA of another workload", `${web("replicas: 3")}${hpa(RANGE, "name: api")}`, false],
    [
      "an HPA whose range nobody can read",
      `${web("replicas: 3")}${hpa("minReplicas: 9, maxReplicas: 2")}`,
      false,
    ],
    ["an HPA that 0 switches off", `${web("replicas: 0")}${hpa(RANGE)}`, false],
    ["an HPA of just that number", `${web("replicas: 3")}${hpa("minReplicas: 3, maxReplicas: 3")}`, false],
    ["an HPA of just another number", `${web("replicas: 3")}${hpa("minReplicas: 4, maxReplicas: 4")}`, true],
    ["a ScaledObject", `${web("replicas: 3")}${keda("maxReplicaCount: 9")}`, true],
    ["a ScaledObject that wakes it from 0", `${web("replicas: 0")}${keda("maxReplicaCount: 9")}`, true],
    [
      "a ScaledObject that is paused at that number",
      `${web("replicas: 3")}${keda("maxReplicaCount: 9", 'autoscaling.keda.sh/paused-replicas: "3"')}`,
      false,
    ],
    ["nothing", web("replicas: 3"), false],
  ])("are a warning where that disagrees: %s", (_, yaml, warns) => {
    expect(placesOf("replicas-vs-autoscaler", yaml)).toEqual(warns ? ["warning - spec/replicas"] : []);
  });

  it("are none where none are written", () => {
    expect(placesOf("replicas-vs-autoscaler", `${web("")}${hpa(RANGE)}`)).toEqual([]);
  });

  it("say who owns the number, and how the field is left out", () => {
    expect(verdictsOf("replicas-vs-autoscaler", `${web("replicas: 3")}${hpa(RANGE)}`)[0]).toContain(
      "replicas: 3 stands beside HorizontalPodAutoscaler “scaler”, which keeps the number between 2 and 9: every client-side apply sets “web” back to 3, whatever its load is, and a server-side apply is refused as a conflict once the autoscaler has changed the number. To leave it out of what was applied before, take the field out of the record of the last apply first (kubectl apply edit-last-applied).",
    );
    const fixed = `${web("replicas: 3")}${hpa("minReplicas: 4, maxReplicas: 4")}`;
    expect(verdictsOf("replicas-vs-autoscaler", fixed)[0]).toContain("which keeps the number at 4");
  });

  it.each([
    ["between 0 and 100", "triggers: []"],
    ["between 0 and 1", "maxReplicaCount: 1"],
    ["between 0 and 9", "minReplicaCount: 2, idleReplicaCount: 0, maxReplicaCount: 9"],
    ["between 2 and 9", "minReplicaCount: 2, maxReplicaCount: 9"],
  ])("say how far down KEDA goes: %s", (words, spec) => {
    expect(verdictsOf("replicas-vs-autoscaler", `${web("replicas: 1")}${keda(spec)}`)[0]).toContain(
      `which keeps the number ${words}: every`,
    );
  });

  it("know that nothing was applied of a new workload", () => {
    const added = `${web("replicas: 3")}${hpa(RANGE)}`;
    const words = verdictsOf("replicas-vs-autoscaler", added, { change: { isAdded: true } })[0];
    expect(words).toMatch(/changed the number\. Leave replicas out of the manifest\.$/);
  });

  it("are nothing to a worker that serves nobody, nor to a DaemonSet", () => {
    expect(
      placesOf("replicas-vs-autoscaler", `${web("replicas: 3", "{name: worker, image: a}")}${hpa(RANGE)}`),
    ).toEqual([]);
    const daemonSet = web("replicas: 3").replace("kind: Deployment", "kind: DaemonSet");
    const scaled = `${daemonSet}${hpa(RANGE).replace("kind: Deployment", "kind: DaemonSet")}`;
    expect(placesOf("replicas-vs-autoscaler", scaled, { policy: { nodes: 5 } })).toEqual([]);
  });
});

describe("replicas that a change drops", () => {
  const messagesOf = (before: string, after: string, around = "") =>
    reviewFiles({ "web.yaml": after + around }, { "web.yaml": before + around })
      .findings.filter(({ rule }) => rule === "replicas-vs-autoscaler")
      .map(({ state, line, message }) => `${state} ${line} ${message}`);

  it("are a warning beside the autoscaler that owns them now", () => {
    expect(messagesOf(web("replicas: 5"), web(""), hpa(RANGE))).toEqual([
      "new 4 This change drops replicas: 5 beside HorizontalPodAutoscaler “scaler”, which keeps the number between 2 and 9. Applied client-side, that takes “web” down to Kubernetes' default of 1 pod until the autoscaler acts; server-side, only where the autoscaler has not written another number than 5 yet: take the field out of the record of the last apply first (kubectl apply edit-last-applied).",
    ]);
  });

  it("are one where no autoscaler is known, too", () => {
    expect(messagesOf(web("replicas: 5"), web(""))[0]).toContain(
      "and no autoscaler is known. Applied client-side, that takes “web” from 5 pods to Kubernetes' default of 1; server-side as well, unless something else has written another number since. If an autoscaler elsewhere owns the number, ",
    );
  });

  it.each([
    ["the default was written", web("replicas: 1"), web(""), hpa(RANGE)],
    [
      "the default was written, beside another change",
      web("replicas: 1"),
      web("minReadySeconds: 1"),
      hpa(RANGE),
    ],
    ["none were written", web(""), web("minReadySeconds: 1"), hpa(RANGE)],
    ["another number is written", web("replicas: 5"), web("replicas: 6"), ""],
    ["they stood at 0", web("replicas: 0"), web(""), hpa(RANGE)],
    [
      "a kustomization writes them",
      web("replicas: 5"),
      web(""),
      "---\nkind: Kustomization\nreplicas: [{name: web, count: 5}]\n",
    ],
  ])("are nothing where %s", (_, before, after, around) => {
    expect(messagesOf(before, after, around)).toEqual([]);
  });

  it.each([
    [
      "a kustomization",
      "overlay/kustomization.yaml",
      "kind: Kustomization\nreplicas: [{name: web, count: 5}]\n",
      0,
    ],
    ["one of another workload", "overlay/kustomization.yaml", "replicas: [{name: api, count: 5}]\n", 1],
    ["a patch", "overlay/web.yaml", patch("replicas: 5"), 0],
    ["a patch of something else", "overlay/web.yaml", patch("minReadySeconds: 5"), 1],
    ["a whole one of that name", "other/web.yaml", web("replicas: 5"), 1],
  ])("are nothing where %s of another folder writes them", (_, path, text, count) => {
    const review = reviewFiles(
      { "base/web.yaml": web(""), [path]: text },
      { "base/web.yaml": web("replicas: 5") },
    );
    expect(review.findings.filter(({ rule }) => rule === "replicas-vs-autoscaler")).toHaveLength(count);
  });
});
