import { describe, expect, test } from "vitest";
import { faultsOf, type WrittenDeployment } from "./written-deployment.js";

const SILENT: WrittenDeployment = {
  apiVersion: "apps/v1",
  replicas: undefined,
  strategy: undefined,
  minReadySeconds: undefined,
  progressDeadlineSeconds: undefined,
};

type Written = Partial<WrittenDeployment>;
const rolling = (rollingUpdate: unknown): Written => ({ strategy: { type: "RollingUpdate", rollingUpdate } });

const ACCEPTED: [string, Written][] = [
  ["nothing written at all", {}],
  [
    "nulls everywhere, which are absent",
    { replicas: null, strategy: null, minReadySeconds: null, progressDeadlineSeconds: null },
  ],
  ["a strategy without a type", { strategy: { rollingUpdate: { maxSurge: 1 } } }],
  ["an empty type, which is defaulted", { strategy: { type: "" } }],
  ["a null type", { strategy: { type: null, rollingUpdate: { maxSurge: 1 } } }],
  ["a null rollingUpdate", rolling(null)],
  ["null limits", rolling({ maxSurge: null, maxUnavailable: null })],
  ["Recreate alone", { strategy: { type: "Recreate" } }],
  ["Recreate with a null rollingUpdate", { strategy: { type: "Recreate", rollingUpdate: null } }],
  ["no surge beside the default maxUnavailable", rolling({ maxSurge: 0 })],
  ["no maxUnavailable beside the default surge", rolling({ maxUnavailable: "0%" })],
  ["percentages that only round to 0", rolling({ maxSurge: "0%", maxUnavailable: "1%" })],
  ["surge far above 100%", rolling({ maxSurge: "900%" })],
  ["maxUnavailable of exactly 100%", rolling({ maxUnavailable: "100%" })],
  ["more unavailable pods than replicas", { replicas: 1, ...rolling({ maxUnavailable: 50 }) }],
  ["no replicas", { replicas: 0 }],
  ["the largest int32 of replicas", { replicas: 2147483647 }],
  ["a wait just below the default deadline", { minReadySeconds: 599 }],
  ["a wait below a written deadline", { minReadySeconds: 900, progressDeadlineSeconds: 901 }],
  [
    "extensions/v1beta1 has no deadline unless written",
    { apiVersion: "extensions/v1beta1", minReadySeconds: 3600 },
  ],
  ["a mapping without a prototype", rolling(Object.assign(Object.create(null), { maxSurge: 1 }))],
  ["a limit that is only inherited", rolling(Object.create({ maxSurge: "1" }))],
];

const SURGE = "strategy.rollingUpdate.maxSurge";
const UNAVAILABLE = "strategy.rollingUpdate.maxUnavailable";

