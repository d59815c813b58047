/** Where more is wrong than a person reads, the last one told says how much is left. */
import { expect, test } from "vitest";
import { deployment, reviewFiles } from "./review-files.js";

const problemsIn = (files: Record<string, string>, code: string) =>
  reviewFiles(files)
    .problems.filter((problem) => problem.code === code)
    .map(({ message }) => message);

test("equal keys of one document", () => {
  const labels = (count: number) =>
    Array.from({ length: count }, (_, i) => `          - {name: web-${i}, name: again}\n`).join("");
  const told = (count: number) =>
    problemsIn({ "a.yaml": deployment({ container: `          env:\n${labels(count)}` }) }, "duplicate-key");
  expect(told(10).filter((message) => message.includes("more"))).toEqual([]);
  expect(told(13)).toHaveLength(10);
  expect(told(13).at(-1)).toMatch(/; 3 more of this document stand twice$/);
});

test("annotations that nothing reads", () => {
  const told = (count: number) => {
    const keys = Array.from({ length: count }, (_, i) => `    surefoot/strange-${i}: x\n`).join("");
    const text = deployment().replace("  name: web\n", `  name: web\n  annotations:\n${keys}`);
    return problemsIn({ "a.yaml": text }, "annotation");
  };
  expect(told(20).filter((message) => message.includes("more"))).toEqual([]);
  expect(told(24)).toHaveLength(20);
  expect(told(24).at(-1)).toMatch(/; nothing reads 4 more of its keys$/);
});

test("values that kustomize reads otherwise", () => {
  const told = (count: number) => {
    const env = Array.from({ length: count }, (_, i) => `          - {name: WEB_${i}, value: off}\n`).join(
      "",
    );
    return problemsIn(
      {
        "app/kustomization.yaml": "kind: Kustomization\nresources: [web.yaml]\n",
        "app/web.yaml": deployment({ container: `          env:\n${env}` }),
      },
      "apply",
    );
  };
  expect(told(5).filter((message) => message.includes("more of its values"))).toEqual([]);
  expect(told(6).at(-1)).toMatch(/ 1 more of its values is read differently as well\.$/);
  expect(told(8)).toHaveLength(5);
  expect(told(8).at(-1)).toMatch(/ 3 more of its values are read differently as well\.$/);
});
