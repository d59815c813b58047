import { describe, expect, test } from "vitest";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";
import { worstCaseOfRollingUpdate } from "../../src/rollout/worst-case-of-rolling-update.js";
import { analyzeDeployment } from "../kinds/deployment/written-deployment.js";
import { type Limits, limitsByHand, type Timing, worstCaseByHand } from "./rollout-oracle.js";

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const percents = (last: number) => upTo(last).map((amount) => `${amount}%`);
const SURGES = [...upTo(13), ...percents(200)];
const UNAVAILABLES = [...upTo(13), ...percents(100)];
const TIMINGS: Timing[] = [true, false].flatMap((gated) =>
  [null, 1, 10, 45].flatMap((startupSeconds) =>
    [0, 1, 10, 60].map((minReadySeconds) => ({ gated, startupSeconds, minReadySeconds })),
  ),
);
const isZero = (value: number | string) => value === 0 || value === "0%";

/** The table by hand, computed once for each pair of limits. */
function expectations(replicas: number) {
  const rows = new Map<number, number[]>();
  return (limits: Limits): number[] => {
    const key = limits.surge * 1000 + limits.unavailable;
    const known = rows.get(key) ?? TIMINGS.map((timing) => worstCaseByHand(replicas, limits, timing));
    rows.set(key, known);
    return known;
  };
}

describe("budget and worst case of every strategy, probe and timing", () => {
  for (const replicas of upTo(12)) {
    test(`${replicas} replicas: ${SURGES.length} maxSurge x ${UNAVAILABLES.length} maxUnavailable x ${TIMINGS.length} timings`, () => {
      const expected = expectations(replicas);
      let combinations = 0;
      for (const maxSurge of SURGES) {
        for (const maxUnavailable of UNAVAILABLES) {
          const limits = limitsByHand(maxSurge, maxUnavailable, replicas);
          const resolved = resolveFenceposts(maxSurge, maxUnavailable, replicas);
          if ("error" in resolved) expect.fail(resolved.error);
          if (resolved.maxSurge !== limits.surge || resolved.maxUnavailable !== limits.unavailable) {
            expect({ replicas, maxSurge, maxUnavailable, resolved }).toEqual(limits);
          }
          TIMINGS.forEach((timing, row) => {
            const worstCase = worstCaseOfRollingUpdate({ replicas, ...resolved, ...timing });
            const byHand = expected(limits)[row];
            // One assertion a combination would take minutes; this one only speaks where they differ.
            if (worstCase !== byHand) {
              expect({ replicas, maxSurge, maxUnavailable, ...timing, worstCase }).toEqual({
                worstCase: byHand,
              });
            }
            combinations++;
          });
        }
      }
      expect(combinations).toBe(SURGES.length * UNAVAILABLES.length * TIMINGS.length);
    });

    test(`${replicas} replicas: the analysis of each written strategy agrees, and refuses two zeros`, () => {
      const expected = expectations(replicas);
      let turn = 0;
      for (const maxSurge of SURGES) {
        for (const maxUnavailable of UNAVAILABLES) {
          // Each strategy meets one timing; 32 and the number of strategies a row share no factor.
          const row = turn++ % TIMINGS.length;
          const { minReadySeconds, ...timing } = TIMINGS[row]!;
          const numbers = analyzeDeployment({
            apiVersion: "apps/v1",
            replicas: { min: replicas, max: replicas, source: "manifest" },
            strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
            minReadySeconds,
            ...timing,
            recreated: false,
          });
          const limits = limitsByHand(maxSurge, maxUnavailable, replicas);
          const refused = isZero(maxSurge) && isZero(maxUnavailable);
          const budget = refused ? null : Math.min(limits.unavailable, replicas);
          const worstCase = refused ? null : expected(limits)[row]!;
          if (numbers.budget !== budget || numbers.worstCase !== worstCase) {
            expect({ maxSurge, maxUnavailable, ...TIMINGS[row], numbers }).toEqual({ budget, worstCase });
          }
        }
      }
      expect(turn).toBe(SURGES.length * UNAVAILABLES.length);
    });
  }
});
