import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventQueue } from "../../src/simulation/event-queue.js";
import { lowestServing, type PodCounts, recoveredAt } from "../../src/simulation/timeline.js";

const counts = (serving: number): PodCounts => ({
  pods: serving,
  ready: serving,
  available: serving,
  serving,
  terminating: 0,
});
/** Points from [second, old serving, new serving]. */
const points = (...rows: [number, number, number][]) =>
  rows.map(([seconds, old, fresh]) => ({ seconds, old: counts(old), new: counts(fresh) }));

describe("the lowest point of a timeline", () => {
  test("is where the fewest serve, old and new together", () => {
    expect(lowestServing(points([0, 2, 0], [10, 1, 0], [30, 1, 2]))).toEqual({
      serving: 1,
      spans: [{ fromSeconds: 10, untilSeconds: 30 }],
      seconds: 20,
    });
  });

  test("goes on while pods change and their sum does not", () => {
    const { spans } = lowestServing(points([0, 2, 0], [10, 1, 1], [20, 0, 2], [30, 0, 3]));
    expect(spans).toEqual([{ fromSeconds: 0, untilSeconds: 30 }]);
  });

  test("can come several times, and its length is exact", () => {
    const lowest = lowestServing(points([0.1, 1, 0], [0.2, 2, 0], [0.3, 1, 0], [0.6, 0, 3]));
    expect([lowest.spans.length, lowest.seconds]).toEqual([2, 0.4]);
  });

  test("may not end", () => {
    expect(lowestServing(points([0, 3, 0], [5, 2, 0]))).toEqual({
      serving: 2,
      spans: [{ fromSeconds: 5, untilSeconds: null }],
      seconds: null,
    });
  });
});

describe("a timeline has recovered", () => {
  test.each([
    ["at its start where nothing is lost", points([0, 3, 0], [9, 0, 3]), 0],
    ["after the last loss", points([0, 2, 0], [5, 3, 0], [6, 2, 0], [30, 0, 3]), 30],
    ["never where it ends with too few", points([0, 3, 0], [9, 2, 0]), null],
  ])("%s", (_, all, at) => {
    expect(recoveredAt(all, 3)).toBe(at);
  });
});

test("events come in the order of their time, whatever the order in which they were added", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20))), (steps) => {
      const queue = new EventQueue<number>();
      const waiting: number[] = [];
      for (const [takes, at] of steps) {
        if (takes) {
          expect(queue.nextTime).toBe(Math.min(Number.POSITIVE_INFINITY, ...waiting));
          const taken = queue.take();
          expect(taken).toBe(waiting.length === 0 ? undefined : Math.min(...waiting));
          if (taken !== undefined) waiting.splice(waiting.indexOf(taken), 1);
        } else {
          queue.add(at, at);
          waiting.push(at);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
