import { describe, expect, it } from "vitest";
import { thinnestStep } from "../../../src/kinds/argo-rollout/canary-steps.js";
import type { JsonObject } from "../../../src/manifest/json-value.js";

const ROUTING = { dynamicStableScale: false, maxTrafficWeight: 100, minPodsPerReplicaSet: 1 };
const scale = (value: JsonObject): JsonObject => ({ setCanaryScale: value });
const weight = (setWeight: number): JsonObject => ({ setWeight });
const ONE = scale({ replicas: 1 });

describe("the step that sends new pods the most beyond their share, of 10", () => {
  it.each<[string, JsonObject[], [number, number, number] | null]>([
    ["pods follow the weight", [weight(90)], null],
    ["one pod for 90 %", [ONE, weight(90)], [1, 90, 1]],
    ["one pod for its share", [ONE, weight(10)], null],
    ["a little more than its share", [ONE, weight(19)], null],
    ["twice its share", [ONE, weight(20)], [1, 20, 1]],
    ["the worst of several", [ONE, weight(20), weight(90), scale({ replicas: 4 })], [2, 90, 1]],
    ["a scale that comes back to the weight", [ONE, scale({ matchTrafficWeight: true }), weight(90)], null],
    ["a scale that is lowered under the weight", [weight(80), scale({ weight: 20 })], [1, 80, 2]],
    ["no pod, which gets no traffic", [scale({ replicas: 0 }), weight(90)], null],
  ])("%s", (_, steps, expected) => {
    const found = thinnestStep(steps, ROUTING, 10);
    expect(found && [found.index, found.weight, found.pods]).toEqual(expected);
  });

  it("counts weights against what they add up to", () => {
    const routing = { ...ROUTING, maxTrafficWeight: 1000 };
    expect(thinnestStep([ONE, weight(100)], routing, 10)).toBeNull();
    expect(thinnestStep([ONE, weight(900)], routing, 10)).toMatchObject({ weight: 900 });
  });
});
