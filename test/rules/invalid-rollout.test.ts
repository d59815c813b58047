import { describe, expect, it } from "vitest";
import { deploymentOf } from "../workload/read-yaml.js";
import { placesOf, verdictsOf } from "./verdicts.js";

const rolling = (entries: string) => `replicas: 3\n  strategy: {rollingUpdate: {${entries}}}`;

// Every value is tried in test/rollout; here is whether the rule tells it at its place.
describe("invalid-rollout", () => {
  it.each([
    ["replicas: 3", []],
    ["replicas: -1", ["spec/replicas"]],
    ["minReadySeconds: -1", ["spec/minReadySeconds"]],
    ["progressDeadlineSeconds: 5\n  minReadySeconds: 5", ["spec/progressDeadlineSeconds"]],
    ["progressDeadlineSeconds: 6\n  minReadySeconds: 5", []],
    ["minReadySeconds: 600", ["spec/progressDeadlineSeconds"]],
    ["strategy: {type: Recreate}", []],
    ["strategy: {type: Recreate, rollingUpdate: {}}", ["spec/strategy/rollingUpdate"]],
    ["strategy: {type: Recreate, rollingUpdate: null}", []],
    ["strategy: {type: OnDelete}", ["spec/strategy/type"]],
    ["strategy: Recreate", ["spec/strategy"]],
    [rolling("maxSurge: 0, maxUnavailable: 0"), ["spec/strategy/rollingUpdate/maxUnavailable"]],
    [rolling('maxSurge: "0%", maxUnavailable: 0'), ["spec/strategy/rollingUpdate/maxUnavailable"]],
    [rolling("maxSurge: 0, maxUnavailable: 1%"), []],
    [rolling('maxUnavailable: "1"'), ["spec/strategy/rollingUpdate/maxUnavailable"]],
    [
      rolling("maxSurge: 1.5, maxUnavailable: -1"),
      ["spec/strategy/rollingUpdate/maxSurge", "spec/strategy/rollingUpdate/maxUnavailable"],
    ],
    [rolling("maxUnavailable: 101%"), ["spec/strategy/rollingUpdate/maxUnavailable"]],
    [rolling("maxSurge: 200%"), []],
    [rolling("maxSurge: null"), []],
  ])("judges %j", (spec, paths) => {
    expect(placesOf("invalid-rollout", deploymentOf({ spec }))).toEqual(
      paths.map((path) => `error - ${path}`),
    );
  });

  it("holds at 0 replicas too: the API server refuses it all the same", () => {
    expect(
      placesOf("invalid-rollout", deploymentOf({ spec: "replicas: 0\n  strategy: {type: Recreat}" })),
    ).toHaveLength(1);
  });

  it.each([
    ["minReadySeconds: 700", []],
    ["progressDeadlineSeconds: 5", []],
    ["progressDeadlineSeconds: 5, minReadySeconds: 5", ["error - spec/progressDeadlineSeconds"]],
    ["replicas: two", ["error - spec/replicas"]],
    ["strategy: {rollingUpdate: {maxSurge: 0}}", []],
    ["strategy: {rollingUpdate: {maxUnavailable: 0}}", []],
  ])("takes a patch at its word: %s", (spec, places) => {
    const patch = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {${spec}}\n`;
    expect(placesOf("invalid-rollout", patch)).toEqual(places);
  });

  it("says whose fault it is and what would do", () => {
    expect(verdictsOf("invalid-rollout", deploymentOf({ spec: "replicas: three" }))).toEqual([
      'error - spec/replicas: The API server refuses this rollout: replicas is the text "three", but a whole number of 0 or more is expected.',
    ]);
  });
});
