import { describe, expect, test } from "vitest";
import { worstCaseOfStatefulSet } from "../../../src/kinds/stateful-set/worst-case-of-stateful-set.js";
import { searchStatefulSet } from "./stateful-set-search.js";

/** A few seconds on an idle machine; a busy one may take its time. */
const TIMEOUT = 120_000;
const SECONDS = [0, 1, 2, 3];
const TIMES = [null, ...SECONDS].flatMap((startupSeconds) =>
  SECONDS.map((minReadySeconds) => ({ startupSeconds, minReadySeconds })),
);

/** Every small StatefulSet: partitions up to one above the replicas. */
function setsOf(replicas: number, limits: readonly (number | null)[]) {
  return Array.from({ length: replicas + 2 }, (_, partition) => partition).flatMap((partition) =>
    limits.flatMap((maxUnavailable) =>
      TIMES.map((times) => ({ replicas, partition, maxUnavailable, ...times })),
    ),
  );
}

/** What a small machine can search in seconds; Parallel has many more states than one pod after the other. */
const LIMITS = {
  OrderedReady: (replicas: number) =>
    replicas < 5 ? [null, 1, 2, 3, 4].slice(0, replicas + 1) : [null, 2, 3],
  Parallel: (replicas: number) => (replicas < 5 ? [null, 1, 2] : [null]),
};

type Set = ReturnType<typeof setsOf>[number];

function formula({ maxUnavailable, ...set }: Set, parallel: boolean, gated: boolean): number {
  return worstCaseOfStatefulSet({ ...set, maxUnavailable: maxUnavailable ?? 1, parallel, gated });
}

describe("every schedule of a small update, searched, loses at most and exactly the worst case", () => {
  for (const replicas of [1, 2, 3, 4, 5]) {
    for (const parallel of [false, true]) {
      const policy = parallel ? "Parallel" : "OrderedReady";
      const limits = LIMITS[policy](replicas);
      test(`${replicas} replicas, ${policy}, maxUnavailable ${limits.join(" ")}`, {
        timeout: TIMEOUT,
      }, () => {
        for (const set of setsOf(replicas, limits)) {
          const found = searchStatefulSet({ ...set, parallel });
          expect({ ...set, worstCase: formula(set, parallel, false) }).toEqual({ ...set, worstCase: found });
          // A gate makes a pod count only once it serves: to the controller the same as no warm-up at all.
          if (set.startupSeconds === 0)
            expect({ ...set, gated: formula(set, parallel, true) }).toEqual({ ...set, gated: found });
        }
      });
    }
  }
});

describe("a StatefulSet whose replicas are raised in the same change keeps as many of its pods as before", () => {
  for (const parallel of [false, true]) {
    for (const [from, replicas] of [
      [1, 2],
      [1, 3],
      [2, 3],
      [2, 4],
      [3, 4],
    ] as const) {
      test(`less the worst case, from ${from} to ${replicas}, ${parallel ? "Parallel" : "OrderedReady"}`, {
        timeout: TIMEOUT,
      }, () => {
        for (const set of setsOf(replicas, [null, 2])) {
          // No partition: pods below it, which the controller makes of the old template, are not in this model.
          if (set.partition > 0 || set.startupSeconds === null) continue;
          const serving = replicas - searchStatefulSet({ ...set, parallel, from });
          const least = Math.max(0, from - formula(set, parallel, false));
          expect(serving, JSON.stringify(set)).toBeGreaterThanOrEqual(least);
        }
      });
    }
  }
});
