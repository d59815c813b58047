import { describe, expect, test } from "vitest";
import { validateDaemonSet } from "../../../src/kinds/daemon-set/validate-daemon-set.js";
import { minorVersion } from "../../rollout/minor-version.js";

type Spec = Record<string, unknown>;
const updating = (updateStrategy: unknown): Spec => ({ updateStrategy });
const rolling = (rollingUpdate: unknown): Spec => updating({ type: "RollingUpdate", rollingUpdate });
const faultsOf = (spec: Spec, { apiVersion = "apps/v1", holdsHostPorts = false } = {}) =>
  validateDaemonSet({ apiVersion, spec, version: minorVersion(36), holdsHostPorts });

const ACCEPTED: [string, Spec][] = [
  ["nothing written at all", {}],
  ["nulls everywhere, which are absent", { updateStrategy: null, minReadySeconds: null }],
  ["an empty type, which is defaulted", updating({ type: "" })],
  ["OnDelete", updating({ type: "OnDelete" })],
  [
    "OnDelete with limits, which nobody looks at",
    updating({ type: "OnDelete", rollingUpdate: { maxSurge: 1 } }),
  ],
  ["maxUnavailable alone", rolling({ maxUnavailable: "10%" })],
  ["maxUnavailable of exactly 100%", rolling({ maxUnavailable: "100%" })],
  ["maxSurge where maxUnavailable is written as 0", rolling({ maxSurge: 1, maxUnavailable: 0 })],
  ["maxSurge in per cent where maxUnavailable is 0%", rolling({ maxSurge: "100%", maxUnavailable: "0%" })],
  ["a null maxSurge, which is 0", rolling({ maxSurge: null, maxUnavailable: 3 })],
];

const SURGE = "updateStrategy.rollingUpdate.maxSurge";
const UNAVAILABLE = "updateStrategy.rollingUpdate.maxUnavailable";

/** [what it shows, what is written, field, words of the message, whether a patch is spared] */
const REFUSED: [string, Spec, string, string[], boolean][] = [
  [
    "an unknown type",
    updating({ type: "Recreate" }),
    "updateStrategy.type",
    ["RollingUpdate and OnDelete"],
    false,
  ],
  ["a strategy that is a text", updating("OnDelete"), "updateStrategy", ["a mapping"], false],
  ["a rollingUpdate that is a list", rolling([]), "updateStrategy.rollingUpdate", ["a list"], false],
  [
    "maxSurge alone",
    rolling({ maxSurge: 1 }),
    SURGE,
    ["maxUnavailable is 1 by default", "maxUnavailable: 0"],
    true,
  ],
  [
    "both above 0",
    rolling({ maxSurge: "10%", maxUnavailable: 2 }),
    SURGE,
    ["only one of the two above 0"],
    false,
  ],
  ["both 0", rolling({ maxSurge: 0, maxUnavailable: "0%" }), UNAVAILABLE, ["one must be above 0"], false],
  ["maxUnavailable of 0 alone", rolling({ maxUnavailable: 0 }), UNAVAILABLE, ["while maxSurge is 0"], true],
  ["maxUnavailable above 100%", rolling({ maxUnavailable: "101%" }), UNAVAILABLE, ["at most 100%"], false],
  ["maxSurge above 100%", rolling({ maxSurge: "101%", maxUnavailable: 0 }), SURGE, ["at most 100%"], false],
  [
    "maxUnavailable in quotes",
    rolling({ maxUnavailable: "1" }),
    UNAVAILABLE,
    ["write 1 without quotes"],
    false,
  ],
  ["a negative wait", { minReadySeconds: -1 }, "minReadySeconds", ["cannot be negative"], false],
];

describe("validateDaemonSet", () => {
  test.each(ACCEPTED)("accepts %s", (_, spec) => {
    expect(faultsOf(spec)).toEqual([]);
  });

  test.each(REFUSED)("refuses %s", (_, spec, field, words, assumesAbsent) => {
    const faults = faultsOf(spec);
    expect(faults.map((fault) => fault.field)).toEqual([field]);
    for (const word of words) expect(faults[0]!.message).toContain(word);
    expect(faults[0]).toMatchObject({ refused: true, assumesAbsent });
  });

  test("takes a surge of pods that hold a host port, and says that it can never proceed", () => {
    const surge = rolling({ maxSurge: 1, maxUnavailable: 0 });
    expect(faultsOf(surge, { holdsHostPorts: true })).toMatchObject([{ field: SURGE, refused: false }]);
    expect(faultsOf({}, { holdsHostPorts: true })).toEqual([]);
    expect(faultsOf(updating({ type: "OnDelete" }), { holdsHostPorts: true })).toEqual([]);
  });

  test("knows that extensions/v1beta1 replaced nothing by default", () => {
    const spec = updating({ rollingUpdate: { maxSurge: 1 } });
    expect(faultsOf(spec, { apiVersion: "extensions/v1beta1" })).toEqual([]);
    expect(faultsOf(spec, { apiVersion: "apps/v1beta2" })).toHaveLength(1);
  });
});