/** [what it shows, what is written, field, words of the message] */
const REFUSED: [string, Written, string, string[]][] = [
  [
    "an unknown type",
    { strategy: { type: "Rolling" } },
    "strategy.type",
    ['strategy.type is the text "Rolling"', "Recreate and RollingUpdate"],
  ],
  ["a type in the wrong case", { strategy: { type: "recreate" } }, "strategy.type", ['"recreate"']],
  ["a type that is no text", { strategy: { type: 3 } }, "strategy.type", ["strategy.type is 3"]],
  ["OnDelete, which other kinds have", { strategy: { type: "OnDelete" } }, "strategy.type", ['"OnDelete"']],
  [
    "Recreate with rollingUpdate",
    { strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } },
    "strategy.rollingUpdate",
    ["strategy.type is Recreate", "remove rollingUpdate"],
  ],
  [
    "Recreate with an empty rollingUpdate",
    { strategy: { type: "Recreate", rollingUpdate: {} } },
    "strategy.rollingUpdate",
    ["remove rollingUpdate"],
  ],
  [
    "a strategy that is a text",
    { strategy: "RollingUpdate" },
    "strategy",
    ['strategy is the text "RollingUpdate"', "a mapping"],
  ],
  ["a strategy that is a list", { strategy: [] }, "strategy", ["strategy is a list"]],
  [
    "a rollingUpdate that is a list",
    rolling([]),
    "strategy.rollingUpdate",
    ["rollingUpdate is a list", "a mapping"],
  ],
  ["a rollingUpdate that is a number", rolling(1), "strategy.rollingUpdate", ["rollingUpdate is 1"]],
  [
    "two zeros",
    rolling({ maxSurge: 0, maxUnavailable: 0 }),
    UNAVAILABLE,
    ["maxUnavailable is 0 while maxSurge is 0", "one must be above 0"],
  ],
  [
    "two zeros, one in per cent",
    rolling({ maxSurge: "0%", maxUnavailable: 0 }),
    UNAVAILABLE,
    ['while maxSurge is the text "0%"'],
  ],
  [
    "two zeros in per cent",
    rolling({ maxSurge: "0%", maxUnavailable: "00%" }),
    UNAVAILABLE,
    ["one must be above 0"],
  ],
  [
    "two zeros without a type",
    { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    UNAVAILABLE,
    ["one must be above 0"],
  ],
  ["maxUnavailable above 100%", rolling({ maxUnavailable: "101%" }), UNAVAILABLE, ['"101%"', "at most 100%"]],
  [
    "maxUnavailable in quotes",
    rolling({ maxUnavailable: "1" }),
    UNAVAILABLE,
    ['maxUnavailable is the text "1"', "write 1 without quotes"],
  ],
  [
    "maxSurge in quotes",
    rolling({ maxSurge: "1" }),
    SURGE,
    ['maxSurge is the text "1"', "write 1 without quotes"],
  ],
  ["a negative maxSurge", rolling({ maxSurge: -1 }), SURGE, ["maxSurge is -1", "0 or more"]],
  ["a negative maxUnavailable", rolling({ maxUnavailable: -1 }), UNAVAILABLE, ["maxUnavailable is -1"]],
  ["half a pod", rolling({ maxSurge: 0.5 }), SURGE, ["maxSurge is 0.5", "pods come whole"]],
  ["a limit that is a mapping", rolling({ maxSurge: {} }), SURGE, ["maxSurge is a mapping"]],
  [
    "replicas as a word",
    { replicas: "three" },
    "replicas",
    ['replicas is the text "three"', "a whole number of 0 or more"],
  ],
  ["replicas in quotes", { replicas: "3" }, "replicas", ["without quotes"]],
  ["negative replicas", { replicas: -1 }, "replicas", ["replicas is -1", "cannot be negative"]],
  ["half a replica", { replicas: 1.5 }, "replicas", ["replicas is 1.5"]],
  ["replicas beyond int32", { replicas: 2147483648 }, "replicas", ["at most 2147483647"]],
  ["replicas as a boolean", { replicas: true }, "replicas", ["replicas is true"]],
  ["a negative wait", { minReadySeconds: -1 }, "minReadySeconds", ["minReadySeconds is -1"]],
  ["a wait in quotes", { minReadySeconds: "10" }, "minReadySeconds", ["without quotes"]],
  [
    "a wait as long as the default deadline",
    { minReadySeconds: 600 },
    "progressDeadlineSeconds",
    ["is 600 by default", "above minReadySeconds, which is 600"],
  ],
  [
    "a wait as long as a written deadline",
    { minReadySeconds: 60, progressDeadlineSeconds: 60 },
    "progressDeadlineSeconds",
    ["progressDeadlineSeconds is 60, but"],
  ],
  [
    "a deadline of 0 beside the default wait",
    { progressDeadlineSeconds: 0 },
    "progressDeadlineSeconds",
    ["which is 0"],
  ],
  ["a negative deadline", { progressDeadlineSeconds: -5 }, "progressDeadlineSeconds", ["cannot be negative"]],
  ["a deadline as a word", { progressDeadlineSeconds: "10m" }, "progressDeadlineSeconds", ['"10m"']],
  [
    "a written deadline in extensions/v1beta1",
    { apiVersion: "extensions/v1beta1", minReadySeconds: 60, progressDeadlineSeconds: 60 },
    "progressDeadlineSeconds",
    ["above minReadySeconds"],
  ],
];

describe("faultsOf", () => {
  test.each(ACCEPTED)("accepts %s", (_, written) => {
    expect(faultsOf({ ...SILENT, ...written })).toEqual([]);
  });

  test.each(REFUSED)("refuses %s", (_, written, field, words) => {
    const faults = faultsOf({ ...SILENT, ...written });
    expect(faults.map((fault) => fault.field)).toEqual([field]);
    for (const word of words) expect(faults[0]!.message).toContain(word);
  });

  test("tells every fault, in the order of the fields", () => {
    const faults = faultsOf({
      apiVersion: "apps/v1",
      replicas: "3",
      strategy: { rollingUpdate: { maxSurge: "1", maxUnavailable: "110%" } },
      minReadySeconds: -1,
      progressDeadlineSeconds: 1.5,
    });
    const fields = ["replicas", SURGE, UNAVAILABLE, "minReadySeconds", "progressDeadlineSeconds"];
    expect(faults.map((fault) => fault.field)).toEqual(fields);
  });

  test("a message is one sentence however long the value", () => {
    const faults = faultsOf({ ...SILENT, strategy: { type: "x\n".repeat(10_000) } });
    expect(faults[0]!.message.length).toBeLessThan(200);
    expect(faults[0]!.message).not.toContain("\n");
  });
});
