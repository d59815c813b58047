import { describe, expect, it, test } from "vitest";
import { immutableChange, type WorkloadPair } from "../../../src/workload/change/pair-workloads.js";
import { letsGoOfPods, selectsOldPods } from "../../../src/workload/change/selected-pods.js";
import { readYaml } from "../read-yaml.js";

const OLD = "app: tickets";
const NEW = "app: tickets, part-of: box-office";

interface Written {
  apiVersion?: string;
  kind?: string;
  selector?: string | null;
  labels?: string;
}

function read({ apiVersion = "apps/v1", kind = "Deployment", selector = OLD, labels = OLD }: Written) {
  const selects = selector === null ? "" : `selector: {matchLabels: {${selector}}}, `;
  const yaml = `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: tickets}
spec: {${selects}template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: tickets, image: a}]}}}
`;
  return readYaml(yaml).workloads[0] ?? null;
}

const pairOf = (before: Written, after: Written): WorkloadPair => ({
  before: read(before),
  after: read(after),
});

/** ValidateUpdate of the strategies in pkg/registry/apps of Kubernetes 1.15. */
describe("a selector that the pods which run do not have", () => {
  test.each([
    ["Deployment", "apps/v1", false],
    ["Deployment", "apps/v1beta2", false],
    ["Deployment", "apps/v1beta1", true],
    ["Deployment", "extensions/v1beta1", true],
    ["DaemonSet", "apps/v1beta2", false],
    ["DaemonSet", "extensions/v1beta1", true],
    ["StatefulSet", "apps/v1beta1", false],
  ])("of a %s in %s is taken: %s", (kind, apiVersion, isTaken) => {
    const pair = pairOf({ kind, apiVersion }, { kind, apiVersion, selector: NEW, labels: NEW });
    expect(immutableChange(pair)).toBe(isTaken ? null : "selector");
    expect(letsGoOfPods(pair)).toBe(isTaken);
  });

  it("is judged by the request, which has the head's apiVersion", () => {
    const isTaken = (before: string, after: string) =>
      letsGoOfPods(pairOf({ apiVersion: before }, { apiVersion: after, selector: NEW, labels: NEW }));
    expect(isTaken("apps/v1", "extensions/v1beta1")).toBe(true);
    expect(isTaken("extensions/v1beta1", "apps/v1")).toBe(false);
  });
});

test.each<[string, Written, Written, boolean]>([
  ["fewer labels", { selector: NEW, labels: NEW }, { selector: OLD, labels: NEW }, false],
  ["more labels that the pods have", { labels: NEW }, { selector: NEW, labels: NEW }, false],
  ["another value", {}, { selector: "app: desk", labels: "app: desk" }, true],
  ["a placeholder", {}, { selector: "app: $APP", labels: "app: $APP" }, false],
  // Nothing is applied: no entry of the one that was filled in goes away, and the new pods do not fit it.
  ["none, over one that was filled in", { selector: null }, { selector: null, labels: "app: desk" }, false],
])("a changed selector lets go of pods: %s", (_, before, after, letsGo) => {
  const old = { apiVersion: "extensions/v1beta1" };
  expect(letsGoOfPods(pairOf({ ...old, ...before }, { ...old, ...after }))).toBe(letsGo);
});

test.each<[string, Written, Written, boolean]>([
  ["fewer labels", { selector: NEW, labels: NEW }, { selector: OLD, labels: NEW }, true],
  ["more labels that they have", { labels: NEW }, { selector: NEW, labels: NEW }, true],
  ["more labels that they do not have", {}, { selector: NEW, labels: NEW }, false],
])("a new object selects the old pods: %s", (_, before, after, selects) => {
  expect(selectsOldPods(pairOf(before, after))).toBe(selects);
});
