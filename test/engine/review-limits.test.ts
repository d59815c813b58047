import { describe, expect, test } from "vitest";
import type { ChangeSet } from "../../src/changeset/change-set.js";
import { reviewChange } from "../../src/engine.js";
import { pathFilter } from "../../src/policy/path-filter.js";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { renderChange } from "../../src/render/render-change.js";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import { CIRCUMSTANCES } from "../circumstances.js";
import { changeOf, deployment } from "./review-files.js";

interface Limits {
  length?: number;
  objects?: number;
  workloads?: number;
}

const EXCLUDED = { ...DEFAULT_POLICY, paths: { include: [], exclude: ["vendor/**"] } };

function review(changeSet: ChangeSet, given: Limits, policy = DEFAULT_POLICY): ReviewPlan {
  const [length, objects, workloads] = [given.length, given.objects, given.workloads].map(
    (one) => one ?? Number.POSITIVE_INFINITY,
  ) as [number, number, number];
  const limits = { reading: { length, objects }, workloads };
  return reviewChange(
    renderChange(changeSet, { limits, comesFirst: pathFilter(policy) }),
    policy,
    CIRCUMSTANCES,
  );
}

const stream = (...names: string[]): string => names.map((name) => deployment({ name })).join("---\n");
const told = ({ workloads }: ReviewPlan): string[] =>
  workloads.map(({ change, name }) => `${change} ${name}`);
const problems = ({ problems: all }: ReviewPlan): string[] =>
  all.map(({ code, path, line, message }) => `${code} ${path}:${line} ${message}`);

const LINES = deployment().split("\n").length;
const OBJECTS = "not judged from here on: this change has more objects than one review takes on";
const TEXT = "not judged from here on: this change has more text than one review takes on";

describe("a change beyond the limits of a review", () => {
  test("is judged as far as they go, in the order of its files, and is not green", () => {
    const healthy = {
      container: "          readinessProbe:\n            tcpSocket:\n              port: 8000\n",
    };
    const changeSet = changeOf({
      "a.yaml": deployment({ name: "a", ...healthy }),
      "b.yaml": stream("b", "c"),
    });
    const plan = review(changeSet, { workloads: 1 });
    expect(told(plan)).toEqual(["added a"]);
    expect(problems(plan)).toEqual([
      "change-too-large b.yaml:1 2 workloads of this file are not judged: one review judges 1",
    ]);
    expect([plan.conclusion, plan.title]).toEqual([
      "neutral",
      "Judged in part: 1 workload within the budget",
    ]);
    expect(plan.check.summary).toContain("Not judged, or only in part: 1");
    expect(problems(review(changeSet, { workloads: 3 }))).toEqual([]);
  });

  test("fails where what is judged has an error of its own", () => {
    const plan = review(changeOf({ "a.yaml": stream("a", "b") }), { workloads: 1 });
    expect(plan.conclusion).toBe("failure");
    expect(plan.title).toMatch(/^Judged in part: a: /);
  });

  test.each([
    ["objects", { objects: 2 }, OBJECTS],
    ["text", { length: 2.5 * deployment({ name: "a" }).length }, TEXT],
  ])(
    "has a file read up to the document that is beyond, where there are too many %s",
    (_, limits, message) => {
      const plan = review(changeOf({ "a.yaml": stream("a", "b", "c"), "b.yaml": stream("d") }), limits);
      expect(told(plan)).toEqual(["added a", "added b"]);
      expect(problems(plan)).toEqual([
        `change-too-large a.yaml:${2 * LINES + 1} ${message}`,
        `change-too-large b.yaml:1 ${message}`,
      ]);
    },
  );

  test("costs nothing for documents that are no workloads and nothing beside one", () => {
    const other = `kind: ConfigMap\ndata:\n  text: ${"x".repeat(1_000)}\n`;
    const plan = review(changeOf({ "a.yaml": `${other}---\n${stream("a")}` }), { length: 1_000, objects: 1 });
    expect([told(plan), problems(plan)]).toEqual([["added a"], []]);
  });

  test("is read where the policy looks first, and told of nowhere else", () => {
    const changeSet = changeOf({ "k8s/a.yaml": stream("a"), "vendor/b.yaml": stream("b") });
    changeSet.files.reverse();
    const plan = review(changeSet, { objects: 1 }, EXCLUDED);
    expect([told(plan), problems(plan)]).toEqual([["added a"], []]);
  });

  test("says that a Service beside it may be missing", () => {
    const changeSet = changeOf({ "a.yaml": stream("a") });
    for (const path of ["s.yaml", "t.yaml"])
      changeSet.siblings.push({
        path,
        content: { kind: "text", text: "kind: Service\nmetadata: {name: s}\n" },
      });
    const plan = review(changeSet, { objects: 1 });
    expect(problems(plan)).toEqual([
      "neighbours-not-loaded s.yaml:1 this file beside the change is not read to its end (nor 1 more), as there is more than one review takes on: a Service or an autoscaler here was not seen",
    ]);
  });
});

describe("a file that is read in part", () => {
  test("may have further down what a Service is for", () => {
    const service =
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  selector:\n    app: shop\n  ports:\n    - port: 80\n";
    const changeSet = changeOf({ "a.yaml": `${stream("a")}---\n${service}---\n${stream("b")}` });
    const missed = (plan: ReviewPlan) =>
      plan.findings.filter(({ message }) => message.includes("routes to no pod"));
    expect(missed(review(changeSet, { objects: 3 }))).toHaveLength(1);
    expect(missed(review(changeSet, { objects: 2 }))).toEqual([]);
  });

  test("loses no workload that may stand further down", () => {
    const changeSet = changeOf({ "a.yaml": stream("new", "a", "b") }, { "a.yaml": stream("a", "b") });
    expect(told(review(changeSet, { objects: 2 }))).toEqual(["added new"]);
  });

  test("has nothing called new that may have stood further down, and says so", () => {
    const changeSet = changeOf({ "a.yaml": stream("a") }, { "a.yaml": stream("old", "a") });
    const plan = review(changeSet, { objects: 1 });
    expect(plan.findings.map(({ state, compared }) => [state, compared])).toEqual([["existing", false]]);
    expect(problems(plan)[0]).toMatch(/^change-too-large a\.yaml:1 the base of this file is read in part/);
    expect(plan.conclusion).toBe("neutral");
  });
});
