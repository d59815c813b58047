import { describe, expect, test } from "vitest";
import type { IntOrString } from "../../src/rollout/int-or-percent.js";
import { resolveFenceposts } from "../../src/rollout/resolve-fenceposts.js";

type Pair = [surge: number, unavailable: number];

/** Strategies as columns, replicas as rows: what small Deployments really get. */
const COLUMNS: [maxSurge: IntOrString, maxUnavailable: IntOrString][] = [
  ["25%", "25%"],
  ["34%", "34%"],
  ["50%", "50%"],
  ["10%", "10%"],
  ["0%", "1%"],
];
const SMALL: [replicas: number, ...Pair[]][] = [
  [1, [1, 0], [1, 0], [1, 0], [1, 0], [0, 1]],
  [2, [1, 0], [1, 0], [1, 1], [1, 0], [0, 1]],
  [3, [1, 0], [2, 1], [2, 1], [1, 0], [0, 1]],
  [4, [1, 1], [2, 1], [2, 2], [1, 0], [0, 1]],
  [10, [3, 2], [4, 3], [5, 5], [1, 1], [0, 1]],
];
const SMALL_ROWS = SMALL.flatMap(([replicas, ...pairs]) =>
  pairs.map((pair, column) => [replicas, ...COLUMNS[column]!, ...pair] as const),
);

/** [what it shows, maxSurge, maxUnavailable, replicas, surge, unavailable] */
const BOUNDARIES: [string, IntOrString | null, IntOrString | null, number, number, number][] = [
  ["a field that is absent counts as 0", null, "39%", 10, 0, 3],
  ["both absent leave one pod of room", null, null, 10, 0, 1],
  ["no replicas still resolve to one", "25%", "25%", 0, 0, 1],
  ["24% of 4 is not a whole pod", 1, "24%", 4, 1, 0],
  ["25% of 4 is exactly one pod", 1, "25%", 4, 1, 1],
  ["33% of 3 is not a whole pod", 0, "33%", 3, 0, 1],
  ["1% surge rounds up to a pod", "1%", 0, 1, 1, 0],
  ["1% of 100 is the first whole pod", 0, "1%", 100, 0, 1],
  ["99% of 100 stays below 100", 0, "99%", 100, 0, 99],
  ["surge has no upper limit", "300%", 0, 3, 9, 0],
  ["pods above the replicas are kept as written", 0, 50, 3, 0, 50],
  ["7% of 100 is 7 and not the 8 of floating point", "7%", "7%", 100, 7, 7],
  ["29% of 100 is 29 and not the 28 of floating point", 0, "29%", 100, 0, 29],
  ["percentages of the largest int32 are exact", "99%", "33%", 2147483647, 2126008811, 708669603],
];

describe("resolveFenceposts", () => {
  test.each(SMALL_ROWS)("%i replicas, maxSurge %s, maxUnavailable %s: %i and %i", (...row) => {
    const [replicas, maxSurge, maxUnavailable, surge, unavailable] = row;
    const resolved = { maxSurge: surge, maxUnavailable: unavailable };
    expect(resolveFenceposts(maxSurge, maxUnavailable, replicas)).toEqual(resolved);
  });

  test.each(BOUNDARIES)("%s", (_, maxSurge, maxUnavailable, replicas, surge, unavailable) => {
    const resolved = { maxSurge: surge, maxUnavailable: unavailable };
    expect(resolveFenceposts(maxSurge, maxUnavailable, replicas)).toEqual(resolved);
  });

  test("names the field that cannot be resolved", () => {
    expect(resolveFenceposts("urg", 1, 3)).toEqual({
      error: expect.stringContaining('maxSurge is the text "urg"'),
    });
    expect(resolveFenceposts(1, "1", 3)).toEqual({
      error: expect.stringContaining('maxUnavailable is the text "1"'),
    });
  });

  test("refuses more pods than int32 holds instead of wrapping around", () => {
    expect(resolveFenceposts("2147483647%", 0, 100)).toEqual({ maxSurge: 2147483647, maxUnavailable: 0 });
    expect(resolveFenceposts("2147483647%", 0, 101)).toEqual({
      error: expect.stringContaining("2147483647 pods"),
    });
  });
});
