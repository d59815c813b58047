import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomeOfDeployment } from "../../src/kinds/deployment/deployment-rollout.js";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";
import type { RollingStrategy } from "../../src/rollout/rolling-strategy.js";
import {
  type RollingUpdateWorstCase,
  worstCaseOfRollingUpdate,
} from "../../src/rollout/worst-case-of-rolling-update.js";
import { worstOfRange } from "../../src/rollout/worst-of-range.js";
import { analyzeDeployment, faultsOf } from "../kinds/deployment/written-deployment.js";

const seconds = fc.oneof(fc.nat(5), fc.nat(100));
const limits = fc
  .record({ maxSurge: fc.nat(8), maxUnavailable: fc.nat(8) })
  .map((pair) => (pair.maxSurge + pair.maxUnavailable === 0 ? { ...pair, maxUnavailable: 1 } : pair));
const rollouts: fc.Arbitrary<RollingUpdateWorstCase> = fc
  .record({
    replicas: fc.oneof(fc.nat(12), fc.nat(1000)),
    gated: fc.boolean(),
    startupSeconds: fc.option(seconds),
    minReadySeconds: seconds,
  })
  .chain((rest) => limits.map((pair) => ({ ...pair, ...rest })));

const percent = (most: number) => fc.nat(most).map((amount) => `${amount}%`);
const written = fc.record({
  maxSurge: fc.oneof(fc.nat(20), percent(200)),
  maxUnavailable: fc.oneof(fc.nat(20), percent(100)),
});
const strategies: fc.Arbitrary<RollingStrategy> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ type: "Recreate" as const }) },
  {
    weight: 19,
    arbitrary: written
      .filter(
        ({ maxSurge, maxUnavailable }) =>
          Number.parseInt(`${maxSurge}`, 10) + Number.parseInt(`${maxUnavailable}`, 10) > 0,
      )
      .map((pair) => ({ type: "RollingUpdate" as const, ...pair })),
  },
);

describe("the worst case", () => {
  test("lies between the budget and the replicas", () => {
    fc.assert(
      fc.property(rollouts, (rollout) => {
        const worstCase = worstCaseOfRollingUpdate(rollout);
        expect(worstCase).toBeGreaterThanOrEqual(Math.min(rollout.maxUnavailable, rollout.replicas));
        expect(worstCase).toBeLessThanOrEqual(rollout.replicas);
      }),
    );
  });

  test("is never raised by a gate", () => {
    fc.assert(
      fc.property(rollouts, (rollout) => {
        const gated = worstCaseOfRollingUpdate({ ...rollout, gated: true });
        expect(gated).toBeLessThanOrEqual(worstCaseOfRollingUpdate({ ...rollout, gated: false }));
      }),
    );
  });

  test.each(["maxUnavailable", "maxSurge", "startupSeconds", "replicas"] as const)(
    "never falls with more %s",
    (field) => {
      fc.assert(
        fc.property(rollouts, fc.integer({ min: 1, max: 50 }), (rollout, more) => {
          const known = { ...rollout, startupSeconds: rollout.startupSeconds ?? 7 };
          const raised = worstCaseOfRollingUpdate({ ...known, [field]: known[field] + more });
          expect(raised).toBeGreaterThanOrEqual(worstCaseOfRollingUpdate(known));
        }),
      );
    },
  );

  test("never rises with a longer wait", () => {
    fc.assert(
      fc.property(rollouts, fc.integer({ min: 1, max: 50 }), (rollout, more) => {
        const waiting = worstCaseOfRollingUpdate({
          ...rollout,
          minReadySeconds: rollout.minReadySeconds + more,
        });
        expect(waiting).toBeLessThanOrEqual(worstCaseOfRollingUpdate(rollout));
      }),
    );
  });

  test("is highest where nobody knows the start-up time", () => {
    fc.assert(
      fc.property(rollouts, (rollout) => {
        const unknown = worstCaseOfRollingUpdate({ ...rollout, startupSeconds: null });
        expect(unknown).toBeGreaterThanOrEqual(worstCaseOfRollingUpdate(rollout));
      }),
    );
  });

  test("of an ungated app with a known start-up is the budget exactly where the wait is longer", () => {
    fc.assert(
      fc.property(rollouts, fc.integer({ min: 1, max: 100 }), (rollout, startupSeconds) => {
        fc.pre(rollout.maxUnavailable < rollout.replicas);
        const worstCase = worstCaseOfRollingUpdate({ ...rollout, gated: false, startupSeconds });
        expect(worstCase === rollout.maxUnavailable).toBe(rollout.minReadySeconds > startupSeconds);
      }),
    );
  });
});

