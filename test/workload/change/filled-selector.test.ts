import { describe, expect, it, test } from "vitest";
import {
  immutableChange,
  rollsPods,
  unmetOfSelector,
  type WorkloadPair,
} from "../../../src/workload/change/pair-workloads.js";
import { readYaml } from "../read-yaml.js";

const OLD = "extensions/v1beta1";

interface Written {
  apiVersion?: string;
  kind?: string;
  labels?: string;
  selector?: string;
}

function read({
  apiVersion = "apps/v1",
  kind = "DaemonSet",
  labels = "app: logs, tier: node",
  selector,
}: Written) {
  const selects = selector === undefined ? "" : `selector: ${selector}, `;
  const yaml = `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: logs}
spec: {${selects}template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: logs, image: a}]}}}
`;
  const [workload] = readYaml(yaml).workloads;
  return workload ?? null;
}

const pairOf = (before: Written, after: Written): WorkloadPair => ({
  before: read({ apiVersion: OLD, ...before }),
  after: read(after),
});

/** Each as kubectl's CreateThreeWayMergePatch patches the live selector {app: logs, tier: node}. */
describe("a selector over one that an old apiVersion filled in", () => {
  test.each([
    ["of all its labels", "{matchLabels: {app: logs, tier: node}}", null],
    ["of some of its labels", "{matchLabels: {app: logs}}", null],
    ["with an empty list of expressions", "{matchLabels: {app: logs}, matchExpressions: []}", null],
    ["with another key", "{matchLabels: {app: logs, name: logs}}", "selector"],
    ["with another value", "{matchLabels: {app: log}}", "selector"],
    ["with an expression", "{matchExpressions: [{key: app, operator: In, values: [logs]}]}", "selector"],
  ])("%s", (_, selector, immutable) => {
    const pair = pairOf({ kind: "Deployment" }, { kind: "Deployment", selector });
    expect(immutableChange(pair)).toBe(immutable);
    expect(rollsPods(pair)).toBe(immutable !== null);
  });

  it.each([
    ["Deployment", OLD, null],
    ["Deployment", "apps/v1beta1", null],
    ["StatefulSet", "apps/v1beta1", null],
    ["DaemonSet", OLD, null],
    // From apps/v1beta2 on none is filled in, and a manifest without one was refused.
    ["Deployment", "apps/v1beta2", "selector"],
  ])("of a %s in %s: %s", (kind, apiVersion, immutable) => {
    const pair = pairOf({ kind, apiVersion }, { kind, selector: "{matchLabels: {app: logs}}" });
    expect(immutableChange(pair)).toBe(immutable);
  });

  it("is changed where the base wrote what the head leaves out", () => {
    const base = { selector: "{matchLabels: {app: logs, tier: node}}" };
    expect(immutableChange(pairOf(base, { selector: "{matchLabels: {app: logs}}" }))).toBe("selector");
  });
});

describe("labels under a selector that an old apiVersion filled in", () => {
  const some = "{matchLabels: {app: logs}}";

  test.each<[string, Written, [string, string][]]>([
    ["the same ones", { selector: some }, []],
    ["a further one", { selector: some, labels: "app: logs, tier: node, zone: a" }, []],
    ["one less", { selector: some, labels: "app: logs" }, [["tier", "node"]]],
    ["another value", { selector: some, labels: "app: logs, tier: edge" }, [["tier", "node"]]],
    [
      "another value, and still no selector",
      { apiVersion: OLD, labels: "app: logs, tier: edge" },
      [["tier", "node"]],
    ],
    // What a tool fills in later may be the same.
    ["a placeholder", { apiVersion: OLD, labels: "app: logs, tier: $TIER" }, []],
  ])("%s", (_, after, unmet) => {
    const pair = pairOf({}, after);
    expect(unmetOfSelector(pair)).toEqual(unmet);
    expect(immutableChange(pair)).toBe(unmet.length > 0 ? "selector" : null);
  });

  it("are free where the base wrote a selector", () => {
    const pair = pairOf({ selector: some }, { selector: some, labels: "app: logs" });
    expect(unmetOfSelector(pair)).toEqual([]);
  });
});
