import fc from "fast-check";
import { expect, test } from "vitest";
import {
  outcomeOfStatefulSet,
  peaksOf,
  unevenUpTo,
} from "../../../src/kinds/stateful-set/stateful-set-rollout.js";
import { worstOfRange } from "../../../src/rollout/worst-of-range.js";

const seconds = fc.oneof(fc.nat(5), fc.nat(100));
const ranges = fc
  .record({
    min: fc.oneof(fc.nat(20), fc.nat(500)),
    width: fc.oneof(fc.nat(120), fc.nat(1500)),
    partition: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(1500)),
    maxUnavailable: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 100 }).map((amount) => `${amount}%`),
    ),
    parallel: fc.boolean(),
    gated: fc.boolean(),
    startupSeconds: fc.option(seconds),
    minReadySeconds: seconds,
  })
  .map(({ width, ...range }) => ({ ...range, max: range.min + width }));

test("a range of replicas has the worst case that asking at every number of them finds", () => {
  fc.assert(
    fc.property(ranges, (range) => {
      const outcomeAt = (replicas: number) => outcomeOfStatefulSet(range, replicas, range);
      const first = range.min === 0 && range.max > 0 ? 1 : range.min;
      let [maxPods, maxShare] = [0, { worstCase: 0, replicas: first }];
      for (let replicas = range.min; replicas <= range.max; replicas++) {
        const { worstCase } = outcomeAt(replicas)!;
        maxPods = Math.max(maxPods, worstCase);
        if (worstCase * Math.max(1, maxShare.replicas) > maxShare.worstCase * replicas)
          maxShare = { worstCase, replicas };
      }
      const found = worstOfRange(range, outcomeAt, {
        peaks: peaksOf(range, range),
        unevenUpTo: unevenUpTo(range, range),
      });
      expect(found).toEqual({ maxPods, maxShare });
    }),
    { numRuns: 1500 },
  );
});
