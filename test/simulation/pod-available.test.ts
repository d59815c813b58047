import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { availableAt, isPodAvailable, storedTime } from "../../src/simulation/pods/pod-available.js";

/** [what it shows, ready at, minReadySeconds, available at], milliseconds but for the wait */
const ROWS: [string, number, number, number][] = [
  ["without a wait at once", 1234, 0, 1234],
  ["on a whole second, the wait to the end", 2000, 10, 12_000],
  ["late in a second, almost a second early", 2999, 10, 12_000],
  ["not before it is ready", 0, 1, 1000],
];

describe("when a ready pod counts as available", () => {
  test.each(ROWS)("%s", (_, readyAt, minReadySeconds, at) => {
    expect(availableAt(readyAt, minReadySeconds)).toBe(at);
  });

  test("the moment is the first at which Kubernetes' rule holds", () => {
    const milliseconds = fc.nat(100_000);
    fc.assert(
      fc.property(milliseconds, fc.nat(20), milliseconds, (readyAt, minReadySeconds, later) => {
        const now = readyAt + later;
        const condition = { ready: true, lastTransitionTime: storedTime(readyAt) };
        const available = isPodAvailable(condition, minReadySeconds, now);
        expect(available).toBe(now >= availableAt(readyAt, minReadySeconds));
      }),
      { numRuns: 2000 },
    );
  });
});
