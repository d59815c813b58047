import { describe, expect, it } from "vitest";
import { planOf } from "../cli/plan-of.js";

const POD = `template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}`;
const workload = (apiVersion: string, kind: string, selector = "{matchLabels: {app: web}}") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\nspec: {replicas: 3, selector: ${selector}, ${POD}}\n`;
const autoscaler = (apiVersion: string, target = "scaleTargetRef: {kind: Deployment, name: web}, ") =>
  `apiVersion: ${apiVersion}\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {${target}maxReplicas: 5}\n`;
const budget = (apiVersion: string) =>
  `apiVersion: ${apiVersion}\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n`;

const said = (text: string, before: Record<string, string> = {}) =>
  planOf(before, { "a.yaml": text }).plan.problems.map(({ line, message }) => [line, message]);

describe("an apiVersion that no cluster serves any more", () => {
  it.each([
    [
      workload("extensions/v1beta1", "Deployment"),
      "Kubernetes 1.16 and later have no Deployment in extensions/v1beta1, so an apply of it is refused; apps/v1 has. The numbers here are those of a live object that was created from it.",
    ],
    [
      workload("v1", "DeploymentConfig", "{app: web}"),
      "OpenShift 4 has no DeploymentConfig in v1, so an apply of it is refused; apps.openshift.io/v1 has. The numbers here are those of a live object that was created from it.",
    ],
    [
      autoscaler("autoscaling/v2beta1"),
      "Kubernetes 1.25 and later have no HorizontalPodAutoscaler in autoscaling/v2beta1, so an apply of it is refused; autoscaling/v2 has.",
    ],
    [
      autoscaler("autoscaling/v2beta2"),
      "Kubernetes 1.26 and later have no HorizontalPodAutoscaler in autoscaling/v2beta2, so an apply of it is refused; autoscaling/v2 has.",
    ],
    [
      budget("policy/v1beta1"),
      "Kubernetes 1.25 and later have no PodDisruptionBudget in policy/v1beta1, so an apply of it is refused; policy/v1 has.",
    ],
  ])("is told: %s", (text, message) => {
    expect(said(text)).toEqual([[1, message]]);
  });

  it.each([
    workload("apps/v1", "Deployment"),
    workload("apps.kruise.io/v1alpha1", "CloneSet"),
    workload("apps.kruise.io/v1beta1", "CloneSet"),
    workload("apps.openshift.io/v1", "DeploymentConfig", "{app: web}"),
    autoscaler("autoscaling/v1"),
    autoscaler("autoscaling/v2"),
    budget("policy/v1"),
    // a patch
    autoscaler("autoscaling/v2beta2", ""),
  ])("is no word about %s", (text) => {
    expect(said(text)).toEqual([]);
  });

  it("is no word where the change leaves the object alone", () => {
    const text = budget("policy/v1beta1");
    expect(said(`# words\n${text}`, { "a.yaml": text })).toEqual([]);
  });
});
