import { describe, expect, test } from "vitest";
import { validateStatefulSet } from "../../../src/kinds/stateful-set/validate-stateful-set.js";
import type { KubernetesVersion } from "../../../src/policy/kubernetes-version.js";
import { minorVersion } from "../../rollout/minor-version.js";

type Spec = Record<string, unknown>;
const updating = (updateStrategy: unknown): Spec => ({ updateStrategy });
const rolling = (rollingUpdate: unknown): Spec => updating({ type: "RollingUpdate", rollingUpdate });

const ACCEPTED: [string, Spec, string?][] = [
  ["nothing written at all", {}],
  ["nulls everywhere, which are absent", { replicas: null, updateStrategy: null, podManagementPolicy: null }],
  ["an empty type, which is defaulted", updating({ type: "" })],
  ["an empty podManagementPolicy, which is defaulted", { podManagementPolicy: "" }],
  ["a null rollingUpdate beside OnDelete", updating({ type: "OnDelete", rollingUpdate: null })],
  ["an empty rollingUpdate", rolling({})],
  ["a partition above the replicas", { replicas: 1, ...rolling({ partition: 5 }) }],
  ["maxUnavailable of exactly 100%", rolling({ maxUnavailable: "100%" })],
  ["maxUnavailable above the replicas", { replicas: 1, ...rolling({ maxUnavailable: 7 }) }],
  ["rollingUpdate with its type in apps/v1beta1", rolling({ partition: 1 }), "apps/v1beta1"],
  ["Parallel", { podManagementPolicy: "Parallel" }],
  ["ordinals from 1", { ordinals: { start: 1 } }],
];

const PARTITION = "updateStrategy.rollingUpdate.partition";
const UNAVAILABLE = "updateStrategy.rollingUpdate.maxUnavailable";
/** It is decoded everywhere, and validated only where it counts. */
const ON_37 = minorVersion(37);
const ON_36 = minorVersion(36);

/** [what it shows, what is written, field, words of the message] */
const REFUSED: [string, Spec, string, string[]][] = [
  ["an unknown type", updating({ type: "Recreate" }), "updateStrategy.type", ["RollingUpdate and OnDelete"]],
  [
    "a strategy that is a text",
    updating("OnDelete"),
    "updateStrategy",
    ['updateStrategy is the text "OnDelete"'],
  ],
  ["a strategy that is a list", updating([]), "updateStrategy", ["a mapping"]],
  ["a rollingUpdate that is a number", rolling(1), "updateStrategy.rollingUpdate", ["rollingUpdate is 1"]],
  [
    "OnDelete with rollingUpdate",
    updating({ type: "OnDelete", rollingUpdate: {} }),
    "updateStrategy.rollingUpdate",
    ["updateStrategy.type is OnDelete,", "remove rollingUpdate"],
  ],
  ["a negative partition", rolling({ partition: -1 }), PARTITION, ["partition is -1", "cannot be negative"]],
  ["a partition in quotes", rolling({ partition: "1" }), PARTITION, ["without quotes"]],
  ["a partition in per cent", rolling({ partition: "50%" }), PARTITION, ["a whole number"]],
  [
    "maxUnavailable of 0",
    rolling({ maxUnavailable: 0 }),
    UNAVAILABLE,
    ["maxUnavailable is 0, but at least 1 pod"],
  ],
  ["maxUnavailable of 0%", rolling({ maxUnavailable: "0%" }), UNAVAILABLE, ["at least 1 pod or 1%"]],
  ["maxUnavailable above 100%", rolling({ maxUnavailable: "101%" }), UNAVAILABLE, ["at most 100%"]],
  ["maxUnavailable in quotes", rolling({ maxUnavailable: "1" }), UNAVAILABLE, ["write 1 without quotes"]],
  ["half a pod", rolling({ maxUnavailable: 0.5 }), UNAVAILABLE, ["pods come whole"]],
  ["another podManagementPolicy", { podManagementPolicy: "Ordered" }, "podManagementPolicy", ['"Ordered"']],
  ["replicas in quotes", { replicas: "3" }, "replicas", ["without quotes"]],
  ["a negative wait", { minReadySeconds: -1 }, "minReadySeconds", ["minReadySeconds is -1"]],
  ["ordinals below 0", { ordinals: { start: -1 } }, "ordinals.start", ["start is -1"]],
];

describe("validateStatefulSet", () => {
  test.each(ACCEPTED)("accepts %s", (_, spec, apiVersion = "apps/v1") => {
    expect(validateStatefulSet({ apiVersion, spec, version: ON_37 })).toEqual([]);
    expect(validateStatefulSet({ apiVersion, spec, version: ON_36 })).toEqual([]);
  });

  test.each(REFUSED)("refuses %s", (_, spec, field, words) => {
    const faults = validateStatefulSet({ apiVersion: "apps/v1", spec, version: ON_37 });
    expect(faults.map((fault) => fault.field)).toEqual([field]);
    for (const word of words) expect(faults[0]!.message).toContain(word);
    expect(faults[0]).toMatchObject({ refused: true, assumesAbsent: false });
  });

  test.each([0, "0%", "101%", "1", "abc", "", "-1%", "+5%", -1])(
    "takes maxUnavailable: %j where the version drops the field",
    (maxUnavailable) => {
      const faultsOn = (version: KubernetesVersion) =>
        validateStatefulSet({ apiVersion: "apps/v1", spec: rolling({ maxUnavailable }), version });
      for (const version of [minorVersion(34), minorVersion(35, 4), ON_36])
        expect(faultsOn(version)).toEqual([]);
      for (const version of [minorVersion(35), ON_37])
        expect(faultsOn(version)).toMatchObject([{ field: UNAVAILABLE, refused: true }]);
    },
  );

  test.each([[[]], [{}], [true], [0.5], [2 ** 31]])(
    "refuses maxUnavailable: %j on every version, as it cannot be decoded",
    (maxUnavailable) => {
      for (const version of [ON_36, ON_37])
        expect(
          validateStatefulSet({ apiVersion: "apps/v1", spec: rolling({ maxUnavailable }), version }),
        ).toMatchObject([{ field: UNAVAILABLE, refused: true }]);
    },
  );

  test("refuses rollingUpdate without a type in apps/v1beta1, whose default is OnDelete; a patch may mean another", () => {
    const spec = updating({ rollingUpdate: { partition: 1 } });
    expect(validateStatefulSet({ apiVersion: "apps/v1beta2", spec, version: ON_37 })).toEqual([]);
    expect(validateStatefulSet({ apiVersion: "apps/v1beta1", spec, version: ON_37 })).toMatchObject([
      {
        field: "updateStrategy.rollingUpdate",
        message: expect.stringContaining("OnDelete by default in apps/v1beta1"),
        assumesAbsent: true,
      },
    ]);
  });
});