describe("fenceposts", () => {
  test("are off by less than one pod, and always leave room", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(100), fc.nat(10_000), (surge, unavailable, replicas) => {
        const resolved = resolveFenceposts(`${surge}%`, `${unavailable}%`, replicas);
        if ("error" in resolved) return expect.fail(resolved.error);
        const above = 100 * resolved.maxSurge - surge * replicas;
        expect(above >= 0 && above < 100).toBe(true);
        const below = unavailable * replicas - 100 * resolved.maxUnavailable;
        const forced = resolved.maxSurge === 0 && resolved.maxUnavailable === 1;
        expect(forced || (below >= 0 && below < 100)).toBe(true);
        expect(resolved.maxSurge + resolved.maxUnavailable).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a range of replicas", () => {
  const ranges = fc
    .record({
      min: fc.oneof(fc.nat(20), fc.nat(500)),
      width: fc.nat(450),
      strategy: strategies,
      gated: fc.boolean(),
      startupSeconds: fc.option(seconds),
      minReadySeconds: seconds,
    })
    .map(({ width, ...range }) => ({ ...range, max: range.min + width }));

  test("has the worst case that asking at every number of replicas finds", () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const outcomeAt = (replicas: number) =>
          outcomeOfDeployment(range.strategy, range.minReadySeconds, replicas, range);
        // No pods have no share, unless there is nothing else.
        const first = range.min === 0 && range.max > 0 ? 1 : range.min;
        let [maxPods, maxShare] = [0, { worstCase: 0, replicas: first }];
        for (let replicas = range.min; replicas <= range.max; replicas++) {
          const worstCase = outcomeAt(replicas)!.worstCase;
          maxPods = Math.max(maxPods, worstCase);
          const larger = worstCase * Math.max(1, maxShare.replicas) > maxShare.worstCase * replicas;
          if (larger) maxShare = { worstCase, replicas };
        }
        expect(worstOfRange(range, outcomeAt)).toEqual({ maxPods, maxShare });
      }),
      { numRuns: 1500 },
    );
  });
});

describe("whatever is written", () => {
  const raw = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("RollingUpdate", "Recreate", "1", "25%", "0%", -1, 0, 3, Number.NaN),
  );
  const objects = fc.record(
    {
      apiVersion: fc.constantFrom("apps/v1", "extensions/v1beta1"),
      replicas: raw,
      strategy: fc.oneof(
        raw,
        fc.record(
          {
            type: raw,
            rollingUpdate: fc.oneof(
              raw,
              fc.record({ maxSurge: raw, maxUnavailable: raw }, { requiredKeys: [] }),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
      minReadySeconds: raw,
      progressDeadlineSeconds: raw,
    },
    { requiredKeys: ["apiVersion", "replicas", "strategy", "minReadySeconds", "progressDeadlineSeconds"] },
  );

  test("there are numbers exactly where the strategy and the wait have no fault", () => {
    fc.assert(
      fc.property(objects, ({ progressDeadlineSeconds, ...input }) => {
        const faults = faultsOf({ ...input, progressDeadlineSeconds }).filter(
          ({ field }) => field.startsWith("strategy") || field === "minReadySeconds",
        );
        const numbers = analyzeDeployment({
          ...input,
          replicas: { min: 3, max: 3, source: "manifest" },
          gated: false,
          startupSeconds: null,
          recreated: false,
        });
        expect(numbers.worstCase === null).toBe(faults.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
