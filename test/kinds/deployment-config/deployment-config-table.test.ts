import { describe, expect, it, test } from "vitest";
import { defaultedLimits } from "../../../src/kinds/deployment-config/deployment-config-defaults.js";
import { deploymentConfigRollout } from "../../../src/kinds/deployment-config/deployment-config-rollout.js";
import { analyzeRollout } from "../../../src/rollout/analyze-rollout.js";
import { minorVersion } from "../../rollout/minor-version.js";
import { limitsByHand, worstCaseByHand } from "../../rollout/rollout-oracle.js";
import { goneAfter } from "./deployer.js";

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const written = (spec: Record<string, unknown>) => ({
  apiVersion: "apps.openshift.io/v1",
  spec,
  version: minorVersion(36),
  holdsHostPorts: false,
});

describe("the limits that OpenShift fills in", () => {
  it.each([
    [undefined, "25%", "25%"],
    [{}, "25%", "25%"],
    [{ maxSurge: null, maxUnavailable: null }, "25%", "25%"],
    [{ maxSurge: 0 }, 0, "25%"],
    [{ maxSurge: "0%" }, "0%", "25%"],
    [{ maxUnavailable: 0 }, "25%", 0],
    [{ maxUnavailable: "0%" }, "25%", "0%"],
    // Beside a limit that lets something happen the other is none.
    [{ maxSurge: 1 }, 1, 0],
    [{ maxSurge: "10%" }, "10%", 0],
    [{ maxUnavailable: 2 }, 0, 2],
    [{ maxUnavailable: "50%", maxSurge: "5%" }, "5%", "50%"],
  ])("%j gives a surge of %j and %j unavailable", (params, maxSurge, maxUnavailable) => {
    expect(defaultedLimits(params)).toEqual({ maxSurge, maxUnavailable });
  });
});

const LIMITS: (number | string)[] = [...upTo(4), "0%", "20%", "34%", "50%", "100%"];
const TIMINGS = [true, false].flatMap((gated) =>
  [null, 0, 1, 10, 45].flatMap((startupSeconds) =>
    [0, 1, 10, 60].map((minReadySeconds) => ({ gated, startupSeconds, minReadySeconds })),
  ),
);

function numbersOf(strategy: unknown, replicas: number, timing: (typeof TIMINGS)[number]) {
  const { minReadySeconds, ...conditions } = timing;
  const reading = deploymentConfigRollout.read(written({ strategy, minReadySeconds }));
  const range = { min: replicas, max: replicas, source: "manifest" as const };
  return analyzeRollout(reading, { replicas: range, recreated: false, ...conditions });
}

describe("Rolling", () => {
  test.each(upTo(9))("has the numbers of a Deployment at %i replicas", (replicas) => {
    for (const maxSurge of LIMITS) {
      for (const maxUnavailable of LIMITS) {
        if (`${maxSurge}${maxUnavailable}`.replace(/%/g, "") === "00") continue;
        const limits = limitsByHand(maxSurge, maxUnavailable, replicas);
        for (const timing of TIMINGS) {
          const { worstCase, budget } = numbersOf(
            { rollingParams: { maxSurge, maxUnavailable } },
            replicas,
            timing,
          );
          const capped = { surge: limits.surge, unavailable: Math.min(limits.unavailable, replicas) };
          const expected = worstCaseByHand(replicas, capped, timing);
          if (worstCase !== expected || budget !== capped.unavailable)
            expect({ maxSurge, maxUnavailable, timing, worstCase, budget }).toEqual({ expected, ...capped });
        }
      }
    }
  });

  test("never loses more than the deployer lets go, step by step", () => {
    for (const replicas of upTo(8).slice(1)) {
      for (const surge of upTo(3)) {
        for (const unavailable of upTo(3)) {
          if (surge + unavailable === 0) continue;
          for (const times of upTo(4)) {
            const gone = goneAfter({ replicas, surge, unavailable }, times);
            const strategy = { rollingParams: { maxSurge: surge, maxUnavailable: unavailable } };
            const timing = { gated: false, startupSeconds: times, minReadySeconds: 1 };
            const { worstCase } = numbersOf(strategy, replicas, timing);
            expect([replicas, surge, unavailable, times, gone]).toEqual([
              replicas,
              surge,
              unavailable,
              times,
              worstCase,
            ]);
          }
        }
      }
    }
  });
});

test("Recreate takes every pod out, whatever the probes are", () => {
  for (const timing of TIMINGS)
    expect(numbersOf({ type: "Recreate" }, 3, timing)).toMatchObject({
      strategy: "Recreate",
      budget: null,
      worstCase: 3,
    });
});

test("Custom has no numbers and no fault, and a reason", () => {
  const spec = { strategy: { type: "Custom", customParams: { image: "deployer" } } };
  expect(deploymentConfigRollout.validate(written(spec))).toEqual([]);
  expect(deploymentConfigRollout.read(written(spec))).toMatchObject({ strategy: "Custom", outcomeAt: null });
  expect(deploymentConfigRollout.read(written(spec)).unknown).toContain("a deployer of its own");
});

describe("what OpenShift refuses", () => {
  const faultsOf = (spec: Record<string, unknown>) =>
    deploymentConfigRollout.validate(written(spec)).map(({ field }) => field);
  const rolling = (rollingParams: unknown) => ({ strategy: { type: "Rolling", rollingParams } });

  it.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ strategy: { type: "" } }, []],
    [{ strategy: { type: "Recreate", rollingParams: { maxSurge: 0 } } }, []],
    [{ strategy: "Rolling" }, ["strategy"]],
    [{ strategy: { type: "RollingUpdate" } }, ["strategy.type"]],
    [{ strategy: { type: "Custom" } }, ["strategy.customParams"]],
    [rolling(1), ["strategy.rollingParams"]],
    [rolling({ maxSurge: 0, maxUnavailable: "0%" }), ["strategy.rollingParams.maxUnavailable"]],
    [rolling({ maxUnavailable: "101%" }), ["strategy.rollingParams.maxUnavailable"]],
    [rolling({ maxSurge: "101%" }), []],
    [rolling({ maxSurge: "1" }), ["strategy.rollingParams.maxSurge"]],
    [{ replicas: -1 }, ["replicas"]],
    [{ minReadySeconds: 600 }, ["minReadySeconds"]],
    [{ minReadySeconds: 599 }, []],
    [{ minReadySeconds: 600, ...rolling({ timeoutSeconds: 601 }) }, []],
    [
      { minReadySeconds: 60, strategy: { type: "Recreate", recreateParams: { timeoutSeconds: 60 } } },
      ["minReadySeconds"],
    ],
    [{ minReadySeconds: 60, strategy: { activeDeadlineSeconds: 60 } }, ["minReadySeconds"]],
  ])("%j", (spec, fields) => {
    expect(faultsOf(spec)).toEqual(fields);
  });
});
