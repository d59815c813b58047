import { expect, it } from "vitest";
import { deployment, reviewFiles } from "../../engine/review-files.js";

const several = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join("---\n");

const services = (count: number) =>
  several(
    count,
    (i) =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: web-${i}}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n`,
  );

const autoscalers = (count: number) =>
  several(
    count,
    (i) =>
      `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web-${i}}\nspec: {minReplicas: 3, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n`,
  );

const toldOf = (beside: string) =>
  reviewFiles({ "k8s/web.yaml": deployment(), "k8s/beside.yaml": beside })
    .problems.filter(({ code }) => code === "neighbours-not-loaded")
    .map(({ path, line, message }) => `${path}:${line} ${message}`);

it.each([
  ["Services", services(50), "50 Services or more: no more than 50 of them were asked"],
  ["autoscalers", autoscalers(100), "100 autoscalers or more: no more than 100 of them were asked"],
])("says that not all %s may have been asked", (_, beside, words) => {
  expect(toldOf(beside)).toEqual([`k8s/web.yaml:1 “web” has ${words}`]);
});

it("says nothing where all were asked", () => {
  expect([...toldOf(services(49)), ...toldOf(autoscalers(99))]).toEqual([]);
});
