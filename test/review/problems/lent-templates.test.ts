import { expect, it } from "vitest";
import { deployment, reviewFiles } from "../../engine/review-files.js";

const rollout = (kind = "Deployment", name = "web") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: site}\nspec: {workloadRef: {apiVersion: apps/v1, kind: ${kind}, name: ${name}}}\n`;

/** What is told of a Rollout where only the Deployment, or nothing of it, changed. */
function toldOf(text: string, path = "k8s/rollout.yaml", spec = "", container = "          tty: true\n") {
  const unchanged = { "k8s/web.yaml": deployment({ replicas: "0" }), [path]: text };
  const after = { ...unchanged, "k8s/web.yaml": deployment({ replicas: "0", spec, container }) };
  return reviewFiles(after, unchanged)
    .problems.filter(({ code }) => code === "workload-ref")
    .map((problem) => `${problem.path}:${problem.line} ${problem.message}`);
}

it("tells of a Rollout that takes its pods from a Deployment whose pod template changed", () => {
  expect(toldOf(rollout())).toEqual([
    "k8s/web.yaml:1 Rollout “site” takes its pods from this Deployment (workloadRef): how it rolls them out is not judged",
  ]);
});

it.each([
  ["takes its pods from another Deployment", rollout("Deployment", "api")],
  ["takes its pods from another kind", rollout("PodTemplate")],
  ["stands in another folder", rollout(), "other/rollout.yaml"],
  ["gets no new pods", rollout(), "k8s/rollout.yaml", "  minReadySeconds: 5\n", ""],
])("says nothing of a Rollout that %s", (_, ...given) => {
  expect(toldOf(...(given as Parameters<typeof toldOf>))).toEqual([]);
});

it("tells of a Rollout that changed too only once", () => {
  const files = { "k8s/web.yaml": deployment(), "k8s/rollout.yaml": rollout() };
  const told = reviewFiles(files).problems.filter(({ code }) => code === "workload-ref");
  expect(told.map(({ path }) => path)).toEqual(["k8s/rollout.yaml"]);
});
